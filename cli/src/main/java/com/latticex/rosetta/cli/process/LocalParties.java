package com.latticex.rosetta.cli.process;

import com.latticex.rosetta.cli.job.Address;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.JobParty;
import com.latticex.rosetta.cli.keys.KeyFiles;
import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Addresses and keys of three parties on this machine: those of the job, and free ports and throw-away keys for what it does not name.
 *
 * @param file what {@code rosetta run --parties} takes
 */
record LocalParties(Path file) {
    static LocalParties of(Job job, Path folder) {
        StringBuilder yaml = new StringBuilder();
        List<Address> addresses = addresses(job);
        for (int i = 0; i < 3; i++) {
            Path certificate;
            Path key;
            JobParty named = job.parties().isEmpty() ? null : job.parties().get(i);
            if (named != null && named.certificate() != null) {
                certificate = named.certificate();
                key = named.key() == null
                        ? KeyFiles.of(job.folder().resolve("keys"), i).key()
                        : named.key();
                if (!Files.isReadable(key)) {
                    throw new ConfigurationException("the private key of party " + i + ", " + key
                            + ", is not here; to run all parties here with keys made for the occasion, leave out the"
                            + " certificates in the job");
                }
            } else {
                KeyFiles made = KeyFiles.of(keys(job, folder), i);
                if (!Files.exists(made.key())) {
                    made.generate();
                }
                certificate = made.certificate();
                key = made.key();
            }
            yaml.append("- {address: \"").append(addresses.get(i)).append("\", certificate: ");
            yaml.append(quoted(certificate))
                    .append(", key: ")
                    .append(quoted(key))
                    .append("}\n");
        }
        try {
            return new LocalParties(Files.writeString(folder.resolve("parties.yaml"), yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where keys made for the occasion lie: with the checkpoints, which only they open, until the run is done. */
    static Path keys(Job job, Path folder) {
        return job.resume() == null ? folder : job.resume().folder().resolve("keys");
    }

    private static List<Address> addresses(Job job) {
        if (!job.parties().isEmpty() && job.parties().stream().allMatch(p -> isHere(p.address()))) {
            return job.parties().stream().map(JobParty::address).toList();
        }
        return FreePorts.three().stream()
                .map(port -> new Address("127.0.0.1", port))
                .toList();
    }

    private static boolean isHere(Address address) {
        return address.host().equals("localhost")
                || address.host().equals("::1")
                || address.host().startsWith("127.");
    }

    private static String quoted(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
    }
}
