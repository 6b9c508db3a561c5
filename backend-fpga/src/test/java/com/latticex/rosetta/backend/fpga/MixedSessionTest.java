package com.latticex.rosetta.backend.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.cpu.CpuProvider;
import com.latticex.rosetta.backend.opencl.OpenClProvider;
import com.latticex.rosetta.party.TrainingSession;
import com.latticex.rosetta.party.TrainingSession.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three parties on three kinds of device train to the same bits as three parties on processors: every message of the
 * session and every share at its end are equal.
 */
class MixedSessionTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @BeforeAll
    static void makeABoard() throws Exception {
        System.setProperty(
                Bitstream.SETTING, BoardProcess.prepare(folder).bitstream().toString());
    }

    @AfterAll
    static void forgetTheBoard() {
        System.clearProperty(Bitstream.SETTING);
    }

    @Test
    void trainsToTheSameBitsOnAllDevices() {
        Outcome onProcessors = TrainingSession.on(role -> new CpuProvider().open(0));
        Outcome mixed = TrainingSession.on(role -> switch (role) {
            case P0 -> new CpuProvider().open(0);
            case P1 -> new OpenClProvider().open(0);
            case P2 -> new FpgaProvider().open(0);
        });
        assertThat(onProcessors.transcript()).hasSizeGreaterThan(10 * TrainingSession.STEPS);
        assertThat(mixed.transcript()).isEqualTo(onProcessors.transcript());
        assertThat(mixed.shares()).isEqualTo(onProcessors.shares());
        Outcome turned = TrainingSession.on(role -> switch (role) {
            case P0 -> new FpgaProvider().open(0);
            case P1 -> new CpuProvider().open(0);
            case P2 -> new OpenClProvider().open(0);
        });
        assertThat(turned).isEqualTo(mixed);
    }
}
