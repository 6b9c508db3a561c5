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
 * @param receiveTimeout longest wait for one message and longest wait of a send, not counting the time in which a connection is restored
 * @param reconnect how long a broken connection may take to be restored; zero ends the session when one breaks
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
        Duration reconnect,
        Duration heartbeat,
        LinkLimits limits,
        int maxMessageBytes) {
    /** 30 s. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    /** 10 s. */
    public static final Duration RECEIVE_TIMEOUT = Duration.ofSeconds(10);
    /** 30 s. */
    public static final Duration RECONNECT = Duration.ofSeconds(30);
    /** 256 MiB. */
    public static final int MAX_MESSAGE_BYTES = 256 << 20;

    /** Signs of life within one receive time-out, at least. */
    private static final int HEARTBEATS = 8;

    private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(1);

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
        if (reconnect.isNegative()) {
            throw new ConfigurationException("a connection cannot be restored within " + reconnect
                    + "; give zero to end the session when one breaks");
        }
        if (heartbeat.multipliedBy(4).compareTo(receiveTimeout) > 0) {
            throw new ConfigurationException("the heartbeat of " + heartbeat.toMillis()
                    + " ms must be at most a quarter of the receive time-out of " + receiveTimeout.toMillis() + " ms");
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
                RECONNECT,
                LONGEST_HEARTBEAT,
                LinkLimits.DEFAULT,
                MAX_MESSAGE_BYTES);
    }

    /** Other time-outs; the heartbeat follows the receive time-out. */
    public MeshSettings withTimeouts(Duration connect, Duration receive) {
        Duration share = receive.dividedBy(HEARTBEATS);
        Duration beat = share.compareTo(LONGEST_HEARTBEAT) < 0 ? share : LONGEST_HEARTBEAT;
        return new MeshSettings(
                self, parties, privateKey, listenHost, connect, receive, reconnect, beat, limits, maxMessageBytes);
    }

    /** Another time for a broken connection to be restored; zero for none. */
    public MeshSettings withReconnect(Duration longest) {
        return new MeshSettings(
                self,
                parties,
                privateKey,
                listenHost,
                connectTimeout,
                receiveTimeout,
                longest,
                heartbeat,
                limits,
                maxMessageBytes);
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
                reconnect,
                heartbeat,
                unread,
                longestMessage);
    }

    /** Listens on another interface than the address the others dial: {@code 0.0.0.0} behind address translation or in a container. */
    public MeshSettings listeningOn(String host) {
        return new MeshSettings(
                self,
                parties,
                privateKey,
                host,
                connectTimeout,
                receiveTimeout,
                reconnect,
                heartbeat,
                limits,
                maxMessageBytes);
    }

    /** A silence as long as this means that a connection is broken. */
    Duration silence() {
        return reconnect.isZero() ? receiveTimeout : receiveTimeout.dividedBy(2);
    }

    Endpoint endpoint(Role role) {
        return parties.get(role.index());
    }
}
