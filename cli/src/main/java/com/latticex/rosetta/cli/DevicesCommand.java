package com.latticex.rosetta.cli;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.DeviceInfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "devices",
        description = "Lists the compute devices, and for each kind that is missing why and what to do.",
        mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        for (Backends.Probe probe : Backends.installed().probe()) {
            switch (probe.availability()) {
                case Available found -> found.devices().forEach(DevicesCommand::print);
                case Unavailable missing ->
                    System.out.printf("%-10s not available: %s %s%n", probe.name(), missing.reason(), missing.remedy());
            }
        }
        return 0;
    }

    private static void print(DeviceInfo device) {
        String memory = device.memoryBytes() == 0 ? "" : String.format(", %.1f GiB", device.memoryBytes() / 0x1p30);
        System.out.printf(
                "%-10s %s (%s%s)%n", device.backend() + ":" + device.index(), device.name(), device.detail(), memory);
    }
}
