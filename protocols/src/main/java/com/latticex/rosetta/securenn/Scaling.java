package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation.Operand;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/** Products of a secret with a {@link PublicFactor}: local for integers, else 32 bytes a word and 1 round for the exact truncation. */
final class Scaling {
    private Scaling() {}

    static Cost cost(String operation, Operand factor, Shape out) {
        return PublicFactor.truncates(operation, factor.plain()) ? Costs.truncation(out) : Cost.FREE;
    }

    /** x k, broadcast to a shape. */
    static Tensor elementwise(Invocation call, Tensor x, PublicFactor k, Shape kShape, Shape out) {
        return truncated(call, product(call, x, k, kShape, out), k);
    }

    /** x k with the factor's scale still on, broadcast to a shape. */
    static Tensor product(Invocation call, Tensor x, PublicFactor k, Shape kShape, Shape out) {
        return k.isUniform()
                ? x.broadcastTo(out).times(k.words().length == 0 ? 0 : k.words()[0])
                : x.broadcastTo(out).times(call.constants(kShape, k.words()).broadcastTo(out));
    }

    /** Takes the factor's scale off again. */
    static Tensor truncated(Invocation call, Tensor z, PublicFactor k) {
        return k.scale() == 0 ? z : Truncation.now(call, z, k.scale());
    }
}
