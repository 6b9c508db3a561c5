package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.Availability;
import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.BackendProvider;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.opencl.host.ClDevice;
import com.latticex.rosetta.backend.opencl.host.OpenCl;
import com.latticex.rosetta.error.DeviceException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The FPGA boards that the bitstream of {@code -Drosetta.fpga.bitstream} was built for. Accelerators come first; another
 * type of device is taken when it has the manifest's name, since vendors' emulators call themselves processors.
 */
public final class FpgaProvider implements BackendProvider {
    static final String NAME = "fpga";

    @Override
    public String name() {
        return NAME;
    }

    /** Below the CPU: a board is used when it is asked for. */
    @Override
    public int rank() {
        return -20;
    }

    @Override
    public Availability probe() {
        String setting = System.getProperty(Bitstream.SETTING, "");
        if (setting.isEmpty()) {
            return new Unavailable(
                    "no bitstream is named.",
                    "Set -D" + Bitstream.SETTING + "=FILE to one that was built for the board.");
        }
        return OpenCl.problem().<Availability>map(problem -> problem).orElseGet(() -> {
            try {
                return new Available(infos(Bitstream.read(path(setting))));
            } catch (DeviceException e) {
                return new Unavailable(
                        String.valueOf(e.getMessage()), "See the manifest beside the bitstream, and 'clinfo'.");
            }
        });
    }

    @Override
    public RingBackend open(int index) {
        if (probe() instanceof Unavailable missing) {
            throw new DeviceException(
                    "device " + NAME + " is not available: " + missing.reason() + " " + missing.remedy());
        }
        Bitstream bitstream = Bitstream.read(path(System.getProperty(Bitstream.SETTING, "")));
        List<ClDevice> boards = boards(bitstream.manifest(), ClDevice.all());
        if (index < 0 || index >= boards.size()) {
            throw new DeviceException("device " + NAME + ":" + index + " does not exist: there are " + boards.size()
                    + " board(s), counted from 0. See 'rosetta devices'.");
        }
        ClDevice device = boards.get(index);
        return FpgaBackend.open(Board.program(device, bitstream), info(index, device, bitstream.manifest()));
    }

    private static Path path(String setting) {
        try {
            return Path.of(setting);
        } catch (InvalidPathException e) {
            throw new DeviceException("-D" + Bitstream.SETTING + " does not name a file.", e);
        }
    }

    private static List<DeviceInfo> infos(Bitstream bitstream) {
        List<ClDevice> boards = boards(bitstream.manifest(), ClDevice.all());
        List<DeviceInfo> infos = new ArrayList<>();
        for (int i = 0; i < boards.size(); i++) {
            infos.add(info(i, boards.get(i), bitstream.manifest()));
        }
        return infos;
    }

    /** @throws DeviceException if there is no such board */
    static List<ClDevice> boards(Manifest manifest, List<ClDevice> found) {
        List<ClDevice> boards = found.stream()
                .filter(d -> d.name().equals(manifest.device()))
                .sorted(Comparator.comparing(ClDevice::isAccelerator).reversed())
                .toList();
        if (boards.isEmpty()) {
            throw new DeviceException("the bitstream was built for '" + manifest.device()
                    + "', which is not here: there "
                    + (found.isEmpty()
                            ? "is no OpenCL device."
                            : "is "
                                    + found.stream()
                                            .map(d -> "'" + d.name() + "'")
                                            .collect(Collectors.joining(", ")) + "."));
        }
        boards.getFirst().problem().ifPresent(problem -> {
            throw new DeviceException("the board cannot be used: " + problem + ".");
        });
        return boards;
    }

    private static DeviceInfo info(int index, ClDevice device, Manifest manifest) {
        String bitstream =
                manifest.sha256().substring(0, Math.min(12, manifest.sha256().length()));
        String detail = device.detail() + ", bitstream " + bitstream + ", tile " + manifest.tile();
        return new DeviceInfo(NAME, index, device.name(), detail, device.memory());
    }
}
