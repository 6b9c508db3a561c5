package com.latticex.rosetta.tensorflow.pass;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Private variables hold shares: their type attribute changes, public initial values become shares. */
final class Variables {
    private Variables() {}

    /** VariableV2, VarHandleOp: the variable itself. */
    static final class Declaration implements Lowering {
        @Override
        public Flow flow(Node node, BitSet secret) {
            return Flow.everything(node);
        }

        @Override
        public void emit(Emission out, Node node) {
            out.retype(node, Set.of(new Slot.TypeKey("dtype", 0)));
        }

        @Override
        public String description() {
            return "variable of shares";
        }
    }

    /** Ops with a variable's handle or reference as first operand. */
    static final class Access implements Lowering {
        private final boolean writes;

        Access(boolean writes) {
            this.writes = writes;
        }

        @Override
        public Flow flow(Node node, BitSet secret) {
            BitSet written = new BitSet();
            if (writes && secret.get(1)) {
                written.set(0);
            }
            return new Flow.Through(secret.get(0) || writes ? Flow.all(node) : new BitSet(), written);
        }

        @Override
        public void emit(Emission out, Node node) {
            Set<Slot.TypeKey> keys = new HashSet<>();
            node.in().stream().filter(s -> !s.isHandle()).map(Slot::key).forEach(keys::add);
            node.out().stream().filter(Slot::hasTypeAttr).map(Slot::key).forEach(keys::add);
            out.retype(node, keys);
        }

        @Override
        public String description() {
            return "on shares";
        }
    }

    /** VarIsInitializedOp, IsVariableInitialized: public answers. */
    static final class Question implements Lowering {
        @Override
        public Flow flow(Node node, BitSet secret) {
            return Flow.nothing();
        }

        @Override
        public void emit(Emission out, Node node) {
            if (node.in().get(0).isHandle()) {
                out.copy(node);
            } else {
                out.retype(node, Set.of(new Slot.TypeKey("dtype", 0)));
            }
        }

        @Override
        public String description() {
            return "public answer";
        }
    }
}
