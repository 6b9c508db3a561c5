package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.FixedPoint;
import com.latticex.rosetta.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

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
        Analysis analysis = Analysis.of(plain, privacy, roots, lowerings, fixedPoint, false);
        if (!roots.isEmpty()) {
            analysis.failOnRefusals();
        }
        return new Rewriting(analysis, privacy, lowerings).secure();
    }

    /**
     * The same graph with Mpc operations on plain types, so that automatic differentiation runs through their own
     * gradients; {@link #apply} afterwards makes the result private. All real variables count as private, for training
     * will make them so.
     *
     * @throws ConfigurationException as {@link #apply}
     */
    public GraphDef differentiable(GraphDef plain, Privacy privacy, Set<String> roots) {
        Analysis analysis = Analysis.of(plain, privacy, roots, lowerings, fixedPoint, true);
        if (!roots.isEmpty()) {
            analysis.failOnRefusals();
        }
        return new Rewriting(analysis, privacy, lowerings).differentiable();
    }

    /**
     * What would become of the graph; runs nothing and refuses nothing but malformed graphs.
     *
     * @param feeds shapes of the placeholders one run is fed with; costs that need a shape not given are left out
     * @throws ConfigurationException if the graph is malformed or the shapes contradict each other
     */
    public Coverage coverage(GraphDef plain, Privacy privacy, Set<String> roots, Map<String, Shape> feeds) {
        Analysis analysis = Analysis.of(plain, privacy, roots, lowerings, fixedPoint, false);
        SecureGraph secure = new Rewriting(analysis, privacy, lowerings).secure();
        DynamicPass dynamic = new DynamicPass(secure, Role.P0);
        GraphDef.Builder all = secure.graph().toBuilder();
        Map<String, String> refused = new HashMap<>(analysis.refusals());
        for (NodeDef node : secure.deferred()) {
            try {
                all.addAllNode(dynamic.prepare(List.of(), List.of(node.getName())));
            } catch (ConfigurationException e) {
                refused.putIfAbsent(node.getName(), String.valueOf(e.getMessage()));
            }
        }
        Set<String> secrets = new HashSet<>(secure.secrets().keySet());
        secrets.addAll(dynamic.secrets());
        CostPlan plan = CostPlan.of(all.build(), secrets, feeds, lowerings.protocol());
        return new Coverage(entries(analysis, refused), plan.calls(), plan.total());
    }

    private List<Coverage.Entry> entries(Analysis analysis, Map<String, String> refused) {
        List<Coverage.Entry> entries = new ArrayList<>();
        for (Node node : analysis.before().nodes()) {
            Node now = analysis.graph().find(node.name());
            String reason = refused.get(node.name());
            if (reason != null) {
                entries.add(new Coverage.Entry(node.name(), node.type(), Coverage.Kind.UNSUPPORTED, reason));
            } else if (now == null) {
                boolean secret = analysis.flowBefore().touches(node);
                entries.add(new Coverage.Entry(
                        node.name(),
                        node.type(),
                        secret ? Coverage.Kind.PRIVATE : Coverage.Kind.PUBLIC,
                        secret ? "inside a recognised composition" : "not needed"));
            } else if (analysis.flow().touches(now)) {
                Lowering lowering = lowerings.find(now.type());
                entries.add(new Coverage.Entry(
                        node.name(),
                        node.type(),
                        Coverage.Kind.PRIVATE,
                        lowering == null || now.type().startsWith("Placeholder")
                                ? "private input"
                                : lowering.description()));
            } else {
                entries.add(new Coverage.Entry(node.name(), node.type(), Coverage.Kind.PUBLIC, "as it is"));
            }
        }
        return entries;
    }
}
