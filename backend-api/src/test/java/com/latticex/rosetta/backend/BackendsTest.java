package com.latticex.rosetta.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.contract.ReferenceBackend;
import com.latticex.rosetta.error.DeviceException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackendsTest {
    private static final Unavailable MISSING = new Unavailable("no driver.", "Install one.");

    @Test
    void autoTakesTheHighestRankThatIsAvailable() {
        Backends backends = new Backends(List.of(
                provider("slow", 0, devices("slow", 1)),
                provider("best", 9, MISSING),
                provider("fast", 5, devices("fast", 2))));
        try (RingBackend opened = backends.open(Backends.AUTO)) {
            assertThat(opened).isInstanceOf(ReferenceBackend.class);
        }
        assertThat(backends.probe()).extracting(Backends.Probe::name).containsExactly("best", "fast", "slow");
        assertThat(backends.probe().getFirst().availability()).isEqualTo(MISSING);
    }

    @Test
    void missingDeviceIsAnErrorWithReasonAndRemedy() {
        Backends backends =
                new Backends(List.of(provider("slow", 0, devices("slow", 1)), provider("best", 9, MISSING)));
        assertThatThrownBy(() -> backends.open("best"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll("best", "no driver.", "Install one.");
        assertThatThrownBy(() -> backends.checkRequired(Set.of("slow", "best")))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll("best", "no driver.", "Install one.");
    }

    @Test
    void choiceMayNameAnIndex() {
        Backends backends = new Backends(List.of(provider("fast", 5, devices("fast", 2))));
        backends.open("fast:1").close();
        assertThatThrownBy(() -> backends.open("fast:2"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("fast:2");
        assertThatThrownBy(() -> backends.open("fast:x")).isInstanceOf(DeviceException.class);
    }

    @Test
    void unknownNameListsTheKnownOnes() {
        Backends backends = new Backends(List.of(provider("fast", 5, devices("fast", 2))));
        assertThatThrownBy(() -> backends.open("tpu"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll("tpu", "fast");
    }

    @Test
    void requiredNamesAreProvidersOrStandIns() {
        Backends backends = new Backends(List.of(provider("fast", 5, devices("fast", 1))));
        backends.checkRequired(Set.of("fast", "cuda-emulator"));
        assertThatThrownBy(() -> backends.checkRequired(Set.of("fast", "cuda-emulater")))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll("cuda-emulater", "-Drosetta.require");
    }

    @Test
    void nothingAvailableIsAnError() {
        assertThatThrownBy(() -> new Backends(List.of(provider("best", 9, MISSING))).open(Backends.AUTO))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll("best", "no driver.");
    }

    private static Available devices(String name, int count) {
        return new Available(IntStream.range(0, count)
                .mapToObj(i -> new DeviceInfo(name, i, "model", "detail", 0))
                .toList());
    }

    private static BackendProvider provider(String name, int rank, Availability availability) {
        return new BackendProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int rank() {
                return rank;
            }

            @Override
            public Availability probe() {
                return availability;
            }

            @Override
            public RingBackend open(int index) {
                return new ReferenceBackend();
            }
        };
    }
}
