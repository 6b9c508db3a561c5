package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.cli.Version;
import com.latticex.rosetta.cli.job.Agreed;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.JobParty;
import com.latticex.rosetta.cli.keys.KeyFiles;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.tls.Agreement;
import com.latticex.rosetta.network.tls.MeshSettings;
import com.latticex.rosetta.network.tls.MeshSettings.Endpoint;
import com.latticex.rosetta.network.tls.TlsMesh;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.FixedPoint;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a party meets the two others and what they must agree on.
 *
 * @param settings addresses, certificates, key and waiting times
 * @param agreement what is compared
 */
record Meeting(MeshSettings settings, Agreement agreement) {
    private static final int MOST_SETTINGS = 48;
    private static final int LONGEST_SETTING = 200;
    private static final int LONGEST_NAME = 60;

    /**
     * Prepares to meet; nothing is sent yet.
     *
     * @param resuming whether an interrupted run goes on
     * @throws ConfigurationException if a key or certificate file is missing
     */
    static Meeting of(Job job, Role role, @Nullable Path key, boolean resuming) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            JobParty party = job.parties().get(i);
            Path certificate = party.certificate();
            if (certificate == null) {
                throw new ConfigurationException("parties[" + i + "].certificate is missing: make one with"
                        + " 'rosetta keygen --party " + i + "' and exchange the .pem files");
            }
            require(certificate, "the certificate of party " + i);
            endpoints.add(new Endpoint(party.address().host(), party.address().port(), certificate));
        }
        Path named = job.parties().get(role.index()).key();
        Path own = key != null
                ? key
                : named != null
                        ? named
                        : KeyFiles.of(job.folder().resolve("keys"), role.index())
                                .key();
        require(own, "the private key of party " + role.index());
        MeshSettings settings = MeshSettings.of(role, endpoints, own)
                .withTimeouts(job.timeouts().connect(), job.timeouts().receive())
                .withReconnect(job.timeouts().reconnect());
        return new Meeting(settings, agreement(job, resuming));
    }

    /** This party's private key. */
    Path privateKey() {
        return settings.privateKey();
    }

    /**
     * Meets the others; closing the party parts from them.
     *
     * @param epoch agrees with the others on the PRG epoch
     */
    Party meet(RingBackend backend, FixedPoint fixedPoint, ToLongFunction<Channel> epoch) {
        TlsMesh mesh = TlsMesh.connect(settings, agreement);
        try {
            return new Party(
                    settings.self(),
                    backend,
                    mesh.channel(),
                    fixedPoint,
                    mesh.seeds(),
                    epoch.applyAsLong(mesh.channel()));
        } catch (RuntimeException e) {
            mesh.channel().abort(PartyRun.cause(e));
            mesh.close();
            throw e;
        }
    }

    /** Tells the others that this party cannot take part, so that they need not wait; does what it can. */
    void callOff() {
        try (TlsMesh mesh = TlsMesh.connect(settings, agreement)) {
            mesh.channel()
                    .abort("party " + settings.self().index()
                            + " cannot take part: its job or its data is not usable; its own message says why");
        } catch (RosettaException e) {
            System.getLogger(Meeting.class.getName()).log(Level.INFO, "the others could not be told", e);
        }
    }

    private static Agreement agreement(Job job, boolean resuming) {
        Map<String, String> settings = Agreed.settings(job);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("version of Rosetta", Version.CURRENT);
        fields.put("start", resuming ? "with --resume" : "from the beginning");
        fields.put("protocol", job.protocol());
        fields.put("ring", "integers modulo 2^64");
        fields.put("fraction_bits", String.valueOf(job.fractionBits()));
        fields.put("graph (SHA-256 of the file)", Agreed.sha256(job.graph()));
        settings.entrySet().stream()
                .filter(e -> e.getKey().length() <= LONGEST_NAME && e.getValue().length() <= LONGEST_SETTING)
                .limit(MOST_SETTINGS)
                .forEach(e -> fields.put(e.getKey(), e.getValue()));
        fields.put("job (SHA-256 of all settings)", Agreed.sha256(settings));
        return new Agreement(fields);
    }

    private static void require(Path file, String what) {
        if (!Files.isReadable(file)) {
            throw new ConfigurationException(
                    file + ": " + what + " is not there or not readable; 'rosetta keygen' makes both files");
        }
    }
}
