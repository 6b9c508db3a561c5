package com.latticex.rosetta.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is decided once a process: where natives come from, which devices there are, what a damaged cache does. */
class OpenClProcessTest {
    private static final String PLANTED = "libJOCL_2_0_6-linux-x86_64.so";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void needsADevice() {
        TestDevice.require();
    }

    private FreshJvm.Result run(Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        return FreshJvm.run(folder, OpenDevices.class, List.of(options), environment);
    }

    private String cache() {
        return "-Drosetta.cache=" + folder.resolve("cache");
    }

    @Test
    void loadsNothingThatWasPlantedInTheTemporaryFolder() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(open.resolve(PLANTED), "planted");
        FreshJvm.Result result = run(Map.of(), cache(), "-Djava.io.tmpdir=" + open);
        assertThat(result.output()).contains("sum 36");
        assertThat(folder.resolve("cache/rosetta/natives").resolve(PLANTED)).exists();
    }

    @Test
    void refusesAnAlteredLibraryOnTheLibraryPath() throws Exception {
        Files.writeString(folder.resolve(PLANTED), "planted");
        FreshJvm.Result result = run(Map.of(), cache(), "-Djava.library.path=" + folder);
        assertThat(result.output()).contains("missing: ").contains("java.library.path");
        assertThat(result.status()).isZero();
    }

    @Test
    void refusesACacheOthersCanWriteTo() throws Exception {
        Path shared = Files.createDirectories(folder.resolve("cache/rosetta/natives"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        FreshJvm.Result result = run(Map.of(), cache());
        assertThat(result.output()).contains("missing: ").contains("0700");
        assertThat(result.status()).isZero();
    }

    @Test
    void opensTwoDevicesAtOnce() throws Exception {
        FreshJvm.Result result = run(Map.of("POCL_DEVICES", "pthread basic"), cache());
        assertThat(result.output()).contains("devices 2, sum 72");
    }

    @Test
    void refusesMoreThanTheDeviceHasAndGoesOn() throws Exception {
        FreshJvm.Result result =
                FreshJvm.run(folder, FullDevice.class, List.of(cache()), Map.of("POCL_MEMORY_LIMIT", "1"));
        assertThat(result.output())
                .containsPattern("refused after \\d+: .*bytes of device memory are in use. Use smaller batches.")
                .contains("goes on");
        assertThat(result.status()).isZero();
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoPlatform() throws Exception {
        Path none = Files.createDirectory(folder.resolve("vendors"));
        FreshJvm.Result result =
                run(Map.of("OCL_ICD_VENDORS", none.toString(), "OPENCL_VENDOR_PATH", none.toString()), cache());
        assertThat(result.output()).contains("missing: no OpenCL platform");
        assertThat(result.status()).isZero();
    }

    @Test
    void compilesAgainWhenTheCacheIsDamaged() throws Exception {
        assertThat(run(Map.of(), cache()).output()).contains("sum 36");
        List<Path> programs = programs();
        assertThat(programs).isNotEmpty();
        for (Path program : programs) {
            byte[] content = Files.readAllBytes(program);
            Files.write(program, java.util.Arrays.copyOf(content, content.length / 2));
        }
        assertThat(run(Map.of(), cache()).output()).contains("sum 36");
        assertThat(programs()).containsExactlyInAnyOrderElementsOf(programs);
        for (Path program : programs) {
            byte[] content = Files.readAllBytes(program);
            content[content.length / 2] ^= 1;
            Files.write(program, content);
        }
        assertThat(run(Map.of(), cache()).output()).contains("sum 36");
    }

    private List<Path> programs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache/rosetta/opencl"))) {
            return files.toList();
        }
    }
}
