package com.latticex.rosetta.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.party.Role;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every mesh promises. A subclass opens its own. */
@Timeout(60)
public abstract class ChannelContract {
    /** Three joined channels. */
    public interface Mesh extends AutoCloseable {
        Channel channel(Role role);

        @Override
        void close();
    }

    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** @param timeout of sends and receives */
    protected abstract Mesh open(Duration timeout, LinkLimits limits);

    @Test
    void everyLinkCarriesMessagesOfAnySize() {
        try (Mesh mesh = open(PATIENT, LinkLimits.DEFAULT)) {
            for (int length : new int[] {0, 1, 8, 1000, 16_384, 65_536, 65_537, 1_000_003}) {
                for (Role from : Role.values()) {
                    for (Role to : Role.values()) {
                        if (from != to) {
                            Tag tag = new Tag("size" + length, from.index(), to.index());
                            byte[] sent = random(length, from.index());
                            mesh.channel(from).send(to, tag, 0, List.of(MemorySegment.ofArray(sent)));
                            assertThat(receive(mesh.channel(to), from, tag, length))
                                    .isEqualTo(sent);
                        }
                    }
                }
            }
        }
    }

    @Test
    void partsAreJoinedAndMayBeReusedOnReturn() {
        try (Mesh mesh = open(PATIENT, LinkLimits.DEFAULT)) {
            byte[] all = random(100_000, 7);
            byte[] reused = Arrays.copyOfRange(all, 8, all.length);
            Tag tag = new Tag("parts", 0, 0);
            mesh.channel(Role.P0)
                    .send(
                            Role.P1,
                            tag,
                            0,
                            List.of(
                                    MemorySegment.ofArray(Arrays.copyOf(all, 8)),
                                    MemorySegment.ofArray(new byte[0]),
                                    MemorySegment.ofArray(reused)));
            Arrays.fill(reused, (byte) 0);
            byte[] first = new byte[99_000];
            byte[] second = new byte[1_000];
            mesh.channel(Role.P1)
                    .receive(Role.P0, tag, List.of(MemorySegment.ofArray(first), MemorySegment.ofArray(second)));
            assertThat(first).isEqualTo(Arrays.copyOf(all, 99_000));
            assertThat(second).isEqualTo(Arrays.copyOfRange(all, 99_000, 100_000));
        }
    }

    @Test
    void messagesAreMatchedByTagWhateverTheOrder() throws Exception {
        try (Mesh mesh = open(PATIENT, LinkLimits.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Tag> tags = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                tags.add(new Tag("op" + i % 7, i / 21, i / 7 % 3));
            }
            List<Future<byte[]>> received = new ArrayList<>();
            for (Tag tag : tags) {
                received.add(threads.submit(() -> receive(mesh.channel(Role.P1), Role.P2, tag, 64)));
            }
            List<Future<?>> sent = new ArrayList<>();
            List<Tag> shuffled = new ArrayList<>(tags);
            Collections.shuffle(shuffled, new Random(11));
            for (Tag tag : shuffled) {
                sent.add(threads.submit(() -> send(mesh.channel(Role.P2), Role.P1, tag, random(64, tag.hashCode()))));
            }
            for (Future<?> future : sent) {
                future.get();
            }
            for (int i = 0; i < tags.size(); i++) {
                assertThat(received.get(i).get())
                        .isEqualTo(random(64, tags.get(i).hashCode()));
            }
        }
    }

    @Test
    void theClockIsTheSendersPlusOne() {
        try (Mesh mesh = open(PATIENT, LinkLimits.DEFAULT)) {
            Tag tag = new Tag("clock", 3, 1);
            mesh.channel(Role.P0).send(Role.P2, tag, 41, List.of());
            assertThat(mesh.channel(Role.P2).receive(Role.P0, tag, List.of())).isEqualTo(42);
        }
    }

