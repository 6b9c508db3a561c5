package com.latticex.rosetta.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;

/** Looks for a device driver's shared library before any binding class is touched, which would fail for good. */
public final class DriverLibrary {
    private DriverLibrary() {}

    /** Whether the system's loader finds the library, for instance {@code libcuda.so.1}. Loads and unloads it. */
    public static boolean isInstalled(String name) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name, arena);
            return true;
        } catch (IllegalArgumentException missing) {
            return false;
        }
    }
}
