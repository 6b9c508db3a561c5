package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Role;
import java.util.Collection;
import java.util.List;
import org.tensorflow.proto.NodeDef;

/**
 * Completes a secure graph when a run is executed: on the subgraph its fetches and targets need, updates and
 * checkpoints of private variables are replaced by their private forms, once each.
 */
public final class DynamicPass {
    private final SecureGraph secure;
    private final Role self;

    public DynamicPass(SecureGraph secure, Role self) {
        this.secure = secure;
        this.self = self;
    }

    /**
     * Nodes to add to the imported graph before this run, operands first; empty for a signature seen before.
     *
     * @param fetches tensor names after {@link SecureGraph#reveals} has been looked up
     * @param targets node names
     * @throws com.latticex.rosetta.error.ConfigurationException if the run needs what was refused, or saves a private
     *     variable that is revealed to nobody
     */
    public synchronized List<NodeDef> prepare(Collection<String> fetches, Collection<String> targets) {
        if (secure.deferred().isEmpty()) {
            return List.of();
        }
        throw new UnsupportedOperationException("deferred nodes at " + self + " for " + fetches + targets);
    }
}
