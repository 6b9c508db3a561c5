package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.BlindedDigits;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.DealtDigits;
import com.latticex.rosetta.party.Hidden;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Tensor;
import java.util.List;

/**
 * By the helper: shares modulo 67 of the low 63 bits of the mask are dealt ahead, 63 bytes a word; 128 bytes of blinded digits for each threshold go to the helper, which
 * answers. Two rounds after the opening.
 */
final class DigitComparison extends Comparison {
    private final DealtDigits digits;
    private final BlindedDigits[] blinded;
    private final Dealing answer;

    DigitComparison(Invocation call, Dealing ahead, Mask mask, int thresholds) {
        super(call, mask);
        this.digits = ahead.digits(mask.value());
        this.blinded = new BlindedDigits[thresholds];
        this.answer = call.dealing();
        Tensor top = mask.value().shiftRight(63);
        for (int i = 0; i < thresholds; i++) {
            int threshold = i;
            // [some digit is 0] xor r63
            add(answer, () -> blinded[threshold].found().plus(top).and(1));
        }
    }

    @Override
    void run(Masked x, List<Hidden> beside, long... thresholds) {
        for (int i = 0; i < thresholds.length; i++) {
            Tensor c = shifted(x, thresholds[i]);
            blinded[i] = call.blindDigits(c, digits);
            // 1 - (beta xor c63), beta being the coin's lowest bit
            bit(i).known(blinded[i].coin().plus(c.shiftRight(63)).plus(1).and(1));
        }
        call.toHelper(blinded);
        call.open(beside.toArray(Hidden[]::new));
        answer.send();
    }
}
