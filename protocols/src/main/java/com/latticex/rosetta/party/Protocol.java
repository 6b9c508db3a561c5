package com.latticex.rosetta.party;

import java.util.Set;

/** A family of operations that share one representation of secrets; selected by name in a job. */
public interface Protocol {
    /** The name jobs use, for example {@code securenn}. */
    String name();

    /** Names of all operations. */
    Set<String> operations();

    /**
     * An operation with these attributes.
     *
     * @throws com.latticex.rosetta.error.ConfigurationException if there is no such operation or an attribute is wrong
     */
    Operation operation(String name, Attributes attributes);
}
