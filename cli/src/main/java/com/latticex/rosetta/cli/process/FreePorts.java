package com.latticex.rosetta.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

/** Ports of the loopback interface that nobody listens on. */
public final class FreePorts {
    private FreePorts() {}

    /** Three different ones. Another program may take one before it is used; that shows as "port in use". */
    public static List<Integer> three() {
        // Held open together, so that the three differ.
        try (ServerSocket a = open();
                ServerSocket b = open();
                ServerSocket c = open()) {
            return List.of(a.getLocalPort(), b.getLocalPort(), c.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port can be found", e);
        }
    }

    private static ServerSocket open() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
