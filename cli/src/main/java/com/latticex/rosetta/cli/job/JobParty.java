package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One of the three parties, in the order of their numbers.
 *
 * @param address where it listens for the two others
 * @param certificate its certificate in PEM, which the others accept and no other; null where {@code rosetta local} makes one for the occasion
 * @param key its private key in PEM, which only that party has; null for {@code keys/partyN.key} beside the job file
 */
public record JobParty(
        Address address,
        @Nullable Path certificate,
        @Nullable Path key) {
    @JsonCreator
    static JobParty of(
            @JsonProperty(value = "address", required = true) Address address,
            @JsonProperty("certificate") @Nullable Path certificate,
            @JsonProperty("key") @Nullable Path key) {
        return new JobParty(address, certificate, key);
    }
}
