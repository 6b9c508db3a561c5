package com.latticex.rosetta.backend;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.DeviceException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for a device that end. Drivers' own calls wait for ever when a device hangs, so its state is asked again and again
 * until a deadline: at first giving way to other threads in between, since most commands take less time than falling
 * asleep, then sleeping a small part of the time that has passed.
 */
public final class DeviceWait {
    /** System property: the longest wait for a device, in seconds. */
    public static final String SETTING = "rosetta.device.timeout";

    private static final long USUAL_SECONDS = 120;
    private static final long AWAKE_NANOS = TimeUnit.MICROSECONDS.toNanos(300);
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private DeviceWait() {}

    /**
     * The setting, 120 unless it is set.
     *
     * @throws ConfigurationException unless it is a number of seconds from 1 to a day
     */
    public static long seconds() {
        String setting = System.getProperty(SETTING, "");
        try {
            long seconds = setting.isEmpty() ? USUAL_SECONDS : Long.parseLong(setting);
            if (seconds > 0 && seconds <= TimeUnit.DAYS.toSeconds(1)) {
                return seconds;
            }
        } catch (NumberFormatException _) {
            // Refused below, like a number out of range.
        }
        throw new ConfigurationException(
                "-D" + SETTING + "=" + setting + " is not a number of seconds from 1 to 86400.");
    }

    /** Whether it was done in time. */
    @SuppressWarnings("ThreadPriorityCheck") // Giving way is a courtesy to a driver whose threads share our processors.
    public static boolean until(BooleanSupplier done, long seconds) {
        long start = System.nanoTime();
        long limit = TimeUnit.SECONDS.toNanos(seconds);
        while (!done.getAsBoolean()) {
            long passed = System.nanoTime() - start;
            if (passed > limit) {
                return false;
            }
            if (passed < AWAKE_NANOS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(Math.min(passed / 16, LONGEST_NAP_NANOS));
            }
        }
        return true;
    }

    /** What is said of a device that did not answer. */
    public static DeviceException late(String device, String what, long seconds) {
        return new DeviceException(device + " did not finish " + what + " within " + seconds
                + " s. It may hang: end this process, and see what its driver says. A device that is only slow needs"
                + " smaller batches or a larger -D" + SETTING + ".");
    }
}
