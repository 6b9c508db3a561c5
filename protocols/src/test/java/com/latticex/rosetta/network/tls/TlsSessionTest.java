package com.latticex.rosetta.network.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.party.Role;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** P0 and P1 are real, P2 is written by hand and misbehaves. */
@Timeout(30)
class TlsSessionTest {
    private static final Agreement AGREED = new Agreement(Map.of("protocol", "SecureNN"));
    private static final Duration CONNECT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private Certificates certificates;
    private int[] ports;

    @BeforeEach
    void prepare() {
        certificates = new Certificates(folder).makeAll();
        ports = Certificates.freePorts();
    }

    private interface Scene {
        void play(Starts real, List<RawParty> raw) throws Exception;
    }

    /** Completes the handshake of all three, then plays the scene. */
    private void withRawHelper(Duration receive, Scene scene) throws Exception {
        Map<MeshSettings, Agreement> real = new LinkedHashMap<>();
        for (Role role : List.of(Role.P0, Role.P1)) {
            real.put(certificates.settings(role, certificates.endpoints(ports)).withTimeouts(CONNECT, receive), AGREED);
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Starts> starts = threads.submit(() -> Starts.of(real));
            List<RawParty> raw = RawParty.dialAll(certificates, Role.P2, List.of(Role.P0, Role.P1), ports);
            for (RawParty connection : raw) {
                connection.greet(AGREED);
            }
            for (RawParty connection : raw) {
                connection.await(FrameType.SEED);
                connection.frame(FrameType.READY);
            }
            try (Starts meshes = starts.get()) {
                scene.play(meshes, raw);
            } finally {
                for (RawParty connection : raw) {
                    connection.close();
                }
            }
        }
    }

