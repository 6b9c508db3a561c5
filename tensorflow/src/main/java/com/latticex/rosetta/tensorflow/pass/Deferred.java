package com.latticex.rosetta.tensorflow.pass;

import java.util.BitSet;

/** Updates and checkpoints of private variables: left to the dynamic pass, which rewrites them when a run needs them. */
final class Deferred {
    private Deferred() {}

    /** Optimizer steps. */
    static final class Update implements Lowering {
        private final MpcCall step;
        private final int gradient;

        /** @param gradient which operand it is; the others but for the variable must be public */
        Update(MpcCall step, int gradient) {
            this.step = step;
            this.gradient = gradient;
        }

        @Override
        public Flow flow(Node node, BitSet secret) {
            if (!step.protocol().operations().contains(step.operation())) {
                return step.flow(node, secret);
            }
            for (int i = secret.nextSetBit(1); i >= 0; i = secret.nextSetBit(i + 1)) {
                if (i != gradient) {
                    return Flow.refused("its operand '" + node.in().get(i).arg().getName() + "' must be public");
                }
            }
            BitSet written = new BitSet();
            written.set(0, secret.get(gradient));
            return new Flow.Through(Flow.all(node), written);
        }

        @Override
        public void emit(Emission out, Node node) {
            out.defer(node);
        }

        @Override
        public String description() {
            return step.description() + ", at run time";
        }
    }

    /** SaveV2 and RestoreV2. */
    static final class Checkpoint implements Lowering {
        @Override
        public Flow flow(Node node, BitSet secret) {
            return Flow.nothing();
        }

        @Override
        public void emit(Emission out, Node node) {
            out.defer(node);
        }

        @Override
        public String description() {
            return "plain checkpoint of revealed values, at run time";
        }
    }
}
