package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.backend.DeviceWait;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;

/** Waits for a command until a deadline. */
final class ClWait {
    private ClWait() {}

    /** Whether the command ended in time; false leaves the event with the driver. */
    static boolean until(cl_event event, long seconds, String what) {
        int[] state = new int[1];
        if (!DeviceWait.until(() -> (state[0] = state(event, what)) <= CL.CL_COMPLETE, seconds)) {
            return false;
        }
        // Only a wait makes the command's results visible here (OpenCL 1.2, section 5.9); this one returns at once.
        int status = state[0] < 0 ? state[0] : CL.clWaitForEvents(1, new cl_event[] {event});
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
}