    private Starts startAll(Duration receive) {
        Map<MeshSettings, Agreement> parties = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            parties.put(
                    certificates.settings(role, certificates.endpoints(ports)).withTimeouts(CONNECT, receive), AGREED);
        }
        return Starts.of(parties);
    }

    private static Throwable wait(Starts real, Role self, Role peer) {
        return catchThrowable(() -> real.mesh(self)
                .channel()
                .receive(peer, new Tag("never", 0, 0), List.of(MemorySegment.ofArray(new byte[8]))));
    }

    /** Every wait of P0 and P1, for any peer, ends within a second of the event with this text. */
    private static void everyWaitEnds(Starts real, ThrowingRunnable event, Class<?> type, String... text)
            throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Throwable>> waits = new ArrayList<>();
            waits.add(threads.submit(() -> wait(real, Role.P0, Role.P1)));
            waits.add(threads.submit(() -> wait(real, Role.P0, Role.P2)));
            waits.add(threads.submit(() -> wait(real, Role.P1, Role.P0)));
            waits.add(threads.submit(() -> wait(real, Role.P1, Role.P2)));
            Thread.sleep(100);
            event.run();
            for (Future<Throwable> wait : waits) {
                assertThat(wait.get(2, TimeUnit.SECONDS))
                        .isInstanceOfAny(type, PeerException.class)
                        .hasMessageContainingAll(text);
            }
        }
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Test
    void aKilledPartyEndsEveryWait() throws Exception {
        withRawHelper(
                Duration.ofSeconds(10),
                (real, raw) -> everyWaitEnds(
                        real,
                        () -> {
                            for (RawParty connection : raw) {
                                connection.kill();
                            }
                        },
                        PeerException.class,
                        "the connection with P2 broke"));
    }

    @Test
    void oneBrokenConnectionEndsTheSessionEverywhere() throws Exception {
        withRawHelper(
                Duration.ofSeconds(10),
                (real, raw) -> everyWaitEnds(
                        real, () -> raw.get(1).kill(), PeerException.class, "the connection with P2 broke"));
    }

    @Test
    void aSilentPartyIsNoticedByItsMissingHeartbeats() throws Exception {
        withRawHelper(Duration.ofMillis(800), (real, raw) -> {
            Thread.sleep(2000);
            for (Role role : List.of(Role.P0, Role.P1)) {
                assertThatThrownBy(() ->
                                real.mesh(role).channel().send(role.otherHolder(), new Tag("x", 0, 0), 0, List.of()))
                        .isInstanceOf(PeerException.class)
                        .hasMessageContaining("P2 has given no sign of life");
            }
        });
    }

    @Test
    void anIdleSessionLivesByItsHeartbeats() throws Exception {
        try (Starts starts = startAll(Duration.ofMillis(1200))) {
            Thread.sleep(2600);
            starts.mesh(Role.P0).channel().send(Role.P2, new Tag("x", 0, 0), 6, List.of());
            assertThat(starts.mesh(Role.P2).channel().receive(Role.P0, new Tag("x", 0, 0), List.of()))
                    .isEqualTo(7);
        }
    }

    @Test
    void aMalformedFrameEndsTheSessionAndNamesWhoSentIt() throws Exception {
        withRawHelper(Duration.ofSeconds(10), (real, raw) -> {
            everyWaitEnds(
                    real,
                    () -> raw.get(0).send("this is no frame at all".getBytes(StandardCharsets.US_ASCII)),
                    ProtocolException.class,
                    "P2 sent something that is not a frame");
            assertThat(raw.get(1).abortText()).contains("P2 sent something that is not a frame");
        });
    }

    @Test
    void leavingInTheMiddleOfAMessageIsNotAnOrderlyEnd() throws Exception {
        withRawHelper(
                Duration.ofSeconds(10),
                (real, raw) -> everyWaitEnds(
                        real,
                        () -> {
                            byte[] half = new byte[Wire.DATA_HEAD + 1];
                            half[1] = 1;
                            half[Wire.DATA_HEAD - 1] = 100;
                            half[Wire.DATA_HEAD] = 'a';
                            raw.get(0).frame(FrameType.DATA, half);
                            raw.get(0).frame(FrameType.BYE, new byte[Wire.BYE]);
                        },
                        ProtocolException.class,
                        "P2 left in the middle of a message"));
    }

    @Test
    void anAbortIsShownAsOnePrintableLine() throws Exception {
        withRawHelper(
                Duration.ofSeconds(10),
                (real, raw) -> everyWaitEnds(
                        real,
                        () -> {
                            byte[] text = "disk\nfull\u001b[31m \u202e!".getBytes(StandardCharsets.UTF_8);
                            byte[] body = new byte[1 + text.length];
                            body[0] = 2;
                            System.arraycopy(text, 0, body, 1, text.length);
                            raw.get(0).frame(FrameType.ABORT, body);
                        },
                        PeerException.class,
                        "P2 aborted the session: disk full?[31m ?!"));
    }

    @Test
    void messagesBeyondTheLimitsAreRefusedBeforeTheyAreSent() {
        try (Starts starts = startAll(Duration.ofSeconds(10))) {
            var channel = starts.mesh(Role.P0).channel();
            assertThatThrownBy(() -> channel.send(Role.P1, new Tag("n".repeat(513), 0, 0), 0, List.of()))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("513 bytes");
            var piece = MemorySegment.ofArray(new byte[1 << 20]);
            assertThatThrownBy(() -> channel.send(Role.P1, new Tag("big", 0, 0), 0, Collections.nCopies(257, piece)))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContainingAll("big#0/0", "smaller batches");
            channel.send(Role.P1, new Tag("ok", 0, 0), 0, List.of());
            starts.mesh(Role.P1).channel().receive(Role.P0, new Tag("ok", 0, 0), List.of());
        }
    }

    @Test
    void aSecondProcessOfTheSamePartyIsSentAway() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            MeshSettings settings = certificates
                    .settings(Role.P0, certificates.endpoints(ports))
                    .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(10));
            Future<Starts> start = threads.submit(() -> Starts.of(Map.of(settings, AGREED)));
            try (RawParty first = new RawParty(certificates, Role.P1, Role.P0, ports[0])) {
                first.greet(AGREED);
                first.await(FrameType.SEED);
                try (RawParty second = new RawParty(certificates, Role.P1, Role.P0, ports[0])) {
                    second.frame(FrameType.HELLO, second.hello(AGREED));
                    assertThat(second.abortText()).contains("P1 is already connected with P0: is it started twice?");
                }
                assertThat(first.abortText()).as("not disturbed by the second").contains("P2 never called P0");
            }
            start.get().close();
        }
    }

    @Test
    void whatBreaksTheOrderOfTheHandshakeIsRefused() throws Exception {
        Map<String, FrameType> wrong = new LinkedHashMap<>();
        wrong.put("SEED after NOTHING", FrameType.SEED);
        wrong.put("READY after NOTHING", FrameType.READY);
        wrong.put("data after NOTHING", FrameType.DATA);
        wrong.put("BYE after NOTHING", FrameType.BYE);
        wrong.put("HELLO that cannot be read", FrameType.HELLO);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> cases = new ArrayList<>();
            wrong.forEach((reason, type) -> cases.add(threads.submit(() -> {
                int port = Certificates.freePorts()[0];
                MeshSettings settings = certificates
                        .settings(Role.P0, certificates.endpoints(port, port, port))
                        .withTimeouts(Duration.ofSeconds(4), Duration.ofSeconds(10));
                Future<Starts> start = threads.submit(() -> Starts.of(Map.of(settings, AGREED)));
                try (RawParty raw = new RawParty(certificates, Role.P1, Role.P0, port)) {
                    byte[] body = new byte[Math.max(type.minLength, type == FrameType.DATA ? 23 : 0)];
                    if (type == FrameType.DATA) {
                        body[1] = 1;
                        body[22] = 'a';
                    } else if (type == FrameType.HELLO) {
                        body = new byte[] {1, 0, 5, 0};
                    }
                    raw.frame(type, body);
                    assertThat(raw.abortText()).contains(reason);
                }
                return assertThat(start.get().error(Role.P0))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContainingAll("P1 sent", reason);
            })));
            for (Future<?> each : cases) {
                each.get();
            }
        }
    }
}
