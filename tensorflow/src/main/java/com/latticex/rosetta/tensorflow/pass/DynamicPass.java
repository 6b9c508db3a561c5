package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/**
 * Completes a secure graph when a run is executed: on the subgraph its fetches and targets need, updates and
 * checkpoints of private variables are replaced by their private forms, once each.
 *
 * <p>The nodes it gives depend on the secure graph alone, not on the order of runs, so all parties get the same
 * operations under the same names; only plain file operations differ between them.
 */
public final class DynamicPass {
    private final SecureGraph secure;
    private final Map<String, NodeDef> waiting = new HashMap<>();
    private final Map<String, Integer> position = new HashMap<>();
    private final Set<String> imported = new HashSet<>();
    private final RunTimeContext context;
    private final MpcOptApplyXPass updates;
    private final MpcSaveModelPass checkpoints;

    /** @param self the party this process is */
    public DynamicPass(SecureGraph secure, Role self) {
        this.secure = secure;
        this.context = new RunTimeContext(secure, self);
        this.updates = new MpcOptApplyXPass(context);
        this.checkpoints = new MpcSaveModelPass(context);
        for (NodeDef node : secure.deferred()) {
            position.put(node.getName(), position.size());
            waiting.put(node.getName(), node);
        }
        secure.graph().getNodeList().forEach(n -> imported.add(n.getName()));
    }

    /**
     * Nodes to add to the imported graph before this run, operands first; empty for a signature seen before.
     *
     * @param fetches tensor names after {@link SecureGraph#reveals} has been looked up
     * @param targets node names
     * @throws ConfigurationException if the run needs what was refused, or saves a private variable that is revealed to
     *     nobody
     */
    public synchronized List<NodeDef> prepare(Collection<String> fetches, Collection<String> targets) {
        Deque<String> open = new ArrayDeque<>(targets);
        fetches.forEach(f -> open.add(Port.of(f).node()));
        open.forEach(this::checkRoot);
        List<String> needed = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.removeLast();
            NodeDef node = waiting.get(name);
            if (node != null && seen.add(name)) {
                needed.add(name);
                Rewriting.sources(node).forEach(open::add);
            }
        }
        needed.sort((a, b) -> Integer.compare(position.getOrDefault(a, 0), position.getOrDefault(b, 0)));
        List<NodeDef> added = new ArrayList<>();
        for (String name : needed) {
            NodeDef node = waiting.get(name);
            if (node != null) {
                added.addAll(rewrite(node));
            }
        }
        needed.forEach(n -> {
            waiting.remove(n);
            imported.add(n);
        });
        return added;
    }

    /** Secrets among the nodes given so far that the static pass did not know of. */
    Set<String> secrets() {
        return context.secrets();
    }

    private List<NodeDef> rewrite(NodeDef node) {
        if (MpcOptApplyXPass.handles(node)) {
            return updates.rewrite(node);
        }
        return switch (node.getOp()) {
            case "SaveV2" -> checkpoints.save(node);
            case "RestoreV2" -> checkpoints.restore(node);
            default -> List.of(node);
        };
    }

    private void checkRoot(String name) {
        String reason = secure.refused().get(name);
        if (reason != null) {
            throw new ConfigurationException(name + " cannot run on private data: " + reason);
        }
        if (!imported.contains(name) && !waiting.containsKey(name)) {
            throw new ConfigurationException("the secure graph has no operation " + name
                    + "; was it among the fetches and targets it was made for?");
        }
    }
}
