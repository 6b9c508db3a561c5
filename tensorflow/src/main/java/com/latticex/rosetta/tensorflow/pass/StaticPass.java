package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.tensor.FixedPoint;
import java.util.Set;
import org.tensorflow.proto.GraphDef;

/**
 * Copies a graph and replaces what touches private data by Mpc operations: {@code CopyAndRepMpcOpPass} of the Rosetta
 * white paper.
 *
 * <p>Steps: check the graph's form; keep what the roots need; mark what is private; recognise compositions that the
 * protocol has one operation for; lower every private node through the table ({@link Lowerings}).
 */
public final class StaticPass {
    private final Lowerings lowerings;
    private final FixedPoint fixedPoint;

    public StaticPass(Protocol protocol, FixedPoint fixedPoint) {
        this.lowerings = new Lowerings(protocol);
        this.fixedPoint = fixedPoint;
    }

    /**
     * The graph that runs on shares.
     *
     * @param plain a graph on plain types, complete (route A) or with the Mpc operations of {@link #differentiable} and
     *     the gradients built through them (route B)
     * @param roots names of the fetches ({@code loss:0}) and targets ({@code train}) that will be run; only what they
     *     need is kept. Empty: everything is kept that can be, the rest is listed as refused
     * @throws ConfigurationException naming every node that is malformed or has no private form
     */
    public SecureGraph apply(GraphDef plain, Privacy privacy, Set<String> roots) {
        Analysis analysis = Analysis.of(plain, privacy, roots, lowerings, fixedPoint);
        if (!roots.isEmpty()) {
            analysis.failOnRefusals();
        }
        return new Rewriting(analysis, privacy, lowerings).secure();
    }

    /**
     * The same graph with Mpc operations on plain types, so that automatic differentiation runs through their own
     * gradients; {@link #apply} afterwards makes the result private.
     *
     * @throws ConfigurationException as {@link #apply}
     */
    public GraphDef differentiable(GraphDef plain, Privacy privacy, Set<String> roots) {
        Analysis analysis = Analysis.of(plain, privacy, roots, lowerings, fixedPoint);
        if (!roots.isEmpty()) {
            analysis.failOnRefusals();
        }
        return new Rewriting(analysis, privacy, lowerings).differentiable();
    }
}
