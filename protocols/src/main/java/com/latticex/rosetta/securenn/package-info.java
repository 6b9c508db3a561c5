/**
 * SecureNN (Wagh, Gupta, Chandran, PoPETs 2019(3)) with an exact truncation, a comparison in three rounds, another of few bytes, and functions built on these: one file per operation, listed in
 * {@link com.latticex.rosetta.securenn.SecureNN}.
 *
 * <h2>Setting</h2>
 *
 * P0 and P1 hold additive shares x = x0 + x1 modulo 2^64. P2 is the helper: it deals correlated randomness and takes part in comparisons; it holds no share. Semi-honest, no two
 * collude. Each pair has a seed (01, 02, 12) for AES-128 in counter mode; below, its outputs are taken for uniform and independent (pseudo-randomness of AES), which needs
 * that no address is drawn twice for different content: see {@link com.latticex.rosetta.randomness.Draws}. Links are encrypted; whoever reads the link between two others is
 * outside this page.
 *
 * <p>Notation: f fraction bits, &gt;&gt; the logical shift, v63 the top bit of v, v mod 2^63 the rest, [..] 1 if true else 0. "Dealt v": P2 knows v, P0's share s is a draw from seed
 * 02, P2 sends v - s to P1 (8 bytes a word, 1 byte a digit modulo 67). "Masked x": P2 knows r = r0 + r1, r0 from seed 02, r1 from seed 12; P0 and P1 exchange x_j + r_j, so that both
 * know c = x + r. A bit or a plane of bits (one of each element) is shared, dealt and masked likewise with exclusive or for the sum.
 *
 * <h2>Privacy: the argument for all operations at once</h2>
 *
 * A party's view is its own shares, its two seeds and what it receives. All messages of this package are of four kinds, made in
 * {@link com.latticex.rosetta.party.Invocation} and nowhere else:
 *
 * <ol>
 *   <li>P0 and P1 exchange x_j + r_j (bits: x_j xor r_j). P0 receives x1 + r1 with r1 from seed 12, P1 receives x0 + r0 with r0 from seed 02: a draw that the receiver lacks, used for this
 *       one word ({@link com.latticex.rosetta.randomness.Mask} and {@link com.latticex.rosetta.randomness.BitMask} hide one value, or throw).
 *   <li>P1 receives v - s (bits: v xor s), s from seed 02, drawn for this one word, digit or plane. v may be any function of other draws, also of such as P1 knows: s alone makes it uniform.
 *   <li>P2 receives a result that it is entitled to as y_0 + v and y_1 - v ({@link com.latticex.rosetta.party.Blinded}), v a draw from seed 01.
 *   <li>P2 receives blinded digits ({@link com.latticex.rosetta.party.BlindedDigits}), see Comparison.
 * </ol>
 *
 * So P0's messages of kind 1 are jointly uniform given all else P0 knows, as they carry distinct draws of seed 12; P1's of kinds 1 and 2 likewise by seed 02; P2's of kind 3 are uniform words with the result for their sum,
 * by seed 01. The simulator of P0 or P1 sends uniform words and digits; that of P2 uniform words with that sum, and for kind 4 the fixed distribution derived below. The simulated view is the
 * real one's distribution exactly, whatever the secrets; with AES in place of uniform draws it is computationally indistinguishable. Nothing else about a secret is ever sent: no sign,
 * no exponent. All that P0 and P1 compute from it (c, public coefficients, m) is a function of their views.
 *
 * <p>Results stay shared. To reveal y to P0, P1 sends y1 = y - y0, which P0's simulator computes from the result it is entitled to; likewise to P1. To reveal y to P2, P0 sends
 * y0 + v and P1 y1 - v with v from seed 01: uniform words with the sum y. Without v the raw shares would give away more: a share may be a plain input (an integer times a
 * public share, say) or a dealt value minus a draw P2 knows.
 *
 * <p>Tests: every received word changes with the one seed its receiver lacks (OneRuleTest); received bytes and digits are uniform for different secrets, and none by planes go to the helper (ViewTest); P2's view of a
 * comparison enumerated exactly in a small ring (ViewEnumerationTest); the known attack on unrefreshed digits (RatioAttackTest); no address twice (AddressLedgerTest).
 *
 * <h2>Input, Share, Reveal</h2>
 *
 * P0's input x: P1's share is a draw from seed 01, P0's the difference; no message. P1's likewise. P2's input is dealt. Share: P0 holds the public value, P1 zero.
 *
 * <h2>Products</h2>
 *
 * With masked x, y (c = x + a, d = y + b) and ab dealt (Beaver, CRYPTO 1991): xy = (c - a)(d - b) = cd - cb - ad + ab, the first term at P0 only. The map may be any
 * bilinear one: elementwise with broadcasting (masks are opened before broadcasting, so one mask covers one value), the matrix product. A square needs x masked once and a^2 dealt. A triple
 * product y^2 g expands alike, with aa, ab and aab dealt. The result has scale 2f (3f); one truncation follows.
 *
 * <h2>Exact truncation by t bits, for -2^62 &lt;= z &lt;= 2^62</h2>
 *
 * Let z' = z + 2^62, in [0, 2^63], c = z' + r modulo 2^64 opened, r &gt;&gt; t and r63 dealt. As integers z' = c - r + 2^64 w with w = [c &lt; r]. For z' &lt; 2^63: if r63 = 0 then z' + r &lt; 2^64, no
 * wrap; if r63 = 1 then a sum without a wrap is in [2^63, 2^64), so c63 = 1, and one with a wrap is below 2^63, so c63 = 0. Hence w = r63 (1 - c63). (z' = 2^63, r63 = 1: the sum wraps to
 * r - 2^63, c63 = 0, w = 1: right too. z' = 2^63, r63 = 0: no wrap.) Write c = 2^t C + c', r = 2^t R + r'. Then z' = 2^t (C - R + 2^(64-t) w) + (c' - r') with |c' - r'| &lt; 2^t, so
 * C - R + 2^(64-t) w is floor(z' / 2^t), or one more if c' &lt; r'. Subtracting 2^(62-t) gives floor(z / 2^t) or one more. r' is uniform and c' = z' + r' modulo 2^t, so c' &lt; r' has probability
 * (z' mod 2^t) / 2^t: the dropped fraction. The result is unbiased. Out of range it is off by 2^(64-t) with some probability: values must stay in range, which no party can check.
 *
 * <h2>Comparison [x &gt;= 0] for any 64-bit x: 215 bytes, 3 rounds</h2>
 *
 * x is masked; the 63 low bits of r are dealt modulo 67. Put R = r mod 2^63, C = c mod 2^63. x = c - r, so x63 = c63 xor r63 xor [C &lt; R].
 *
 * <p>P0 and P1 draw beta and take t = C + beta &lt;= 2^63, 64 digits (R's top digit is 0). With w_j = R_j xor t_j let d_j = t_j - R_j + 1 + sum of w above j if beta = 0, and
 * R_j - t_j + 1 + sum of w above j if beta = 1. As integers 0 &lt;= d_j &lt;= 65, so modulo 67 nothing wraps. d_j = 0 exactly where no higher digit differs and R_j = 1, t_j = 0 (beta = 0), or
 * R_j = 0, t_j = 1 (beta = 1); so at most one d_j is 0, and one is iff R &gt; C (beta = 0) or R &lt; C + 1 (beta = 1), that is iff z = beta xor [R &gt; C] is 1. Shares of the d_j are local. P0 sends
 * s_j d_j,0 + u_j and P1 s_j d_j,1 - u_j, rotated by k, with common uniform s_j in 1..66, u_j in 0..66, k in 0..63; P2 finds z. With e = z xor r63 and m = beta xor c63 xor 1, both
 * shifts of one bit by another: m xor e = 1 xor x63 = [x &gt;= 0]. With dealt e v, for any v P2 knows, m v + (1 - 2m) e v = [x &gt;= 0] v is local.
 *
 * <p><i>P2's view.</i> It knows r and both shares of R's digits. Given the sums S_j = s_j d_j, the first words s_j d_j,0 + u_j are uniform and independent (u_j), and the second follow. S_j is 0 where d_j is,
 * and else uniform in 1..66, independently (s_j uniform and non-zero, 67 prime). So all that the sums tell is whether there is a zero and where. The place is uniform by the rotation, whatever digit it
 * came from; as the others are independent and identically distributed, a rotation hides as much as a permutation. Whether there is one is z, uniform by beta. Hence the simulator: a uniform bit; uniform non-zero
 * sums, one of them at a uniform place set to 0 if the bit is 1; uniform first shares. Neither r nor x enters. e is uniform to P2, m to P0 and P1.
 *
 * <p>Without u_j the ratio of a digit's two shares cancels s_j, and the 64 ratios tell t: the published protocol code leaks this way. Every coin is fresh for every element and every threshold.
 *
 * <p><i>Thresholds.</i> [x &gt;= T] is the same on c - T, with the same r and bit shares, while x - T stays in the signed 64 bits; one more comparison costs no round.
 *
 * <h2>The same by planes of bits: 68.75 bytes, 6 rounds</h2>
 *
 * x is masked as above. R is cut into 15 blocks of 4 bits and one of 3; dealt are the one-hots of its blocks, 248 bits. With C public, g_b = [R_b &gt; C_b] is the sum of the entries above C_b and q_b = [R_b = C_b] the entry
 * at C_b: both local. Two neighbours join to g = g_hi xor q_hi g_lo, since g_hi and q_hi exclude each other, and q = q_hi q_lo; 16 blocks make 26 conjunctions in four levels (the lowest of each level needs no q). A conjunction of masked bits u = a + p,
 * w = b + q (modulo 2) with dealt pq is uw + uq + wp + pq, as for words; q_hi is masked once for both its conjunctions, g_lo and q_lo once. At the root g = [R &gt; C] is opened under a mask s of its own: with m = 1 xor c63 xor (g xor s) and e = s xor r63, m xor e =
 * 1 xor x63. e is known to the helper from the start, so e v is dealt ahead, and the rest is as by digits.
 *
 * <p><i>Privacy.</i> Opened are c, 41 bits of the tree and g xor s, each under a fresh mask of the kind 1 above; dealt are bits and words, kind 2. P2 receives nothing. m is public to P0 and P1 and uniform to them, as s is uniform and used for nothing else but e, of which
 * they have shares.
 *
 * <p><i>Thresholds.</i> The one-hots serve any number of C = c - T: their shares are used in linear maps only, and what is opened of each tree has masks of its own. 13.75 bytes for one more.
 *
 * <h2>What is made of a compared bit</h2>
 *
 * By digits or by planes, b = m xor e with m public and e known to the helper before it deals. <i>Selection</i>: with y masked (d = y + r) and e, e r dealt, e y = d e - e r, and b y = m y + (1 - 2m) e y. The opening of y may come before, beside or after the comparison. ReLU selects x itself, whose c is
 * there already. <i>Truncation beside</i>: with r &gt;&gt; t, r63, e, e (r &gt;&gt; t) and e r63 dealt, both T = y &gt;&gt; t and e T are public combinations of dealt words by the formula for the exact truncation, for |y| &lt;= 2^62. For ReLU and truncation y is x itself and needs no offset: for 0 &lt;= x &lt;
 * 2^63 the argument above holds with z' = x, and a negative x is multiplied by 0. If y is out of range, T is some ring element and b T is it or 0.
 *
 * <h2>Sigmoid, tanh, softplus in three rounds</h2>
 *
 * Inside [-8, 8) the function is a constant, plus x/2 for softplus, plus a sum of a_k cos(k w x) + b_k sin(k w x) of period 32, a power of two, so that r modulo the period is a uniform mask of the angle:
 * cos k(C - R) = cos kC cos kR + sin kC sin kR and sin k(C - R) = sin kC cos kR - cos kC sin kR with angles C of c and R of r. P2 deals a_k cos kR - b_k sin kR and a_k sin kR + b_k cos kR (any rounding: it is P2's own affair); the
 * holders multiply by cos kC and sin kC, integers of {@link com.latticex.rosetta.backend.Trigonometry} that are the same on every device: if they differed in one unit the shares of the sum would
 * no longer cancel. F, the sum, is local at scale 2^s.
 *
 * <p>b1 = [x &gt;= -8] and b2 = [x &gt;= 8] are two thresholds on one c. F is masked, opened beside the comparison and truncated by t as above: shares of b1 T, b2 T are local, and the result is (b1 - b2) T + b2 2^f, or + b2 x for softplus with e2 r dealt. Where b1 =
 * b2, T cancels exactly as a ring element, so a T that means nothing (softplus of a large x) does no harm.
 *
 * <p>Errors: {@link com.latticex.rosetta.securenn.Logistic}. For |F|: sigmoid 2^60 (1/2 + .775) &lt; 2^62; softplus inside the edges at most 8.0004 at 58 bits, below 2^61.1.
 *
 * <h2>Public factors</h2>
 *
 * A secret times an integer is local. Other numbers are rounded to 22 significant bits of the largest one ({@link com.latticex.rosetta.securenn.PublicFactor}) and the product is truncated exactly; the sum over
 * a matrix product's inner axis comes first, so there is one truncation for each element of the result.
 *
 * <h2>Equality with zero: 147 bytes, 3 rounds</h2>
 *
 * x is masked; the 64 bits of r are dealt modulo 128. h = number of bits in which c and r differ is linear in them with public coefficients, 0 &lt;= h &lt;= 64 &lt; 128, and h = 0 iff c = r iff x = 0. h is
 * masked by s uniform modulo 128 (one draw each of seeds 02 and 12, as for words) and h + s opened; g = number of the 7 bits in which h + s and s differ is linear in dealt bits of s modulo 8, g &lt;= 7 &lt; 8, g = 0 iff h = 0.
 * g is masked by t uniform modulo 8 and g + t opened; [t = g + t] is an entry of the dealt one-hot of t. Every opened residue is under a uniform mask of its own modulus; the helper receives nothing.
 *
 * <h2>Normalisation: 287 bytes, 4 rounds; reciprocal, division, logarithm, inverse root</h2>
 *
 * For 2^l &lt;= x &lt; 2^(l+31), l = f - 10 (in units), c = x + r opened, d_i = c_i - r_i in {-1, 0, 1} for digits i = l .. l+31: x is the sum of 2^i d_i plus what lies below, up to the top digit's sign. Read from the
 * top, the first non-zero digit of a positive x starts a run 1 -1 .. -1 or a lone 1; f_i = [d_i != 0 and d_(i-1) != -1] first holds at the run's last digit, where the prefix is worth 1: so 2^(i-1) &lt; x &lt; 2^(i+1). f_i is
 * linear in r_i, r_(i-1) and r_i r_(i-1), dealt modulo 67. D_i = 1 - f_i + sum of f above i is in 0..32 and is 0 at the first i with f_i = 1 and nowhere else (f of the lowest digit is set to 1). The holders blind D_i as in the
 * comparison and put it at slot (i - l) xor rho. <i>The helper's view</i>: sums independent and uniform in 1..66 but for exactly one 0, at a place made uniform by rho; the simulator needs nothing else. It answers one-hots of the place; exclusive
 * or with the public rho permutes them locally. S = A B and y = (c - r) A B expand in masked A, B and dealt products of the masks. y / 2^(f+22) lies in (1/4, 1). Outside the domain y and S mean nothing, and
 * the messages are distributed as ever.
 *
 * <p>On (1/4, 1) a function is c0 + c1 y plus a Fourier sum as for the sigmoid ({@link com.latticex.rosetta.securenn.Window}). A truncated value times a masked one needs no round between
 * ({@link com.latticex.rosetta.securenn.TruncatedProduct}): the truncation is a public combination of r &gt;&gt; t and r63, so products with another mask can be dealt. Opened, each once and under its own fresh mask: x, A, B, y, w, S and, for a
 * division, a and v.
 *
 * <p>Scales: w has 59 bits, is cut to 24 and meets S &lt;= 2^31: below 2^57. Division: w cut to 22 meets a, |a w| &lt; 2^60; cut by 14 it meets S: |a/b| 2^(46) &lt; 2^62 for |a/b| &lt; 2^16. Logarithm: |log| 2^57 &lt; 2^61.
 *
 * <h2>Exponential: 112 bytes, 2 rounds; saturated 479, 3</h2>
 *
 * x = 4 h + d with h = (c_h - r_h) mod 8 and d = c_l - r_l in (-4, 4), for the parts c_h (3 bits from 4 on) and c_l (below 4) of c, and r alike: 4 c_h + c_l - 4 r_h - r_l = x modulo 32, and for x in [-16, 12) the representative of h in -4..3
 * is the right one: 4h = x - d is in (-20, 16), a multiple of 4, and -16 &lt;= 4h &lt;= 12. e^x = e^(4h + c_l) e^(-r_l), the second factor dealt at entry r_h of 8, the first public for each possible r_h. Saturation multiplies by bits of the
 * comparison on the same c; what E is outside the range does not matter, as b T is T or 0 exactly and both terms cancel above 10.
 *
 * <h2>Composed operations</h2>
 *
 * Maximum, Abs, Sign, Max, Softmax, Pow and the gradients are compositions of the above on fresh shares; their views are the union of the parts' views, each with its own draws.
 */
@NullMarked
package com.latticex.rosetta.securenn;

import org.jspecify.annotations.NullMarked;
