package com.latticex.rosetta.cli;

import com.latticex.rosetta.cli.keys.KeyFiles;
import com.latticex.rosetta.cli.process.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Three parties, each with a folder and a job file of its own and keys made for the test, run by {@code rosetta run} over
 * real sockets and TLS; in threads of one JVM, which starts faster than three.
 */
final class Trio {
    private static final long MOST_SECONDS = 120;

    private final Path folder;
    private final List<Integer> ports = FreePorts.three();

    /** How a party ended. */
    record End(int exitCode, String said) {}

    Trio(Path folder, String job) throws IOException {
        this.folder = folder;
        for (int party = 0; party < 3; party++) {
            Fixtures.copy(job, folder(party));
            KeyFiles.of(keys(), party).generate();
            pin(party, keys());
        }
    }

    Path folder(int party) {
        return folder.resolve("party" + party);
    }

    Path job(int party) {
        return folder(party).resolve("job.yaml");
    }

    Path keys() {
        return folder.resolve("keys");
    }

    int port(int party) {
        return ports.get(party);
    }

    /** Lets a party trust the certificates of that folder. */
    void pin(int party, Path certificates) throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            yaml.append("- {address: \"127.0.0.1:").append(ports.get(i)).append("\", certificate: ");
            yaml.append(KeyFiles.of(certificates, i).certificate()).append("}\n");
        }
        Files.writeString(folder(party).resolve("parties.yaml"), yaml);
    }

    /** Runs these parties and gives how each ended. */
    List<End> run(int... parties) throws InterruptedException, ExecutionException, TimeoutException {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            List<Future<End>> ends = new ArrayList<>();
            for (int party : parties) {
                ends.add(threads.submit(() -> run(party)));
            }
            List<End> results = new ArrayList<>();
            for (Future<End> end : ends) {
                results.add(end.get(MOST_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        }
    }

    private End run(int party) {
        StringWriter said = new StringWriter();
        int code = Main.run(
                new PrintWriter(said, true),
                "run",
                job(party).toString(),
                "--party",
                String.valueOf(party),
                "--key",
                KeyFiles.of(keys(), party).key().toString(),
                "--parties",
                folder(party).resolve("parties.yaml").toString());
        return new End(code, said.toString());
    }
}
