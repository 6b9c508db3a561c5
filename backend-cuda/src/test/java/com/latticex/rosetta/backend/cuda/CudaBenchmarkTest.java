package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.MatMulShape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The benchmark runs to its end and its products agree; the emulator's figures mean nothing. */
@ExtendWith(EmulatedDriver.class)
class CudaBenchmarkTest {
    @Test
    void printsTheWholeTable() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Available found = (Available) new CudaProvider().probe();
        int alive = EmulatedDriver.alive();
        var scale = new CudaBenchmark.Scale(List.of(20, 70), MatMulShape.of(20, 70, 20), 5000, 100, 2, 0);
        new CudaBenchmark(found.devices().getFirst(), scale, new PrintStream(text, true, StandardCharsets.UTF_8)).run();
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains(
                        "product 70^3, (b) bytes, both kept",
                        "2 in a graph",
                        "AES-128-CTR",
                        "any zero",
                        "download",
                        "layer")
                .contains("(b) equals (a)", "textbook equals (a)")
                .doesNotContain("DIFFERS");
        assertThat(EmulatedDriver.alive()).isEqualTo(alive);
    }
}
