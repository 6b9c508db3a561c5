package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.ChannelContract;
import com.latticex.rosetta.network.LinkLimits;
import com.latticex.rosetta.party.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class TlsMeshContractTest extends ChannelContract {
    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() {
        certificates = new Certificates(folder).makeAll();
    }

    @Override
    protected Mesh open(Duration timeout, LinkLimits limits) {
        int[] ports = Certificates.freePorts();
        Map<MeshSettings, Agreement> parties = new HashMap<>();
        for (Role role : Role.values()) {
            parties.put(
                    certificates
                            .settings(role, certificates.endpoints(ports))
                            .withTimeouts(Duration.ofSeconds(15), timeout)
                            .withLimits(limits, 4 << 20),
                    new Agreement(Map.of("protocol", "SecureNN")));
        }
        Starts starts = Starts.of(parties);
        return new Mesh() {
            @Override
            public Channel channel(Role role) {
                return starts.mesh(role).channel();
            }

            @Override
            public void close() {
                starts.close();
            }
        };
    }
}