    @Test
    void trafficIsCountedByLinkOnBothSides() {
        try (Mesh mesh = open(PATIENT, LinkLimits.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                send(mesh.channel(Role.P0), Role.P1, new Tag("t", i, 0), new byte[100]);
                receive(mesh.channel(Role.P1), Role.P0, new Tag("t", i, 0), 100);
            }
            send(mesh.channel(Role.P1), Role.P2, new Tag("t", 0, 0), new byte[70_000]);
            receive(mesh.channel(Role.P2), Role.P1, new Tag("t", 0, 0), 70_000);
            Link forth = new Link(Role.P0, Role.P1);
            Link back = new Link(Role.P1, Role.P0);
            Link onward = new Link(Role.P1, Role.P2);
            Link silent = new Link(Role.P2, Role.P1);
            assertThat(mesh.channel(Role.P1).traffic().bytes())
                    .isEqualTo(Map.of(forth, 300L, back, 0L, onward, 70_000L, silent, 0L));
            assertThat(mesh.channel(Role.P1).traffic().messages())
                    .isEqualTo(Map.of(forth, 3L, back, 0L, onward, 1L, silent, 0L));
            assertThat(mesh.channel(Role.P0).traffic().bytes().get(forth)).isEqualTo(300L);
            assertThat(mesh.channel(Role.P2).traffic().total()).isEqualTo(70_000L);
        }
    }

    @Test
    void aWrongLengthNamesBothSides() {
        try (Mesh mesh = open(PATIENT, LinkLimits.DEFAULT)) {
            Tag tag = new Tag("dense/mul", 5, 2);
            send(mesh.channel(Role.P0), Role.P1, tag, new byte[72]);
            assertThatThrownBy(() -> receive(mesh.channel(Role.P1), Role.P0, tag, 80))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContainingAll("P0 sent 72 bytes", "dense/mul#5/2", "P1 expects 80");
        }
    }

    @Test
    void aTagReceivedTwiceIsAnError() {
        try (Mesh mesh = open(PATIENT, LinkLimits.DEFAULT)) {
            Tag tag = new Tag("mul", 0, 0);
            send(mesh.channel(Role.P0), Role.P1, tag, new byte[8]);
            receive(mesh.channel(Role.P1), Role.P0, tag, 8);
            assertThatThrownBy(() -> receive(mesh.channel(Role.P1), Role.P0, tag, 8))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContainingAll("mul#0/0", "P0", "P1");
        }
    }

    @Test
    void aTagSentTwiceFailsTheSessionAtBothSides() {
        for (boolean consumed : new boolean[] {false, true}) {
            try (Mesh mesh = open(PATIENT, LinkLimits.DEFAULT)) {
                Tag tag = new Tag("mul", 0, 0);
                send(mesh.channel(Role.P0), Role.P1, tag, new byte[8]);
                if (consumed) {
                    receive(mesh.channel(Role.P1), Role.P0, tag, 8);
                }
                Throwable atSender = catchThrowable(() -> {
                    send(mesh.channel(Role.P0), Role.P1, tag, new byte[8]);
                    receive(mesh.channel(Role.P0), Role.P1, new Tag("next", 0, 0), 8);
                });
                Throwable atReceiver =
                        catchThrowable(() -> receive(mesh.channel(Role.P1), Role.P0, new Tag("next", 0, 0), 8));
                for (Throwable error : List.of(atSender, atReceiver)) {
                    assertThat(error)
                            .isInstanceOfAny(ProtocolException.class, PeerException.class)
                            .hasMessageContaining("P0 sent mul#0/0 to P1 a second time");
                }
            }
        }
    }

    @Test
    void aReceiveEndsWithTheTimeOutAndSaysWhatCameInstead() {
        try (Mesh mesh = open(SHORT, LinkLimits.DEFAULT)) {
            send(mesh.channel(Role.P0), Role.P1, new Tag("other", 1, 0), new byte[8]);
            assertThatThrownBy(() -> receive(mesh.channel(Role.P1), Role.P0, new Tag("mul", 1, 0), 8))
                    .isInstanceOf(PeerException.class)
                    .hasMessageContainingAll("P1 waited 1000 ms for mul#1/0 from P0", "other#1/0");
        }
    }

