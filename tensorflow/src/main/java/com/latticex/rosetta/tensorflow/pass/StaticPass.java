package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.tensor.FixedPoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.proto.GraphDef;

/**
 * Copies a graph and replaces what touches private data by Mpc operations: {@code CopyAndRepMpcOpPass} of the Rosetta
 * white paper.
 */
public final class StaticPass {
    private final Protocol protocol;
    private final FixedPoint fixedPoint;

    public StaticPass(Protocol protocol, FixedPoint fixedPoint) {
        this.protocol = protocol;
        this.fixedPoint = fixedPoint;
    }

    /**
     * The graph that runs on shares.
     *
     * @param plain a graph on plain types, complete (route A) or with the Mpc operations of {@link #differentiable} and
     *     the gradients built through them (route B)
     * @param roots names of the fetches ({@code loss:0}) and targets ({@code train}) that will be run; only what they
     *     need is kept. Empty: everything is kept that can be, the rest is listed as refused
     * @throws com.latticex.rosetta.error.ConfigurationException naming every node that is malformed or has no private
     *     form
     */
    public SecureGraph apply(GraphDef plain, Privacy privacy, Set<String> roots) {
        if (privacy.inputs().isEmpty()) {
            return new SecureGraph(plain, List.of(), Map.of(), Map.of(), new TreeMap<>(), privacy);
        }
        throw new UnsupportedOperationException(protocol.name() + fixedPoint + plain + privacy + roots);
    }

    /**
     * The same graph with Mpc operations on plain types, so that automatic differentiation runs through their own
     * gradients; {@link #apply} afterwards makes the result private.
     */
    public GraphDef differentiable(GraphDef plain, Privacy privacy, Set<String> roots) {
        if (privacy.inputs().isEmpty()) {
            return plain;
        }
        throw new UnsupportedOperationException(protocol.name() + fixedPoint + plain + privacy + roots);
    }
}
