package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.network.LinkLimits;
import com.latticex.rosetta.party.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How one party reaches the two others.
 *
 * <p>P1 dials P0; P2 dials P0 and P1. So P2 needs no open port; its address is for the operators only.
 *
 * @param self the party of this process
 * @param parties addresses and certificates of P0, P1 and P2, in this order
 * @param privateKey PEM file with this party's PKCS #8 private key
 * @param listenHost name or number of the interface this party listens on; its own address unless changed, see {@link #listeningOn}
 * @param connectTimeout how long the others may take to come
 * @param receiveTimeout longest wait for one message, longest wait of a send, and longest silence of a connection
 * @param heartbeat an idle connection carries a sign of life this often
 * @param limits unread messages per link
 * @param maxMessageBytes longest message
 */
public record MeshSettings(
        Role self,
        List<Endpoint> parties,
        Path privateKey,
        String listenHost,
        Duration connectTimeout,
        Duration receiveTimeout,
        Duration heartbeat,
        LinkLimits limits,
        int maxMessageBytes) {
    /** 30 s. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    /** 10 s. */
    public static final Duration RECEIVE_TIMEOUT = Duration.ofSeconds(10);
    /** 256 MiB. */
    public static final int MAX_MESSAGE_BYTES = 256 << 20;

    private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(2);

    /**
     * Where a party is and how it proves itself.
     *
     * @param host name or number
     * @param port TCP port it listens on
     * @param certificate PEM file with its X.509 certificate; no other certificate is accepted for this party
     */
    public record Endpoint(String host, int port, Path certificate) {
        public Endpoint {
            if (port < 1 || port > 65_535) {
                throw new ConfigurationException("port " + port + " of " + host + " is not between 1 and 65535");
            }
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    public MeshSettings {
        parties = List.copyOf(parties);
        if (parties.size() != 3) {
            throw new ConfigurationException("a mesh has 3 parties, not " + parties.size());
        }
        for (Duration timeout : List.of(connectTimeout, receiveTimeout, heartbeat)) {
            if (timeout.toMillis() < 1) {
                throw new ConfigurationException("a time-out of " + timeout + " is too short; give 1 ms or more");
            }
        }
        if (heartbeat.multipliedBy(2).compareTo(receiveTimeout) > 0) {
            throw new ConfigurationException("the heartbeat of " + heartbeat.toMillis()
                    + " ms must be at most half of the receive time-out of " + receiveTimeout.toMillis() + " ms");
        }
        if (maxMessageBytes < 1 || maxMessageBytes > Integer.MAX_VALUE - 64) {
            throw new ConfigurationException("a longest message of " + maxMessageBytes + " bytes is out of range");
        }
    }

    /** Default time-outs and limits. */
    public static MeshSettings of(Role self, List<Endpoint> parties, Path privateKey) {
        if (parties.size() != 3) {
            throw new ConfigurationException("a mesh has 3 parties, not " + parties.size());
        }
        return new MeshSettings(
                self,
                parties,
                privateKey,
                parties.get(self.index()).host(),
                CONNECT_TIMEOUT,
                RECEIVE_TIMEOUT,
                LONGEST_HEARTBEAT,
                LinkLimits.DEFAULT,
                MAX_MESSAGE_BYTES);
    }

    /** Other time-outs; the heartbeat follows the receive time-out. */
    public MeshSettings withTimeouts(Duration connect, Duration receive) {
        Duration quarter = receive.dividedBy(4);
        Duration beat = quarter.compareTo(LONGEST_HEARTBEAT) < 0 ? quarter : LONGEST_HEARTBEAT;
        return new MeshSettings(self, parties, privateKey, listenHost, connect, receive, beat, limits, maxMessageBytes);
    }

    /** Other bounds of what may wait and of one message. */
    public MeshSettings withLimits(LinkLimits unread, int longestMessage) {
        return new MeshSettings(
                self,
                parties,
                privateKey,
                listenHost,
                connectTimeout,
                receiveTimeout,
                heartbeat,
                unread,
                longestMessage);
    }

    /** Listens on another interface than the address the others dial: {@code 0.0.0.0} behind address translation or in a container. */
    public MeshSettings listeningOn(String host) {
        return new MeshSettings(
                self, parties, privateKey, host, connectTimeout, receiveTimeout, heartbeat, limits, maxMessageBytes);
    }

    Endpoint endpoint(Role role) {
        return parties.get(role.index());
    }
}
