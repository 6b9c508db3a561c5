package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.network.WaitClock;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.randomness.PairSeeds;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One party's two links and their common fate: the first failure ends both, here and at the peers. Safe for use by many threads. */
final class Session {
    private record Failure(RosettaException cause, Role origin, String text) {}

    private final MeshSettings settings;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final WaitClock clock = new WaitClock();
    private final Map<Role, PeerLink> links = new EnumMap<>(Role.class);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable Failure failure;
    private boolean interrupted;

    Session(MeshSettings settings, Agreement agreement, EventLoopGroup group) {
        this.settings = settings;
        this.group = group;
        this.loop = group.next();
        for (Role peer : Role.values()) {
            if (peer != settings.self()) {
                links.put(peer, new PeerLink(this, settings, agreement, peer));
            }
        }
    }

    MeshSettings settings() {
        return settings;
    }

    Role self() {
        return settings.self();
    }

    /** The one thread of all connections. */
    EventLoop loop() {
        return loop;
    }

    /** Counts every wait for a message. */
    WaitClock clock() {
        return clock;
    }

    PeerLink link(Role peer) {
        PeerLink link = links.get(peer);
        if (link == null) {
            throw new IllegalArgumentException(self() + " has no link with " + peer);
        }
        return link;
    }

    Collection<PeerLink> links() {
        return Collections.unmodifiableCollection(links.values());
    }

    @Nullable
    RosettaException failure() {
        Failure first = failure;
        return first == null ? null : first.cause();
    }

    /** This party found that the session cannot go on. */
    void fail(RosettaException cause) {
        fail(new Failure(cause, self(), String.valueOf(cause.getMessage())));
    }

    /** A party has told that the session cannot go on; also how this party aborts by itself. */
    void abortedBy(Role origin, String text) {
        fail(new Failure(new PeerException(origin + " aborted the session: " + text), origin, text));
    }

    private void fail(Failure first) {
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            failure = first;
            clock.go();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        for (PeerLink link : links.values()) {
            link.fail(first.cause());
            execute(link::farewell);
        }
    }

    /** Body of an ABORT frame: where the failure began, and why. */
    byte[] abortBody() {
        Failure first = Objects.requireNonNull(failure);
        return Abort.body(first.origin(), first.text());
    }

    /** One more link has its seed; with both, this party is ready. On the event loop. */
    void seeded() {
        if (links.values().stream().allMatch(link -> link.seed() != null)) {
            links.values().forEach(PeerLink::sayReady);
        }
        changed();
    }

    /** Whether a connection of this party is being restored. */
    boolean isInterrupted() {
        return interrupted;
    }

    /**
     * A connection has broken or is restored: waits stand still or go on, here and at the third party. On the event loop.
     *
     * @param unheard what was lost of them already
     */
    void interrupted(Duration unheard) {
        boolean now = links.values().stream().anyMatch(link -> link.line().recovering());
        if (now != interrupted) {
            interrupted = now;
            links.values().forEach(link -> link.line().beat());
        }
        waiting(unheard);
    }

    /** A peer waits for another connection than that with this party, or does not any more. On the event loop. */
    void waiting() {
        waiting(settings.silence());
    }

    private void waiting(Duration unheard) {
        boolean stands = interrupted
                || links.values().stream().anyMatch(link -> link.line().peerWaits());
        if (stands && failure == null) {
            clock.stop(unheard);
        } else {
            clock.go();
        }
        changed();
    }

    /** Something that {@link #await} may wait for has happened. */
    void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the condition holds or, unless failures do not count, the session fails; false if the time is over first. */
    boolean await(BooleanSupplier condition, boolean failureEnds, Duration timeout) throws InterruptedException {
        long deadline = clock.now() + timeout.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean() && !(failureEnds && failure != null)) {
                long left = deadline - clock.now();
                if (left <= 0) {
                    return false;
                }
                var _ = changed.awaitNanos(clock.sleep(left));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The seeds of a session that is ready. The caller owns them. */
    PairSeeds seeds() {
        Map<Role, Seed> seeds = new EnumMap<>(Role.class);
        links.forEach((peer, link) -> seeds.put(peer, Objects.requireNonNull(link.seed())));
        return new PairSeeds(self(), seeds);
    }

    /** Runs on the event loop; false if it has ended. */
    boolean execute(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            // Connections have been closed with the loop: nothing is left to do.
            changed();
            return false;
        }
    }

    /** Ends the event loop and with it every connection and the thread. */
    void stop() {
        links.values().forEach(link -> {
            link.fail(new PeerException(self() + " has finished and closed its channel"));
            execute(() -> link.line().close());
        });
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        links.values().forEach(PeerLink::wipe);
    }
}
