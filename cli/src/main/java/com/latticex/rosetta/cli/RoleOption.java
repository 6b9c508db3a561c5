package com.latticex.rosetta.cli;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;

/** The {@code --party} option. */
final class RoleOption {
    private RoleOption() {}

    static Role role(int party) {
        if (party < 0 || party > 2) {
            throw new ConfigurationException("--party " + party + ": parties are 0, 1 and 2");
        }
        return Role.of(party);
    }
}
