package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.DeviceException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;

/**
 * Waits that end. OpenCL's own calls wait for ever when a device hangs, so the state of a command is asked again and again
 * until a deadline: at first giving way to other threads in between, since most commands take less time than falling
 * asleep, then sleeping a small part of the time that has passed.
 */
final class ClWait {
    /** System property: the longest wait for a device, in seconds. */
    static final String SETTING = "rosetta.opencl.timeout";

    private static final long USUAL_SECONDS = 120;
    private static final long AWAKE_NANOS = TimeUnit.MICROSECONDS.toNanos(300);
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private ClWait() {}

    /** @throws ConfigurationException unless the setting is a positive number of seconds */
    static long seconds() {
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

    /** Whether the command ended in time; false leaves the event with the driver. */
    @SuppressWarnings("ThreadPriorityCheck") // Giving way is a courtesy to a driver whose threads share our processors.
    static boolean until(cl_event event, long seconds, String what) {
        long start = System.nanoTime();
        long limit = TimeUnit.SECONDS.toNanos(seconds);
        int state = state(event, what);
        while (state > CL.CL_COMPLETE) {
            long passed = System.nanoTime() - start;
            if (passed > limit) {
                return false;
            }
            if (passed < AWAKE_NANOS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(Math.min(passed / 16, LONGEST_NAP_NANOS));
            }
            state = state(event, what);
        }
        // Only a wait makes the command's results visible here (OpenCL 1.2, section 5.9); this one returns at once.
        int status = state < 0 ? state : CL.clWaitForEvents(1, new cl_event[] {event});
        CL.clReleaseEvent(event);
        Cl.check(status, what);
        return true;
    }

    private static int state(cl_event event, String what) {
        int[] state = new int[1];
        int status =
                CL.clGetEventInfo(event, CL.CL_EVENT_COMMAND_EXECUTION_STATUS, Sizeof.cl_int, Pointer.to(state), null);
        Cl.check(status, what);
        return state[0];
    }

    /** What is said of a device that did not answer. */
    static DeviceException late(String device, String what, long seconds) {
        return new DeviceException(device + " did not finish " + what + " within " + seconds
                + " s. It may hang: end this process, and see what its driver says. A device that is only slow needs"
                + " smaller batches or a larger -D" + SETTING + ".");
    }
}
