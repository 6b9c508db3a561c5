package com.latticex.rosetta.network;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.error.RosettaException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of one link: unread messages and waiting receivers, matched by tag. For meshes.
 *
 * <p>Bounded: a sender in this process blocks in {@link #put}; a mesh that cannot block uses {@link #deliver} and stops reading its
 * connection while that returns false. Every tag is taken once. Each receiver parks on its own, so a message wakes one thread.
 */
public final class Mailbox {
    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private volatile @Nullable Message message;
        private volatile boolean over;
    }

    private final Link link;
    private final LinkLimits limits;
    private final Duration timeout;
    private final WaitClock clock;
    private final Runnable onRoom;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Map<Tag, Message> unread = new HashMap<>();
    private final Map<Tag, Waiter> waiting = new HashMap<>();
    private final ConsumedTags consumed = new ConsumedTags();
    private long bytes;
    private boolean refused;
    private boolean ended;
    private @Nullable RosettaException failure;

    /** A mailbox for senders that block in {@link #put}. */
    public Mailbox(Link link, LinkLimits limits, Duration timeout) {
        this(link, limits, timeout, new WaitClock(), () -> {});
    }

    /**
     * A mailbox for a mesh that calls {@link #deliver}.
     *
     * @param clock counts the waits of receivers
     * @param onRoom called when there is room again after {@link #deliver} returned false; must not block
     */
    public Mailbox(Link link, LinkLimits limits, Duration timeout, WaitClock clock, Runnable onRoom) {
        this.link = link;
        this.limits = limits;
        this.timeout = timeout;
        this.clock = clock;
        this.onRoom = onRoom;
    }

    /** Adds a message; waits while the link is full, unless a receiver already waits for this very message. */
    public void put(Tag tag, Message message) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!accept(tag, message, false)) {
                if (left <= 0) {
                    throw new PeerException(link.to() + " takes no data: " + tag + " from " + link.from()
                            + " has waited " + timeout.toMillis() + " ms behind " + unread.size()
                            + " unread messages; see what " + link.to() + " is doing, or raise the time-out");
                }
                left = room.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerException(link.from() + " was interrupted while it sent " + tag + " to " + link.to(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a message whether or not there is room; false if the caller should bring no more until {@code onRoom}. */
    public boolean deliver(Tag tag, Message message) {
        lock.lock();
        try {
            accept(tag, message, true);
            refused = unread.size() >= limits.messages() || bytes >= limits.bytes();
            return !refused;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the message with this tag, waiting for it up to the time-out. */
    public Message take(Tag tag) {
        Waiter waiter = null;
        Message message;
        boolean reopened = false;
        lock.lock();
        try {
            checkAlive();
            if (!consumed.add(tag)) {
                throw new ProtocolException(link.to() + " receives " + tag + " from " + link.from()
                        + " a second time: an operation name or an invocation number is used twice at " + link.to());
            }
            message = unread.remove(tag);
            if (message != null) {
                bytes -= message.payload().length;
                // Half empty before reading resumes: no stopping and starting at every message.
                reopened = refused && unread.size() <= limits.messages() / 2 && bytes <= limits.bytes() / 2;
                refused &= !reopened;
            } else if (ended) {
                throw gone(tag);
            } else {
                waiter = new Waiter();
                waiting.put(tag, waiter);
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
        if (reopened) {
            onRoom.run();
        }
        return waiter == null ? Objects.requireNonNull(message) : await(tag, waiter);
    }

    /** Ends every wait, now and later, with this failure; the first call counts. */
    public void fail(RosettaException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
                unread.clear();
                bytes = 0;
                wakeAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The sender has finished: unread messages stay, but nothing more comes. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Messages nobody has taken yet. */
    public int unread() {
        lock.lock();
        try {
            return unread.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean accept(Tag tag, Message message, boolean always) {
        checkAlive();
        Waiter waiter = waiting.remove(tag);
        if (waiter != null) {
            waiter.message = message;
            LockSupport.unpark(waiter.thread);
            return true;
        }
        if (unread.containsKey(tag) || consumed.contains(tag)) {
            throw new ProtocolException(link.from() + " sent " + tag + " to " + link.to()
                    + " a second time: the two parties do not run the same operations, or an operation name is used twice at "
                    + link.from());
        }
        boolean fits = unread.size() < limits.messages() && bytes + message.payload().length <= limits.bytes();
        if (always || fits || unread.isEmpty()) {
            unread.put(tag, message);
            bytes += message.payload().length;
            return true;
        }
        return false;
    }

    private Message await(Tag tag, Waiter waiter) {
        long deadline = clock.now() + timeout.toNanos();
        long left = timeout.toNanos();
        while (waiter.message == null
                && !waiter.over
                && left > 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, clock.sleep(left));
            left = deadline - clock.now();
        }
        Message message = waiter.message;
        return message != null ? message : giveUp(tag, waiter);
    }

    private Message giveUp(Tag tag, Waiter waiter) {
        lock.lock();
        try {
            waiting.remove(tag, waiter);
            Message late = waiter.message;
            if (late != null) {
                return late;
            }
            checkAlive();
            if (ended) {
                throw gone(tag);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new PeerException(
                        link.to() + " was interrupted while it waited for " + tag + " from " + link.from());
            }
            throw new PeerException(link.to() + " waited " + timeout.toMillis() + " ms for " + tag + " from "
                    + link.from() + ", which sent nothing with this tag" + others() + "; see what " + link.from()
                    + " is doing, or raise the receive time-out");
        } finally {
            lock.unlock();
        }
    }

    private String others() {
        if (unread.isEmpty()) {
            return "";
        }
        return " but " + unread.size() + " other messages, of "
                + unread.keySet().stream().limit(3).map(Tag::toString).sorted().collect(Collectors.joining(", "))
                + (unread.size() > 3 ? ", ..." : "")
                + (refused ? " (the link is full: raise its limits)" : "");
    }

    private PeerException gone(Tag tag) {
        return new PeerException(link.from() + " has finished and left, but " + link.to() + " still waits for its "
                + tag + ": the two parties do not run the same number of steps");
    }

    private void checkAlive() {
        RosettaException cause = failure;
        if (cause != null) {
            throw Failures.again(cause);
        }
    }

    private void wakeAll() {
        for (Waiter waiter : waiting.values()) {
            waiter.over = true;
            LockSupport.unpark(waiter.thread);
        }
        room.signalAll();
    }
}
