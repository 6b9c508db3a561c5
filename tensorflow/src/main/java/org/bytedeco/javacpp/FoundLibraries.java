package org.bytedeco.javacpp;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** Tells JavaCPP where a library is, so that it need not search. In JavaCPP's package because only there this can be said. */
@NullMarked
public final class FoundLibraries {
    private FoundLibraries() {}

    /** @param library its name as {@link Loader#getLoadedLibraries} gives it */
    public static void add(String library, Path file) {
        try {
            Loader.foundLibraries.put(library, new URL[] {file.toUri().toURL()});
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
