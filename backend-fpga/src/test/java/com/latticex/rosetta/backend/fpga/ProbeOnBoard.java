package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.error.DeviceException;

/** Main class: prints why the board cannot be opened, or that it can. */
final class ProbeOnBoard {
    private ProbeOnBoard() {}

    public static void main(String[] arguments) {
        FpgaProvider provider = new FpgaProvider();
        if (provider.probe() instanceof Unavailable missing) {
            System.out.println("missing: " + missing.reason());
        }
        try (var _ = provider.open(0)) {
            System.out.println("opened");
        } catch (DeviceException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
