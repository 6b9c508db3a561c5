package com.latticex.rosetta.cli.graph;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A graph with its variables, private or plain. Used by one thread. */
public interface GraphRunner extends AutoCloseable {
    /**
     * One run, as of a TensorFlow session.
     *
     * @param feeds placeholder to its value
     * @param fetches tensors or variables whose values are wanted
     * @param targets operations to run besides
     * @return the fetched values, in the order of {@code fetches}; NaN where this party may not see one
     */
    List<Values> run(Map<String, Values> feeds, Collection<String> fetches, Collection<String> targets);

    /** Message hops on the longest chain of the last run; 0 for a plain graph. */
    int rounds();

    @Override
    void close();
}
