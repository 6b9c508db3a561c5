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
 * @param reconnect for a broken connection to be restored; zero ends the run when one breaks
 */
public record Timeouts(Duration connect, Duration receive, Duration reconnect) {
    static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(8), Duration.ofSeconds(8), Duration.ofSeconds(30));

    @JsonCreator
    static Timeouts of(
            @JsonProperty("connect_seconds") @Nullable Integer connect,
            @JsonProperty("receive_seconds") @Nullable Integer receive,
            @JsonProperty("reconnect_seconds") @Nullable Integer reconnect) {
        return new Timeouts(
                connect == null ? DEFAULT.connect : seconds("connect_seconds", connect, 1),
                receive == null ? DEFAULT.receive : seconds("receive_seconds", receive, 1),
                reconnect == null ? DEFAULT.reconnect : seconds("reconnect_seconds", reconnect, 0));
    }

    private static Duration seconds(String key, int seconds, int least) {
        return Duration.ofSeconds(Check.range(key, seconds, least, 86_400));
    }
}
