package com.latticex.rosetta.network.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.network.tls.MeshSettings.Endpoint;
import com.latticex.rosetta.party.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a session of three begins, and all the ways in which it does not. */
@Timeout(30)
class TlsStartTest {
    private static final Agreement AGREED = new Agreement(Map.of("protocol", "SecureNN"));
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration RECEIVE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private Certificates certificates;
    private int[] ports;
    private List<Endpoint> endpoints;

    @BeforeEach
    void prepare() {
        certificates = new Certificates(folder).makeAll();
        ports = Certificates.freePorts();
        endpoints = certificates.endpoints(ports);
    }

    private MeshSettings settings(Role role) {
        return certificates.settings(role, endpoints);
    }

    private MeshSettings hasty(Role role) {
        return settings(role).withTimeouts(SHORT, RECEIVE);
    }

    private static Starts start(MeshSettings... parties) {
        Map<MeshSettings, Agreement> all = new LinkedHashMap<>();
        for (MeshSettings settings : parties) {
            all.put(settings, AGREED);
        }
        return Starts.of(all);
    }

    private X509Certificate read(String name) throws Exception {
        try (InputStream in = Files.newInputStream(certificates.certificate(name))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private String fingerprint(String name) throws Exception {
        return Pinning.fingerprint(read(name));
    }

    /** Replaces a party's certificate in a list of endpoints. */
    private List<Endpoint> with(Role role, String certificate) {
        List<Endpoint> changed = new ArrayList<>(endpoints);
        changed.set(
                role.index(), new Endpoint("127.0.0.1", ports[role.index()], certificates.certificate(certificate)));
        return changed;
    }

    @Test
    void eachPairHasItsOwnFreshSeed() {
        Set<String> seen = new TreeSet<>();
        for (int run = 0; run < 2; run++) {
            try (Starts starts = start(settings(Role.P0), settings(Role.P1), settings(Role.P2))) {
                for (Role a : Role.values()) {
                    for (Role b : Role.values()) {
                        if (a != b) {
                            byte[] key = starts.mesh(a).seeds().with(b).key();
                            assertThat(key)
                                    .isEqualTo(starts.mesh(b).seeds().with(a).key());
                            seen.add(HexFormat.of().formatHex(key));
                        }
                    }
                }
            }
        }
        assertThat(seen).as("three pairs, two sessions").hasSize(6);
    }

    @Test
    void closingWipesTheSeedsAndLeavesNoThreadAndNoPort() throws Exception {
        Starts starts = start(settings(Role.P0), settings(Role.P1), settings(Role.P2));
        TlsMesh mesh = starts.mesh(Role.P0);
        assertThat(threads()).hasSize(3);
        starts.close();
        assertNoThreadIsLeft();
        assertThatThrownBy(() -> mesh.seeds().with(Role.P1).key()).isInstanceOf(IllegalStateException.class);
        new ServerSocket(ports[0], 1, InetAddress.getLoopbackAddress()).close();
    }

    /** A thread that has ended its work may take a moment to disappear. */
    private static void assertNoThreadIsLeft() throws InterruptedException {
        for (int i = 0; i < 100 && !threads().isEmpty(); i++) {
            Thread.sleep(20);
        }
        assertThat(threads()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("rosetta-network"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "fraction bits", "graph hash", "job hash", "data rows", "version"})
    void aDifferenceIsNamedWithBothValuesAtEveryParty(String field) throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : List.of("protocol", "fraction bits", "graph hash", "job hash", "data rows", "version")) {
            fields.put(name, name.contains("hash") ? "0123456789abcdef".repeat(4) : "16");
        }
        Agreement common = new Agreement(fields);
        fields.put(field, field.contains("hash") ? "fedcba9876543210".repeat(4) : "20");
        Agreement other = new Agreement(fields);
        String here = field.contains("hash") ? "0123456789ab..." : "16";
        String there = field.contains("hash") ? "fedcba987654..." : "20";
        try (Starts starts =
                Starts.of(Map.of(settings(Role.P0), common, settings(Role.P1), common, settings(Role.P2), other))) {
            for (Role role : Role.values()) {
                assertThat(starts.error(role))
                        .as("%s", role)
                        .isInstanceOfAny(ProtocolException.class, PeerException.class)
                        .hasMessageContaining(" disagree about " + field)
                        .hasMessageMatching(".*P[01] has \\Q" + here + "\\E, P2 has \\Q" + there + "\\E.*");
            }
        }
        assertNoThreadIsLeft();
    }

    @Test
    void aFieldThatOnePartyLacksIsADifference() {
        Agreement more = new Agreement(Map.of("protocol", "SecureNN", "epoch", "3"));
        assertThat(Agreement.differences(Role.P2, more, Role.P1, AGREED))
                .isEqualTo(Agreement.differences(Role.P1, AGREED, Role.P2, more))
                .containsExactly("epoch (P1 has nothing, P2 has 3)");
    }

    @Test
    void aWrongCertificateIsNamedByItsFingerprint() throws Exception {
        certificates.make("impostor");
        MeshSettings impostor = MeshSettings.of(Role.P1, with(Role.P1, "impostor"), certificates.key("impostor"))
                .withTimeouts(Duration.ofSeconds(15), RECEIVE);
        try (Starts starts = start(settings(Role.P0), impostor, settings(Role.P2))) {
            for (Role role : List.of(Role.P0, Role.P2)) {
                assertThat(starts.error(role))
                        .as("%s", role)
                        .hasMessageContainingAll(
                                "wrong certificate",
                                "P1 with SHA-256 " + fingerprint("p1"),
                                "received one with SHA-256 " + fingerprint("impostor"));
            }
            assertThat(starts.error(Role.P1))
                    .isInstanceOfAny(ConfigurationException.class, PeerException.class)
                    .hasMessageContainingAll("certificate", fingerprint("impostor"));
        }
    }

    @Test
    void anOutdatedCertificateOfAListenerIsNamedByTheParty() throws Exception {
        certificates.make("old0");
        MeshSettings outdated = MeshSettings.of(Role.P2, with(Role.P0, "old0"), certificates.key("p2"))
                .withTimeouts(Duration.ofSeconds(15), RECEIVE);
        try (Starts starts = start(settings(Role.P0), settings(Role.P1), outdated)) {
            assertThat(starts.error(Role.P2))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll(
                            "should be P0", "wrong certificate", fingerprint("old0"), fingerprint("p0"), "127.0.0.1");
            for (Role role : List.of(Role.P0, Role.P1)) {
                assertThat(starts.error(role)).as("%s", role).hasMessageContainingAll("certificate", fingerprint("p0"));
            }
        }
    }

    @Test
    void anExpiredCertificateIsRefusedBeforeAnythingIsSent() throws Exception {
        certificates.make("p1", Instant.now().minusSeconds(7200), Instant.now().minusSeconds(60));
        for (Role role : Role.values()) {
            assertThatThrownBy(() -> TlsMesh.connect(settings(role), AGREED))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll("certificate of P1", "valid from", "p1.pem");
        }
        X509Certificate expired = read("p1");
        Pinning pinning = new Pinning(Map.of(Role.P1, expired));
        assertThatThrownBy(() -> pinning.checkServerTrusted(new X509Certificate[] {expired}, "UNKNOWN"))
                .isInstanceOf(CertificateExpiredException.class);
    }

    @Test
    void badFilesAreNamed() throws Exception {
        assertThatThrownBy(() -> TlsMesh.connect(MeshSettings.of(Role.P2, endpoints, certificates.key("p1")), AGREED))
                .as("started as the wrong party")
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("p1.key", "does not belong to the certificate of P2");
        assertThatThrownBy(() -> TlsMesh.connect(MeshSettings.of(Role.P2, endpoints, folder.resolve("no.key")), AGREED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no.key");
        Files.writeString(certificates.key("p2"), "secret text");
        assertThatThrownBy(() -> TlsMesh.connect(settings(Role.P2), AGREED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("p2.key", "PKCS #8")
                .hasMessageNotContaining("secret text");
        Files.copy(certificates.certificate("p0"), certificates.certificate("p1"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> TlsMesh.connect(settings(Role.P2), AGREED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("P0 and P1 have the same certificate");
        Files.writeString(certificates.certificate("p0"), "nonsense");
        assertThatThrownBy(() -> TlsMesh.connect(settings(Role.P2), AGREED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("certificate of P0", "p0.pem");
    }

    @Test
    void swappedRolesAreFoundEvenIfTheCertificatesAreKnown() {
        List<Endpoint> swapped = List.of(
                endpoints.get(0),
                new Endpoint("127.0.0.1", ports[1], certificates.certificate("p2")),
                new Endpoint("127.0.0.1", ports[2], certificates.certificate("p1")));
        MeshSettings first =
                MeshSettings.of(Role.P1, swapped, certificates.key("p2")).withTimeouts(Duration.ofSeconds(15), RECEIVE);
        MeshSettings second =
                MeshSettings.of(Role.P2, swapped, certificates.key("p1")).withTimeouts(Duration.ofSeconds(15), RECEIVE);
        try (Starts starts = start(settings(Role.P0), first, second)) {
            for (Role role : Role.values()) {
                assertThat(starts.error(role))
                        .as("%s", role)
                        .hasMessageMatching(".*certificate of P[12] says that it is party [12].*swapped.*");
            }
        }
    }

    @Test
    void aPartyThatNeverComesIsNamedByThoseWhoWait() {
        try (Starts starts = start(hasty(Role.P0), hasty(Role.P1))) {
            for (Role role : List.of(Role.P0, Role.P1)) {
                assertThat(starts.error(role))
                        .isInstanceOf(PeerException.class)
                        .hasMessageContainingAll("P2 never called", "1000 ms", "party 2");
            }
        }
        try (Starts starts = start(hasty(Role.P2), hasty(Role.P1))) {
            for (Role role : List.of(Role.P1, Role.P2)) {
                assertThat(starts.error(role))
                        .isInstanceOf(PeerException.class)
                        .hasMessageContainingAll("P0 never answered at 127.0.0.1:" + ports[0], "party 0");
            }
        }
    }

    @Test
    void aPortInUseEndsEveryParty() throws Exception {
        try (ServerSocket squatter = new ServerSocket(ports[1], 10, InetAddress.getLoopbackAddress());
                Starts starts = start(settings(Role.P0), settings(Role.P1), settings(Role.P2))) {
            assertThat(squatter.isBound()).isTrue();
            assertThat(starts.error(Role.P1)).isInstanceOf(ConfigurationException.class);
            for (Role role : Role.values()) {
                assertThat(starts.error(role))
                        .as("%s", role)
                        .hasMessageContainingAll("P1 cannot listen", "port " + ports[1], "another process");
            }
        }
    }

    @Test
    void unusableAddressesAreNamed() {
        List<Endpoint> unknown = new ArrayList<>(endpoints);
        unknown.set(0, new Endpoint("no-such-host.invalid", ports[0], certificates.certificate("p0")));
        assertThatThrownBy(() ->
                        TlsMesh.connect(certificates.settings(Role.P2, unknown).withTimeouts(SHORT, RECEIVE), AGREED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("no-such-host.invalid", "P0");
        assertThatThrownBy(() -> TlsMesh.connect(hasty(Role.P0).listeningOn("192.0.2.1"), AGREED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("192.0.2.1", "must belong to this machine");
    }

    @Test
    void visitorsWithoutTlsDisturbNobody() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var visits = threads.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), ports[0])) {
                        visitor.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        // Not listening yet, or sent away: both are fine.
                        Thread.sleep(10);
                    }
                }
                return start(settings(Role.P1), settings(Role.P2));
            });
            try (Starts listening = start(settings(Role.P0));
                    Starts calling = visits.get()) {
                for (Role role : Role.values()) {
                    assertThat((role == Role.P0 ? listening : calling).mesh(role))
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void somethingElseAtTheAddressIsToldFromAParty() throws Exception {
        try (ServerSocket web = new ServerSocket(ports[0], 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(web, "HTTP/1.1 400 Bad Request\r\n\r\n"));
            assertThatThrownBy(() -> TlsMesh.connect(settings(Role.P1), AGREED))
                    .isInstanceOf(PeerException.class)
                    .hasMessageContainingAll("127.0.0.1:" + ports[0], "should be P0", "does not greet as a party");
        }
    }

    @Test
    void aPeerThatAlwaysClosesInTheHandshakeIsReported() throws Exception {
        try (ServerSocket closing = new ServerSocket(ports[0], 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(closing, ""));
            MeshSettings settings = settings(Role.P1).withTimeouts(Duration.ofSeconds(4), RECEIVE);
            assertThatThrownBy(() -> TlsMesh.connect(settings, AGREED))
                    .isInstanceOf(PeerException.class)
                    .hasMessageContainingAll("should be P0", "closes every connection in the TLS handshake");
        }
    }

    /** Answers every connection with a text and closes it. */
    private static void serve(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept();
                    OutputStream out = connection.getOutputStream()) {
                out.write(answer.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                connection.shutdownOutput();
                connection.getInputStream().readNBytes(1);
            } catch (IOException e) {
                // The next one, or the end of the test.
            }
        }
    }
}
