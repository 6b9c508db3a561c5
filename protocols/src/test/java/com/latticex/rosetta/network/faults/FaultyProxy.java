package com.latticex.rosetta.network.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a party that calls and one that listens, and does to their bytes what networks do: delays, loses, changes, repeats them, or
 * carries none. Listens while the other listens.
 */
public final class FaultyProxy implements AutoCloseable {
    /** Which way bytes go. */
    public enum Way {
        /** From the party that calls. */
        FORTH,
        /** To the party that calls. */
        BACK
    }

    /** What happens once, to the next bytes of a way. */
    public enum Once {
        /** A bit is changed. */
        CORRUPT,
        /** Half of them pass, then the connection ends. */
        TRUNCATE,
        /** They pass twice. */
        REPEAT
    }

    private static final int CHUNK = 16 << 10;
    private static final int QUEUE = 64;
    private static final long LOOK_MILLIS = 10;
    private static final int LISTENING_MILLIS = 100;

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Chunk(byte[] bytes, long due) {}

    private final int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Once> onceForth = new AtomicReference<>();
    private final AtomicReference<@Nullable Once> onceBack = new AtomicReference<>();
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean cut;
    private volatile boolean closed;
    private volatile Duration delay = Duration.ZERO;
    private volatile long bytesPerSecond;

    /** @param target port of the party that listens, on the loopback interface */
    public FaultyProxy(int target) {
        this.target = target;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    /** Where to call instead of the target. */
    public int port() {
        return port;
    }

    /** Bytes carried so far, both ways. */
    public long passed() {
        return passed.get();
    }

    /** Connections carried so far. */
    public long connections() {
        return taken.get();
    }

    /** From now on nothing passes, and nobody is told. */
    public void cut() {
        cut = true;
    }

    /** Everything passes again; what had been sent in the meantime arrives, as far as both ends still want it. */
    public void mend() {
        cut = false;
    }

    /** Ends all connections at once, with all that is under way. */
    public void reset() {
        sockets.forEach(FaultyProxy::kill);
    }

    /** Does this to the next bytes that go that way. */
    public void next(Way way, Once fault) {
        once(way).set(fault);
    }

    private AtomicReference<@Nullable Once> once(Way way) {
        return way == Way.FORTH ? onceForth : onceBack;
    }

    /** From now on bytes take so long each way and no more of them pass in a second. */
    public void slow(Duration latency, long rate) {
        delay = latency;
        bytesPerSecond = rate;
    }

    @Override
    public void close() {
        closed = true;
        reset();
    }

    private void listen() {
        while (!closed) {
            if (!isListening(target)) {
                pause();
                continue;
            }
            try (ServerSocket server = new ServerSocket()) {
                server.setReuseAddress(true);
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), QUEUE);
                server.setSoTimeout(LISTENING_MILLIS);
                while (!closed && isListening(target)) {
                    accept(server);
                }
            } catch (IOException e) {
                pause();
            }
        }
    }

    private void accept(ServerSocket server) throws IOException {
        try {
            Socket caller = server.accept();
            taken.incrementAndGet();
            sockets.add(caller);
            Thread.ofVirtual().start(() -> carry(caller));
        } catch (java.net.SocketTimeoutException e) {
            // Nobody has called; look whether to go on.
        }
    }

    private void carry(Socket caller) {
        Socket called = new Socket();
        sockets.add(called);
        try {
            waitWhileCut();
            called.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            caller.setTcpNoDelay(true);
            called.setTcpNoDelay(true);
            Thread forth = Thread.ofVirtual().start(() -> pump(Way.FORTH, caller, called));
            pump(Way.BACK, called, caller);
            forth.join();
        } catch (IOException | InterruptedException e) {
            // The connection ends; so does its other half.
        } finally {
            kill(caller);
            kill(called);
            sockets.remove(caller);
            sockets.remove(called);
        }
    }

    /** Reads as fast as bytes come and writes them when they are due. */
    private void pump(Way way, Socket from, Socket to) {
        BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(QUEUE);
        Thread writer = Thread.ofVirtual().start(() -> write(way, queue, from, to));
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[CHUNK];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                queue.put(new Chunk(Arrays.copyOf(buffer, n), System.nanoTime() + delay.toNanos()));
            }
            queue.put(new Chunk(new byte[0], 0));
            writer.join();
        } catch (IOException | InterruptedException e) {
            kill(from);
            kill(to);
            writer.interrupt();
        }
    }

    private void write(Way way, BlockingQueue<Chunk> queue, Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = queue.take(); chunk.bytes.length > 0; chunk = queue.take()) {
                long left = chunk.due - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.sleep(left);
                }
                if (bytesPerSecond > 0) {
                    TimeUnit.NANOSECONDS.sleep(chunk.bytes.length * 1_000_000_000L / bytesPerSecond);
                }
                waitWhileCut();
                pass(way, chunk.bytes, out);
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            kill(from);
            kill(to);
        }
    }

    private void pass(Way way, byte[] bytes, OutputStream out) throws IOException {
        Once fault = once(way).getAndSet(null);
        if (fault == Once.CORRUPT) {
            bytes[bytes.length / 2] ^= 4;
        }
        if (fault == Once.TRUNCATE) {
            out.write(bytes, 0, bytes.length / 2);
            out.flush();
            throw new IOException("cut off");
        }
        out.write(bytes);
        if (fault == Once.REPEAT) {
            out.write(bytes);
        }
        out.flush();
        passed.addAndGet(bytes.length);
    }

    private void waitWhileCut() throws InterruptedException {
        while (cut && !closed) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static void kill(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LISTENING_MILLIS / 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the kernel, not the listener: a call would count as a visitor there. */
    private static boolean isListening(int port) {
        String wanted = String.format(Locale.ROOT, ":%04X", port);
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            try {
                if (Files.readAllLines(Path.of(table)).stream()
                        .map(line -> line.strip().split("\\s+"))
                        .anyMatch(f -> f.length > 3 && f[1].endsWith(wanted) && f[3].equals("0A"))) {
                    return true;
                }
            } catch (IOException e) {
                // No such protocol here.
            }
        }
        return false;
    }
}
