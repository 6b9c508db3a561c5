package com.latticex.rosetta.bench;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.memory.InMemoryMesh;
import com.latticex.rosetta.network.tls.Agreement;
import com.latticex.rosetta.network.tls.Certificates;
import com.latticex.rosetta.network.tls.TlsMesh;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.randomness.PairSeeds;
import com.latticex.rosetta.tensor.FixedPoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Three parties of which P0 is here: the others are threads of this process, or processes reached over TLS on this machine. */
final class Trio implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PartyLoop leader;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    private Trio(PartyLoop leader) {
        this.leader = leader;
    }

    /** @param device as in {@code -Drosetta.device}, for all three */
    static Trio inMemory(Workload workload, String device) {
        InMemoryMesh mesh = InMemoryMesh.create(PATIENCE);
        Trio trio = new Trio(inMemory(mesh, Role.P0, workload, device));
        for (Role role : List.of(Role.P1, Role.P2)) {
            trio.threads.add(Thread.ofPlatform().daemon().name(role.name()).start(() -> {
                try (PartyLoop loop = inMemory(mesh, role, workload, device)) {
                    loop.follow();
                }
            }));
        }
        return trio;
    }

    private static PartyLoop inMemory(InMemoryMesh mesh, Role self, Workload workload, String device) {
        Map<Role, Seed> seeds = new EnumMap<>(Role.class);
        for (Role peer : Role.values()) {
            if (peer != self) {
                byte[] key = new byte[Seed.BYTES];
                Arrays.fill(key, (byte) (self.index() + peer.index()));
                seeds.put(peer, Seed.of(key));
            }
        }
        return loop(self, mesh.channel(self), new PairSeeds(self, seeds), workload, device);
    }

    private static PartyLoop loop(Role self, Channel channel, PairSeeds seeds, Workload workload, String device) {
        Party party = new Party(self, Backends.installed().open(device), channel, FixedPoint.DEFAULT, seeds, 0);
        return new PartyLoop(party, workload);
    }

    /** Certificates are made in a folder that the caller deletes. */
    static Trio overTls(String workload, String device, Path folder) throws IOException {
        new Certificates(folder).makeAll();
        List<String> ports = Arrays.stream(Certificates.freePorts())
                .mapToObj(String::valueOf)
                .toList();
        List<Process> peers = new ArrayList<>();
        for (Role role : List.of(Role.P1, Role.P2)) {
            peers.add(start(role, workload, device, folder, ports));
        }
        Trio trio = new Trio(overTls(Role.P0, Workload.parse(workload), device, folder, ports));
        trio.processes.addAll(peers);
        return trio;
    }

    /** With the flags of this process, less what belongs to its parent. */
    private static Process start(Role role, String workload, String device, Path folder, List<String> ports)
            throws IOException {
        Stream<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-XX:CompileCommandFile") && !flag.startsWith("-agentlib"))
                .map(flag -> flag.replace("%role", role.name()));
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        flags,
                        Stream.of("-cp", System.getProperty("java.class.path"), Trio.class.getName()),
                        Stream.of(role.name(), workload, device, folder.toString()),
                        ports.stream())
                .flatMap(s -> s)
                .toList();
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(Files.createTempFile(folder, role.name(), ".log").toFile())
                .start();
    }

    private static PartyLoop overTls(Role self, Workload workload, String device, Path folder, List<String> ports) {
        Certificates certificates = new Certificates(folder);
        int[] numbers = ports.stream().mapToInt(Integer::parseInt).toArray();
        TlsMesh mesh = TlsMesh.connect(
                certificates.settings(self, certificates.endpoints(numbers)).withTimeouts(PATIENCE, PATIENCE),
                new Agreement(Map.of("workload", workload.name())));
        return loop(self, mesh.channel(), mesh.seeds(), workload, device);
    }

    /** A peer's process: role, workload, device, folder of the certificates, three ports. */
    public static void main(String[] args) {
        try (PartyLoop loop = overTls(
                Role.valueOf(args[0]),
                Workload.parse(args[1]),
                args[2],
                Path.of(args[3]),
                List.of(args).subList(4, 7))) {
            loop.follow();
        }
    }

    PartyLoop leader() {
        return leader;
    }

    @Override
    public void close() {
        leader.close();
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE);
            }
            for (Process process : processes) {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            processes.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
