package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a party waits.
 *
 * @param connect for the others to come
 * @param receive for one message of a peer once all are there
 */
public record Timeouts(Duration connect, Duration receive) {
    static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(8), Duration.ofSeconds(8));

    @JsonCreator
    static Timeouts of(
            @JsonProperty("connect_seconds") @Nullable Integer connect,
            @JsonProperty("receive_seconds") @Nullable Integer receive) {
        return new Timeouts(
                connect == null ? DEFAULT.connect : seconds("connect_seconds", connect),
                receive == null ? DEFAULT.receive : seconds("receive_seconds", receive));
    }

    private static Duration seconds(String key, int seconds) {
        return Duration.ofSeconds(Check.range(key, seconds, 1, 86_400));
    }
}
