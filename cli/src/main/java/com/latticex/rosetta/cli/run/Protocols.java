package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.securenn.SecureNN;

/** The protocols a job can name. */
public final class Protocols {
    private Protocols() {}

    /** The protocol of that name. */
    public static Protocol require(String name) {
        Protocol protocol = new SecureNN();
        if (!protocol.name().equals(name)) {
            throw new ConfigurationException("protocol: " + name + " is unknown; there is " + protocol.name());
        }
        return protocol;
    }
}
