package com.latticex.rosetta.backend.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.opencl.host.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fresh process, where every OpenCL device behaves like a board, loads a bitstream and passes the whole contract. */
class BoardTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static BoardProcess board;

    @BeforeAll
    static void makeTheBoard() throws Exception {
        board = BoardProcess.prepare(folder);
    }

    @Test
    void passesTheWholeContract() throws Exception {
        BoardProcess.Result result = board.run(ContractOnBoard.class, board.bitstream());
        assertThat(result.output()).containsPattern("passed (2[5-9]\\d|[3-9]\\d\\d), failed 0, skipped 0");
    }

    private String probe(String name, byte[] content, Manifest manifest) throws Exception {
        Path file = folder.resolve(name);
        Files.write(file, content);
        manifest.write(file);
        BoardProcess.Result result = board.run(ProbeOnBoard.class, file);
        // A driver that was given bad bytes would have ended the process.
        assertThat(result.status()).isZero();
        assertThat(result.output()).doesNotContain("opened");
        return result.output();
    }

    private static byte[] content() throws IOException {
        return Files.readAllBytes(board.bitstream());
    }

    private static Manifest manifest() {
        return Manifest.read(board.bitstream());
    }

    @Test
    void refusesATruncatedBitstream() throws Exception {
        byte[] half = Arrays.copyOf(content(), content().length / 2);
        assertThat(probe("truncated", half, manifest())).contains("does not have the SHA-256 of its manifest");
    }

    @Test
    void refusesAnAlteredBitstream() throws Exception {
        byte[] altered = content();
        altered[altered.length / 3] ^= 4;
        assertThat(probe("altered", altered, manifest())).contains("does not have the SHA-256 of its manifest");
    }

    @Test
    void refusesAManifestForAnotherDevice() throws Exception {
        Manifest m = manifest();
        Manifest other = new Manifest("another board", m.kernels(), m.tile(), m.word(), m.sha256());
        assertThat(probe("other", content(), other)).contains("another board").contains(m.device());
    }

    @Test
    void refusesABitstreamWithoutAKernel() throws Exception {
        Manifest m = manifest();
        Manifest fewer = new Manifest(m.device(), Set.of("f_map"), m.tile(), m.word(), m.sha256());
        assertThat(probe("fewer", content(), fewer))
                .contains("lacks the kernels")
                .contains("f_gemm");
    }

    @Test
    void refusesABitstreamThatLacksWhatItsManifestLists() throws Exception {
        String source = EmulatedBitstream.source();
        Path file = folder.resolve("incomplete");
        EmulatedBitstream.write(file, source.substring(0, source.indexOf("TASK f_harmonics")));
        BoardProcess.Result result = board.run(ProbeOnBoard.class, file);
        assertThat(result.status()).isZero();
        assertThat(result.output()).contains("refused: ").contains("no kernel f_harmonics");
    }

    @Test
    void refusesAnotherWordWidth() throws Exception {
        Manifest m = manifest();
        Manifest narrow = new Manifest(m.device(), m.kernels(), m.tile(), 32, m.sha256());
        assertThat(probe("narrow", content(), narrow)).contains("words of 32 bits");
    }

    @Test
    void aBoardThatHangsIsGivenUpInTime() throws Exception {
        BoardProcess.Result result = board.run(
                List.of(board.setting(), "-Drosetta.device.timeout=1"), Map.of("BOARD_HANGS", "1"), HangingBoard.class);
        assertThat(result.output())
                .contains("did not finish")
                .contains("within 1 s")
                .contains("missed a time-out earlier")
                .contains("closed")
                .doesNotContain("answered");
        assertThat(result.status()).isZero();
    }

    /** The hash is right, the content is not what the driver made. */
    @Test
    void reportsABinaryTheDriverRefuses() throws Exception {
        byte[] text = "not a bitstream at all".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Manifest m = manifest();
        Manifest matching = new Manifest(m.device(), m.kernels(), m.tile(), m.word(), Digest.sha256(text));
        assertThat(probe("text", text, matching)).contains("refuses the bitstream");
    }
}
