package com.latticex.rosetta.tensorflow.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFileTest {
    private static final Binding BINDING =
            new Binding(1, "securenn", 16, "0a".repeat(32), "0b".repeat(32), "0c".repeat(32), 77, 200);
    private static final int SEALED = Segments.SIZE + Segments.TAG;

    @TempDir
    Path folder;

    private static CheckpointKey key(int seed) {
        byte[] secret = new byte[138];
        new Random(seed).nextBytes(secret);
        return CheckpointKey.of(secret);
    }

    private static byte[] content(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private Path written(int length) {
        Path file = folder.resolve("step-200.checkpoint");
        CheckpointFile.write(file, key(1), BINDING, out -> out.write(content(length)));
        return file;
    }

    private static byte[] read(Path file, CheckpointKey key, Binding wanted, int length) {
        return CheckpointFile.read(file, key, wanted, in -> {
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            return bytes;
        });
    }

    private static void assertRefused(Path file, String... text) {
        assertThatThrownBy(() -> read(file, key(1), BINDING, content(0).length))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 300_000})
    void contentOfAnyLengthComesBack(int length) throws IOException {
        Path file = written(length);
        assertThat(read(file, key(1), BINDING, length)).isEqualTo(content(length));
        assertThat(CheckpointFile.describe(file)).isEqualTo(BINDING);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void everyChangedByteIsNoticed() throws IOException {
        Path file = written(70_000);
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(5);
        Set<Integer> places = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            places.add(i);
            places.add(random.nextInt(good.length));
            places.add(good.length - 1 - i % 20);
        }
        for (int place : places) {
            byte[] bad = good.clone();
            bad[place] ^= 1;
            Files.write(file, bad);
            assertThatThrownBy(() -> read(file, key(1), BINDING, 70_000))
                    .as("byte %d", place)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20, 100, 300})
    void aFileCutShortIsRefused(int left) throws IOException {
        Path file = written(70_000);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), left));
        assertRefused(file, "checkpoint");
    }

    @Test
    void segmentsCannotBeLeftOutSwappedOrAdded() throws IOException {
        Path file = written(3 * Segments.SIZE);
        byte[] good = Files.readAllBytes(file);
        int head = good.length - 3 * SEALED;
        byte[] cut = Arrays.copyOf(good, head + 2 * SEALED);
        byte[] swapped = good.clone();
        System.arraycopy(good, head, swapped, head + SEALED, SEALED);
        System.arraycopy(good, head + SEALED, swapped, head, SEALED);
        byte[] longer = Arrays.copyOf(good, good.length + SEALED);
        System.arraycopy(good, head, longer, good.length, SEALED);
        for (byte[] bad : List.of(cut, swapped, longer)) {
            Files.write(file, bad);
            assertThatThrownBy(() -> read(file, key(1), BINDING, 3 * Segments.SIZE))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("was changed, cut short, or made with another private key");
        }
    }

    static Stream<Arguments> others() {
        Binding b = BINDING;
        return Stream.of(
                Arguments.of(
                        "another party",
                        new Binding(0, b.protocol(), 16, b.graph(), b.job(), b.session(), b.epoch(), b.step())),
                Arguments.of(
                        "another protocol",
                        new Binding(1, "other", 16, b.graph(), b.job(), b.session(), b.epoch(), b.step())),
                Arguments.of(
                        "another number of fraction bits",
                        new Binding(1, b.protocol(), 20, b.graph(), b.job(), b.session(), b.epoch(), b.step())),
                Arguments.of(
                        "another graph",
                        new Binding(1, b.protocol(), 16, b.job(), b.job(), b.session(), b.epoch(), b.step())),
                Arguments.of(
                        "another job",
                        new Binding(1, b.protocol(), 16, b.graph(), b.graph(), b.session(), b.epoch(), b.step())),
                Arguments.of(
                        "another session",
                        new Binding(1, b.protocol(), 16, b.graph(), b.job(), b.graph(), b.epoch(), b.step())),
                Arguments.of(
                        "another epoch",
                        new Binding(1, b.protocol(), 16, b.graph(), b.job(), b.session(), 78, b.step())),
                Arguments.of("another step", b.at(100)));
    }

    /** The description is refused by name; and one that was rewritten to please opens nothing. */
    @ParameterizedTest
    @MethodSource("others")
    void aMixedUpFileIsRefusedByName(String what, Binding other) throws IOException {
        Path file = folder.resolve("x.checkpoint");
        CheckpointFile.write(file, key(1), other, out -> {});
        assertRefused(file, "is a checkpoint of " + what);
        byte[] forged = Files.readAllBytes(file);
        byte[] description = BINDING.encoded();
        ByteBuffer rewritten = ByteBuffer.allocate(14 + description.length + forged.length);
        rewritten.put(forged, 0, 10).putInt(description.length).put(description);
        int rest = 14 + other.encoded().length;
        rewritten.put(forged, rest, forged.length - rest);
        Files.write(file, Arrays.copyOf(rewritten.array(), rewritten.position()));
        assertRefused(file, "was changed");
    }

    @Test
    void anotherKeyOpensNothing() {
        Path file = written(100);
        assertThatThrownBy(() -> read(file, key(2), BINDING, 100))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("another private key");
    }

    @Test
    void somethingElseIsNoCheckpoint() throws IOException {
        Path file = folder.resolve("x.checkpoint");
        assertRefused(file, "there is no checkpoint");
        Files.writeString(file, "hello, this is text");
        assertRefused(file, "is not a checkpoint of Rosetta");
        Files.write(
                file,
                ByteBuffer.allocate(20)
                        .put("RosettaC".getBytes(StandardCharsets.US_ASCII))
                        .putShort((short) 9)
                        .array());
        assertRefused(file, "format 9");
        Files.write(
                file,
                ByteBuffer.allocate(14)
                        .put("RosettaC".getBytes(StandardCharsets.US_ASCII))
                        .putShort((short) 1)
                        .putInt(Integer.MAX_VALUE)
                        .array());
        assertRefused(file, "too short");
    }

    @Test
    void noKeyAndNonceOccurTwiceAndNothingIsInTheClear() throws IOException {
        byte[] mark = "a marked weight".getBytes(StandardCharsets.US_ASCII);
        Set<String> heads = new HashSet<>();
        Set<String> bodies = new HashSet<>();
        int head = 14 + BINDING.encoded().length;
        for (int i = 0; i < 50; i++) {
            Path file = folder.resolve("x.checkpoint");
            CheckpointFile.write(file, key(1), BINDING, out -> out.write(mark));
            byte[] bytes = Files.readAllBytes(file);
            heads.add(Arrays.toString(Arrays.copyOfRange(bytes, head, head + 32 + Segments.PREFIX)));
            bodies.add(Arrays.toString(Arrays.copyOfRange(bytes, head + 32 + Segments.PREFIX, bytes.length)));
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("marked weight");
        }
        assertThat(heads).as("salts and nonces").hasSize(50);
        assertThat(bodies).hasSize(50);
    }

    @Test
    void aFailureLeavesWhatWasThereBeforeAndNoPart() throws IOException {
        Path file = written(100);
        assertThatThrownBy(() -> CheckpointFile.write(file, key(1), BINDING, out -> {
                    out.write(new byte[1_000_000]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(StorageException.class)
                .hasMessageContainingAll(file.toString(), "No space left on device", "--resume");
        assertThat(read(file, key(1), BINDING, 100)).isEqualTo(content(100));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aWipedKeyIsOfNoUse() {
        byte[] secret = content(40);
        CheckpointKey key = CheckpointKey.of(secret);
        assertThat(key.toString()).isEqualTo("CheckpointKey(secret)");
        key.close();
        assertThat(secret).containsOnly(0);
        assertThatThrownBy(() -> CheckpointFile.write(folder.resolve("x"), key, BINDING, out -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> CheckpointKey.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
