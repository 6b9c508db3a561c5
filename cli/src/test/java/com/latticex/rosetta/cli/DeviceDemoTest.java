package com.latticex.rosetta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.latticex.rosetta.backend.fpga.BoardProcess;
import com.latticex.rosetta.cli.demo.Devices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration by three processes on OpenCL, and on a driver that behaves like an FPGA board. */
class DeviceDemoTest {
    @TempDir
    Path folder;

    private static void check(Path json, String device) throws IOException {
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("device").asText()).startsWith(device);
        assertThat(report.get("steps").asInt()).isEqualTo(130);
        assertThat(report.get("accuracy").asDouble())
                .isCloseTo(report.get("plain_accuracy").asDouble(), within(0.01))
                .isGreaterThan(0.95);
        // Equal weights would mean that nothing was computed in fixed point.
        assertThat(report.get("max_weight_difference").asDouble()).isPositive().isLessThan(0.02);
    }

    @Test
    void onOpenCl() throws IOException {
        Devices.needs("opencl");
        Path json = folder.resolve("demo.json");
        assertThat(Main.run("demo", "--device", "opencl", "--json", json.toString()))
                .isZero();
        check(json, "opencl:0");
    }

    @Test
    void onABoard() throws Exception {
        BoardProcess board = BoardProcess.prepare(folder);
        Path json = folder.resolve("demo.json");
        BoardProcess.Result result = board.run(
                List.of(board.setting()), Map.of(), Main.class, "demo", "--device", "fpga", "--json", json.toString());
        assertThat(result.status()).as(result.output()).isZero();
        check(json, "fpga:0");
    }

    @Test
    void everyDeviceIsListedWithItsDriverOrTheReasonWhyNot() throws Exception {
        BoardProcess board = BoardProcess.prepare(folder);
        String listed = board.run(List.of(board.setting()), Map.of(), Main.class, "devices")
                .output();
        assertThat(listed)
                .containsPattern("fpga:0 .*accelerator.*driver.*bitstream.*tile.*GiB")
                .containsPattern("opencl +not available: .*has no compiler");
        Path none = folder.resolve("vendors");
        listed = board.run(List.of(), Map.of("OCL_ICD_VENDORS", none.toString()), Main.class, "devices")
                .output();
        assertThat(listed)
                .containsPattern("opencl +not available: no OpenCL platform.*apt-get install.*pocl-opencl-icd")
                .containsPattern("fpga +not available: no bitstream.*-Drosetta.fpga.bitstream=FILE");
    }
}
