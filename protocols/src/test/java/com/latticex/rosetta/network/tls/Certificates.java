package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.network.tls.MeshSettings.Endpoint;
import com.latticex.rosetta.party.Role;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Self-signed certificates and keys in files, free ports, and settings made of them. */
public final class Certificates {
    private final Path folder;

    public Certificates(Path folder) {
        this.folder = folder;
    }

    Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** Writes NAME.pem and NAME.key. */
    void make(String name, Instant from, Instant to) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X500Name subject = new X500Name("CN=" + name);
            byte[] certificate = new JcaX509v3CertificateBuilder(
                            subject,
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(from),
                            Date.from(to),
                            subject,
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
            Files.writeString(certificate(name), pem("CERTIFICATE", certificate));
            Files.deleteIfExists(key(name));
            Files.createFile(
                    key(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key(name), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void make(String name) {
        make(name, Instant.now().minus(Duration.ofHours(1)), Instant.now().plus(Duration.ofDays(1)));
    }

    /** p0, p1, p2. */
    public Certificates makeAll() {
        for (Role role : Role.values()) {
            make("p" + role.index());
        }
        return this;
    }

    public List<Endpoint> endpoints(int... ports) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            endpoints.add(new Endpoint("127.0.0.1", ports[i], certificate("p" + i)));
        }
        return endpoints;
    }

    /** Settings of one party with time-outs fit for tests; what breaks stays broken. */
    public MeshSettings settings(Role self, List<Endpoint> endpoints) {
        return MeshSettings.of(self, endpoints, key("p" + self.index()))
                .withTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(10))
                .withReconnect(Duration.ZERO);
    }

    public static int[] freePorts() {
        int[] ports = new int[3];
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
                ports[i] = sockets.get(i).getLocalPort();
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return ports;
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
    }
}
