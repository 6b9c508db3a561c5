package com.latticex.rosetta.network;

import java.time.Duration;

/**
 * Time as waits count it: it stands still while a broken connection is being restored, so that a cut does not use up the waits of the
 * messages it delays. For meshes; safe for use by many threads.
 */
public final class WaitClock {
    private static final long LOOK_AGAIN_NANOS = 10_000_000;

    private record Reading(long offset, long stoppedAt, boolean stopped) {}

    private volatile Reading reading = new Reading(0, 0, false);

    /** Nanoseconds, comparable with each other only. */
    public long now() {
        Reading last = reading;
        return last.stopped ? last.stoppedAt : System.nanoTime() - last.offset;
    }

    /** How long to sleep, in nanoseconds, before {@link #now} is asked again by somebody who has {@code left} nanoseconds left. */
    public long sleep(long left) {
        return reading.stopped ? Math.max(left, LOOK_AGAIN_NANOS) : left;
    }

    /**
     * Stands still from now on.
     *
     * @param unheard time already lost, which is not counted either
     */
    public synchronized void stop(Duration unheard) {
        if (!reading.stopped) {
            reading = new Reading(reading.offset, now() - unheard.toNanos(), true);
        }
    }

    /** Goes on. */
    public synchronized void go() {
        if (reading.stopped) {
            reading = new Reading(System.nanoTime() - reading.stoppedAt, 0, false);
        }
    }
}
