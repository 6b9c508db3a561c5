package com.latticex.rosetta.network.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.network.faults.FaultyNetwork;
import com.latticex.rosetta.network.faults.FaultyProxy;
import com.latticex.rosetta.network.faults.FaultyProxy.Once;
import com.latticex.rosetta.network.faults.FaultyProxy.Way;
import com.latticex.rosetta.party.Role;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break in the middle of a session: what can be restored loses and repeats nothing, what cannot is named. */
@Timeout(60)
class ReconnectTest {
    private static final Agreement AGREED = new Agreement(Map.of("protocol", "SecureNN"));
    private static final Duration RECEIVE = Duration.ofSeconds(2);
    private static final Duration WINDOW = Duration.ofSeconds(4);

    private static final List<Once> FAULTS = List.of(Once.CORRUPT, Once.TRUNCATE, Once.REPEAT);
    private static final Logger LOGGER = Logger.getLogger(Recovery.class.getName());

    @TempDir
    Path folder;

    private Certificates certificates;
    private FaultyNetwork network;

    @BeforeAll
    static void beQuiet() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        LOGGER.setLevel(null);
    }

    @BeforeEach
    void prepare() {
        certificates = new Certificates(folder).makeAll();
        network = new FaultyNetwork(Certificates.freePorts());
    }

    @AfterEach
    void end() {
        network.close();
    }

    private Starts start(Duration receive, Duration window) {
        Map<MeshSettings, Agreement> parties = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            parties.put(
                    certificates
                            .settings(role, certificates.endpoints(network.portsFor(role)))
                            .withTimeouts(Duration.ofSeconds(15), receive)
                            .withReconnect(window),
                    AGREED);
        }
        return Starts.of(parties);
    }

    private interface Disturbance {
        void at(int step) throws InterruptedException;
    }

    private static byte[] content(Role from, Role to, int step) {
        Random random = new Random(step * 9L + from.index() * 3L + to.index());
        byte[] bytes = new byte[step % 50 == 7 ? 400_000 : random.nextInt(3000)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Every party sends to both others and then receives from both, step after step; each message must be the one sent. */
    private static void exchange(Starts starts, int steps, Disturbance disturbance) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> parties = new ArrayList<>();
            for (Role self : Role.values()) {
                Channel channel = starts.mesh(self).channel();
                parties.add(threads.submit(() -> {
                    for (int step = 0; step < steps; step++) {
                        if (self == Role.P0) {
                            disturbance.at(step);
                        }
                        Tag tag = new Tag("op", step, 0);
                        for (Role peer : Role.values()) {
                            if (peer != self) {
                                channel.send(peer, tag, 0, List.of(MemorySegment.ofArray(content(self, peer, step))));
                            }
                        }
                        for (Role peer : Role.values()) {
                            if (peer != self) {
                                byte[] wanted = content(peer, self, step);
                                byte[] came = new byte[wanted.length];
                                channel.receive(peer, tag, List.of(MemorySegment.ofArray(came)));
                                assertThat(came).isEqualTo(wanted);
                            }
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> party : parties) {
                party.get();
            }
        }
    }

    private static void assertTranscriptsAgree(Starts starts) {
        List<Map<Link, Long>> seen = new ArrayList<>();
        for (Role role : Role.values()) {
            seen.add(starts.mesh(role).channel().checksums());
        }
        for (Role from : Role.values()) {
            for (Role to : Role.values()) {
                if (from != to) {
                    Link link = new Link(from, to);
                    assertThat(seen.get(from.index()).get(link))
                            .as("%s", link)
                            .isNotZero()
                            .isEqualTo(seen.get(to.index()).get(link));
                }
            }
        }
    }

    @Test
    void resetConnectionsComeBackAndNothingIsLostOrRepeated() throws Exception {
        try (Starts starts = start(RECEIVE, WINDOW)) {
            Random random = new Random(3);
            exchange(starts, 300, step -> {
                if (step % 25 == 24) {
                    network.all().get(random.nextInt(3)).reset();
                }
            });
            assertThat(connections()).isGreaterThan(3 + 6);
            assertTranscriptsAgree(starts);
        }
    }

    @Test
    void whatIsChangedCutOffOrRepeatedOnTheWayIsSentAgain() throws Exception {
        try (Starts starts = start(RECEIVE, WINDOW)) {
            exchange(starts, 180, step -> {
                if (step % 10 == 5) {
                    Once fault = FAULTS.get(step / 10 % 3);
                    network.all().get(step / 30 % 3).next(step % 20 == 5 ? Way.FORTH : Way.BACK, fault);
                }
            });
            assertThat(connections()).isGreaterThan(3 + 9);
            assertTranscriptsAgree(starts);
        }
    }

    private long connections() {
        return network.all().stream().mapToLong(FaultyProxy::connections).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aCutShorterThanTheWindowIsHealedAlsoForTheThird(int party) throws Exception {
        try (Starts starts = start(RECEIVE, WINDOW)) {
            exchange(starts, 60, step -> {
                if (step == 30) {
                    // Longer than a receive may take: the waits of all three stand still.
                    List<FaultyProxy> proxies =
                            party == 0 ? List.of(network.all().get(0)) : network.at(Role.of(party));
                    proxies.forEach(FaultyProxy::cut);
                    Thread.ofVirtual().start(() -> {
                        try {
                            Thread.sleep(2600);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        proxies.forEach(FaultyProxy::mend);
                    });
                }
            });
            assertTranscriptsAgree(starts);
        }
    }

    @Test
    void aCutForGoodIsNamedAtEveryPartyWhenTheWindowIsOver() throws Exception {
        Duration window = Duration.ofSeconds(2);
        try (Starts starts = start(RECEIVE, window)) {
            network.between(FaultyNetwork.PAIRS.getFirst()).cut();
            long began = System.nanoTime();
            Throwable failure = catchThrowable(() -> exchange(starts, 10, step -> {}));
            assertThat(failure).hasCauseInstanceOf(PeerException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(window.minusMillis(300), window.plus(Duration.ofSeconds(2)));
            for (Role role : Role.values()) {
                Throwable named = catchThrowable(() -> starts.mesh(role)
                        .channel()
                        .send(Role.of((role.index() + 1) % 3), new Tag("x", 0, 0), 0, List.of()));
                assertThat(named)
                        .isInstanceOf(PeerException.class)
                        .hasMessageMatching(".*P[01] has given no sign of life for 2\\d\\d\\d ms.*");
            }
        }
    }

    @Test
    void aProcessThatEndsIsNotWaitedFor() throws Exception {
        try (Starts starts = start(Duration.ofSeconds(8), Duration.ofSeconds(30))) {
            long began = System.nanoTime();
            starts.kill(Role.P0);
            network.all().forEach(FaultyProxy::reset);
            Throwable failure = catchThrowable(() -> starts.mesh(Role.P1)
                    .channel()
                    .receive(Role.P2, new Tag("never", 0, 0), List.of(MemorySegment.ofArray(new byte[8]))));
            assertThat(failure)
                    .isInstanceOf(PeerException.class)
                    .hasMessageContaining("the process of P0 has ended: nobody listens any more");
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began))
                    .isLessThan(5);
        }
    }

    @Test
    void aPartyStartedAnewEndsTheSessionOfThoseThatStillWaitForIt() throws Exception {
        try (Starts starts = start(Duration.ofSeconds(8), Duration.ofSeconds(30))) {
            starts.kill(Role.P2);
            network.all().forEach(FaultyProxy::reset);
            MeshSettings again = certificates
                    .settings(Role.P2, certificates.endpoints(network.portsFor(Role.P2)))
                    .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(8));
            try (Starts second = Starts.of(Map.of(again, AGREED))) {
                assertThat(second.error(Role.P2))
                        .isInstanceOf(PeerException.class)
                        .hasMessageContaining("P2 was started anew: the session in which it took part before");
            }
            for (Role role : List.of(Role.P0, Role.P1)) {
                assertThat(catchThrowable(
                                () -> starts.mesh(role).channel().send(Role.P2, new Tag("x", 0, 0), 0, List.of())))
                        .isInstanceOf(PeerException.class)
                        .hasMessageContaining("P2 was started anew");
            }
        }
    }

    @Test
    void aReceiverThatDoesNotReadBoundsWhatIsKeptForIt() throws Exception {
        try (Starts starts = start(RECEIVE, WINDOW)) {
            Channel channel = starts.mesh(Role.P0).channel();
            MemorySegment large = MemorySegment.ofArray(new byte[1 << 20]);
            network.between(FaultyNetwork.PAIRS.getFirst()).cut();
            Throwable failure = catchThrowable(() -> {
                for (int i = 0; i < 100; i++) {
                    channel.send(Role.P1, new Tag("big", i, 0), 0, List.of(large));
                }
            });
            assertThat(failure).isInstanceOf(PeerException.class);
            assertThat(channel.traffic().bytes().get(new Link(Role.P0, Role.P1)))
                    .isLessThanOrEqualTo(Outbound.WINDOW);
        }
    }
}
