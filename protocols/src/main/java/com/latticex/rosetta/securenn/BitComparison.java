package com.latticex.rosetta.securenn;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Hidden;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.party.MaskedBits;
import com.latticex.rosetta.randomness.BitMask;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Between P0 and P1, on planes of bits: XOR shares of one-hots of the mask's 4-bit blocks are dealt ahead, 31 bytes a word, so that (greater, equal) of each block is local once
 * c is open. A tree of 16 leaves makes one bit of them: 26 conjunctions in four rounds, a fifth opens the bit under a mask. 13.75 bytes for each threshold. The helper receives nothing.
 */
final class BitComparison extends Comparison {
    /** Pairs at the first level of the tree. */
    private static final int PAIRS = 8;

    private final long width;
    private final Dealt oneHots;
    private final List<Tree> trees = new ArrayList<>();

    BitComparison(Invocation call, Dealing ahead, Mask mask, int thresholds) {
        super(call, mask);
        this.width = RingBackend.planeWords(mask.shape().size());
        this.oneHots = ahead.oneHots(mask.value());
        Tensor top = mask.value().shiftRight(63);
        for (int i = 0; i < thresholds; i++) {
            Tree tree = new Tree(ahead);
            trees.add(tree);
            Tensor e = tree.mask.value().bits(mask.shape()).plus(top).and(1);
            add(ahead, () -> e);
        }
    }

    private Shape planes(int count) {
        return Shape.of(count, width);
    }

    @Override
    void run(Masked x, List<Hidden> beside, long... thresholds) {
        List<Tensor> shifted = new ArrayList<>();
        for (int i = 0; i < thresholds.length; i++) {
            shifted.add(shifted(x, thresholds[i]));
            trees.get(i).plant(shifted.get(i));
        }
        for (int level = 0; 1 << level <= PAIRS; level++) {
            List<Hidden> hidden = new ArrayList<>(level == 0 ? beside : List.of());
            for (Tree tree : trees) {
                hidden.addAll(tree.hide(level));
            }
            call.open(hidden.toArray(Hidden[]::new));
            for (Tree tree : trees) {
                tree.climb(level);
            }
        }
        call.open(trees.stream().map(Tree::hideRoot).toArray(Hidden[]::new));
        for (int i = 0; i < thresholds.length; i++) {
            // 1 xor c63 xor ([r > c] xor mask)
            Tensor greater = trees.get(i).root().opened().bits(mask.shape());
            bit(i).known(greater.plus(shifted.get(i).shiftRight(63)).plus(1).and(1));
        }
    }

    /**
     * One level joins n pairs of neighbours: greater = greater high xor (equal high and greater low), equal = equal high and equal low. The lowest pair needs no equality. The
     * equality above is masked once for both its conjunctions.
     */
    private final class Level {
        private final int pairs;
        private final BitMask equalHigh;
        private final BitMask greaterLow;
        private final BitMask equalLow;
        private final Dealt take;
        private final Dealt both;

        Level(Dealing ahead, int pairs) {
            this.pairs = pairs;
            equalHigh = call.bitMask(planes(pairs));
            greaterLow = call.bitMask(planes(pairs));
            equalLow = call.bitMask(planes(pairs - 1));
            take = ahead.bits(equalHigh.value().and(greaterLow.value()));
            both = ahead.bits(equalHigh.value().rows(1, pairs - 1).and(equalLow.value()));
        }
    }

    /** The tree of one threshold. Lower neighbours are the first half of the planes, higher ones the second; the planes of equalities begin at the second position. */
    private final class Tree {
        private final List<Level> levels = new ArrayList<>();
        private final BitMask mask = call.bitMask(planes(1));
        private Tensor greater = Tensor.absent(call.scope(), planes(2 * PAIRS));
        private Tensor equal = Tensor.absent(call.scope(), planes(2 * PAIRS - 1));
        private List<MaskedBits> hidden = List.of();

        Tree(Dealing ahead) {
            for (int pairs = PAIRS; pairs > 0; pairs /= 2) {
                levels.add(new Level(ahead, pairs));
            }
        }

        void plant(Tensor c) {
            Tensor compared = call.atHolders(
                    planes(RingBackend.COMPARED),
                    out -> call.backend()
                            .compareBlocks(c.words(), oneHots.share().words(), out));
            greater = compared.rows(0, 2 * PAIRS);
            equal = compared.rows(2 * PAIRS, 2 * PAIRS - 1);
        }

        List<MaskedBits> hide(int number) {
            Level level = levels.get(number);
            int n = level.pairs;
            hidden = List.of(
                    call.hide(equal.rows(n - 1, n), level.equalHigh),
                    call.hide(greater.rows(0, n), level.greaterLow),
                    call.hide(equal.rows(0, n - 1), level.equalLow));
            return hidden;
        }

        void climb(int number) {
            Level level = levels.get(number);
            int n = level.pairs;
            Tensor above = hidden.get(0).opened();
            Tensor mask = level.equalHigh.share();
            Tensor take = conjoin(above, hidden.get(1).opened(), mask, level.greaterLow.share(), level.take);
            greater = greater.rows(n, n).xor(take);
            equal = conjoin(
                    above.rows(1, n - 1),
                    hidden.get(2).opened(),
                    mask.rows(1, n - 1),
                    level.equalLow.share(),
                    level.both);
        }

        MaskedBits hideRoot() {
            MaskedBits root = call.hide(greater, mask);
            hidden = List.of(root);
            return root;
        }

        MaskedBits root() {
            return hidden.getFirst();
        }
    }

    /** The share of a conjunction of masked bits. */
    private Tensor conjoin(Tensor mx, Tensor my, Tensor a, Tensor b, Dealt ab) {
        return call.atHolders(
                mx.shape(),
                out -> call.backend()
                        .conjoin(
                                call.role().first(),
                                mx.words(),
                                my.words(),
                                a.words(),
                                b.words(),
                                ab.share().words(),
                                out));
    }
}
