package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import org.jocl.CL;
import org.jspecify.annotations.Nullable;

/** Whether OpenCL can be used in this process: asked once, answered without exceptions. */
public final class OpenCl {
    /** What to install where nothing is. */
    public static final String REMEDY =
            "On Debian or Ubuntu, 'apt-get install --no-install-recommends ocl-icd-libopencl1"
                    + " pocl-opencl-icd' gives an OpenCL for the processor; a GPU needs its vendor's driver.";

    private static final String LOADER = "libOpenCL.so.1";

    private OpenCl() {}

    /** Asking JOCL twice after a failed start gives NoClassDefFoundError, so the first answer is kept. */
    private static final class Once {
        static final Optional<Unavailable> PROBLEM = start(LOADER);
    }

    /** Why there is no OpenCL here; empty when there is. */
    public static Optional<Unavailable> problem() {
        return Once.PROBLEM;
    }

    static Optional<Unavailable> start(String loader) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(loader, arena);
        } catch (IllegalArgumentException _) {
            return Optional.of(new Unavailable("the OpenCL library " + loader + " is not installed.", REMEDY));
        }
        try {
            // Status codes are checked call by call; the switch also makes JOCL initialise itself.
            JoclNative.load(() -> CL.setExceptionsEnabled(false));
            return Optional.empty();
        } catch (DeviceException e) {
            return Optional.of(new Unavailable(sentence(e.getMessage()), "OpenCL stays off until this is settled."));
        } catch (LinkageError e) {
            return Optional.of(new Unavailable(
                    "OpenCL's Java binding does not load (" + e.getClass().getSimpleName() + ").", REMEDY));
        }
    }

    private static String sentence(@Nullable String message) {
        String text = String.valueOf(message);
        return text.endsWith(".") ? text : text + ".";
    }
}
