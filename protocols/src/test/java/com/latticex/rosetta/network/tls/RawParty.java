package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.party.Role;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** A party written by hand over the JDK's own sockets: says what a real one never would, or nothing. */
final class RawParty implements AutoCloseable {
    private final Role self;
    private final Role peer;
    private final SSLSocket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private long sequence;

    /** Dials a port as the party with that number; trusts whoever answers. */
    RawParty(Certificates certificates, Role self, Role peer, int port) throws Exception {
        this.self = self;
        this.peer = peer;
        MeshSettings settings = certificates.settings(self, certificates.endpoints(port, port, port));
        Credentials credentials = Credentials.load(settings);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", credentials.key(), new char[0], new X509Certificate[] {credentials.own()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        Pinning trust = new Pinning(Map.of(peer, credentials.of(peer)));
        context.init(keys.getKeyManagers(), new TrustManager[] {trust}, new SecureRandom());
        this.socket = dial(context, port);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    private static SSLSocket dial(SSLContext context, int port) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                return (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
            } catch (IOException e) {
                if (attempt == 200) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    /** A well-formed frame with the next number. */
    void frame(FrameType type, byte... body) throws IOException {
        send(header(Wire.MAGIC, Wire.VERSION, type.code, type.numbered ? sequence++ : 0, body.length), body);
    }

    /** Anything, in one write. */
    void send(byte[]... pieces) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.write(piece);
        }
        out.write(all.toByteArray());
        out.flush();
    }

    static byte[] header(int magic, int version, int type, long number, long length) {
        return ByteBuffer.allocate(Wire.HEADER)
                .putShort((short) magic)
                .put((byte) version)
                .put((byte) type)
                .putLong(number)
                .putInt((int) length)
                .array();
    }

    byte[] hello(Agreement agreement) {
        return new Greeting(self, peer, agreement).hello();
    }

    /** This side of the handshake up to the seed. */
    void greet(Agreement agreement) throws IOException {
        frame(FrameType.HELLO, hello(agreement));
        frame(FrameType.SEED, new byte[Greeting.CONTRIBUTION]);
    }

    /** Reads frames until one of this type; its body. */
    byte[] await(FrameType wanted) throws IOException {
        for (; ; ) {
            in.readFully(new byte[3]);
            int type = in.readByte();
            in.readLong();
            byte[] body = in.readNBytes(in.readInt());
            if (type == wanted.code) {
                return body;
            }
        }
    }

    /** The text of the ABORT the peer sends. */
    String abortText() throws IOException {
        byte[] body = await(FrameType.ABORT);
        return new String(body, 1, body.length - 1, StandardCharsets.UTF_8);
    }

    /** Ends the connection without TLS's own goodbye. */
    void kill() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static List<RawParty> dialAll(Certificates certificates, Role self, List<Role> peers, int[] ports)
            throws Exception {
        List<RawParty> parties = new ArrayList<>();
        for (Role peer : peers) {
            parties.add(new RawParty(certificates, self, peer, ports[peer.index()]));
        }
        return parties;
    }
}