    @Test
    void aSenderIsSlowedByASlowReceiverAndGoesOnWhenItReads() throws Exception {
        int length = 1 << 20;
        int count = 40;
        try (Mesh mesh = open(PATIENT, new LinkLimits(1000, 2L * length));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sender = threads.submit(() -> {
                for (int i = 0; i < count; i++) {
                    send(mesh.channel(Role.P0), Role.P1, new Tag("big", i, 0), random(length, i));
                }
            });
            assertThatThrownBy(() -> sender.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            for (int i = 0; i < count; i++) {
                assertThat(receive(mesh.channel(Role.P1), Role.P0, new Tag("big", i, 0), length))
                        .isEqualTo(random(length, i));
            }
            sender.get();
        }
    }

    @Test
    void aSenderGivesUpAfterTheTimeOut() {
        int length = 1 << 20;
        try (Mesh mesh = open(SHORT, new LinkLimits(1000, 2L * length))) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 60; i++) {
                            send(mesh.channel(Role.P0), Role.P1, new Tag("big", i, 0), new byte[length]);
                        }
                    })
                    .isInstanceOf(PeerException.class)
                    .hasMessageContaining("P1 takes no data");
        }
    }

    @Test
    void abortEndsEveryWaitEverywhereWithTheFirstCause() throws Exception {
        try (Mesh mesh = open(PATIENT, LinkLimits.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> waits = new ArrayList<>();
            for (Role to : Role.values()) {
                for (Role from : Role.values()) {
                    if (from != to) {
                        waits.add(threads.submit(() -> receive(mesh.channel(to), from, new Tag("never", 0, 0), 8)));
                    }
                }
            }
            Thread.sleep(50);
            mesh.channel(Role.P2).abort("operation relu#3 at P2: the device was lost");
            mesh.channel(Role.P2).abort("a later cause");
            for (Future<byte[]> wait : waits) {
                assertThatThrownBy(() -> wait.get(1, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(PeerException.class)
                        .hasMessageContainingAll("P2 aborted", "relu#3 at P2: the device was lost")
                        .hasMessageNotContaining("later");
            }
            assertThatThrownBy(() -> receive(mesh.channel(Role.P0), Role.P1, new Tag("after", 0, 0), 8))
                    .isInstanceOf(PeerException.class)
                    .hasMessageContaining("device was lost");
            assertThatThrownBy(() -> send(mesh.channel(Role.P0), Role.P1, new Tag("after", 0, 0), new byte[8]))
                    .isInstanceOf(PeerException.class)
                    .hasMessageContaining("device was lost");
        }
    }

    @Test
    void aFinishedPartyLeavesItsMessagesButFailsWhoNeedsMore() throws Exception {
        try (Mesh mesh = open(PATIENT, LinkLimits.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            send(mesh.channel(Role.P0), Role.P1, new Tag("last", 0, 0), random(300_000, 5));
            Future<byte[]> more =
                    threads.submit(() -> receive(mesh.channel(Role.P1), Role.P0, new Tag("more", 0, 0), 8));
            mesh.channel(Role.P0).close();
            assertThat(receive(mesh.channel(Role.P1), Role.P0, new Tag("last", 0, 0), 300_000))
                    .isEqualTo(random(300_000, 5));
            assertThatThrownBy(() -> more.get(1, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(PeerException.class)
                    .hasMessageContainingAll("P0 has finished", "P1", "more#0/0");
            assertThatThrownBy(() -> send(mesh.channel(Role.P1), Role.P0, new Tag("late", 0, 0), new byte[8]))
                    .isInstanceOf(PeerException.class)
                    .hasMessageContaining("P0 has finished");
            // The two others are not disturbed.
            send(mesh.channel(Role.P1), Role.P2, new Tag("on", 0, 0), new byte[8]);
            receive(mesh.channel(Role.P2), Role.P1, new Tag("on", 0, 0), 8);
        }
    }

    @Test
    void closingEndsTheOwnWaits() {
        try (Mesh mesh = open(PATIENT, LinkLimits.DEFAULT)) {
            CompletableFuture<Throwable> wait = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> receive(mesh.channel(Role.P1), Role.P0, new Tag("x", 0, 0), 8)));
            mesh.channel(Role.P1).close();
            mesh.channel(Role.P1).close();
            assertThat(wait.join()).isInstanceOf(PeerException.class).hasMessageContaining("P1 has finished");
        }
    }

    protected static void send(Channel channel, Role peer, Tag tag, byte[] payload) {
        channel.send(peer, tag, 0, List.of(MemorySegment.ofArray(payload)));
    }

    protected static byte[] receive(Channel channel, Role peer, Tag tag, int length) {
        byte[] payload = new byte[length];
        channel.receive(peer, tag, List.of(MemorySegment.ofArray(payload)));
        return payload;
    }

    protected static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
