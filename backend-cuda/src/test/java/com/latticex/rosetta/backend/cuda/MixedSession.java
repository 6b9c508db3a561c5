package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.cpu.CpuProvider;
import com.latticex.rosetta.party.TrainingSession;
import com.latticex.rosetta.party.TrainingSession.Outcome;
import org.junit.jupiter.api.Test;

/** Parties on processors and on CUDA devices train to the bits, and by the messages, of three processors. */
abstract class MixedSession {
    @Test
    void trainsToTheSameBits() {
        Outcome onProcessors = TrainingSession.on(role -> new CpuProvider().open(0));
        assertThat(onProcessors.transcript()).hasSizeGreaterThan(10 * TrainingSession.STEPS);
        assertThat(TrainingSession.on(role -> switch (role) {
                    case P0 -> new CpuProvider().open(0);
                    case P1, P2 -> new CudaProvider().open(0);
                }))
                .isEqualTo(onProcessors);
        assertThat(TrainingSession.on(role -> switch (role) {
                    case P0 -> new CudaProvider().open(0);
                    case P1, P2 -> new CpuProvider().open(0);
                }))
                .isEqualTo(onProcessors);
    }
}
