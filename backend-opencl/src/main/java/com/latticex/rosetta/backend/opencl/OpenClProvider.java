package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.Availability;
import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.BackendProvider;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.opencl.host.ClContext;
import com.latticex.rosetta.backend.opencl.host.ClDevice;
import com.latticex.rosetta.backend.opencl.host.ClQueue;
import com.latticex.rosetta.backend.opencl.host.OpenCl;
import com.latticex.rosetta.error.DeviceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every OpenCL device of this machine that compiles source; GPUs come first. */
public final class OpenClProvider implements BackendProvider {
    static final String NAME = "opencl";

    @Override
    public String name() {
        return NAME;
    }

    /** Above the CPU backend with a GPU; below it with processors only, where the CPU backend is the faster way. */
    @Override
    public int rank() {
        return OpenCl.problem().isEmpty() && usable().stream().anyMatch(ClDevice::isGpu) ? 10 : -10;
    }

    @Override
    public Availability probe() {
        return OpenCl.problem().<Availability>map(problem -> problem).orElseGet(() -> {
            try {
                return describe(ClDevice.all());
            } catch (DeviceException e) {
                return new Unavailable(String.valueOf(e.getMessage()), "Check the OpenCL driver with 'clinfo'.");
            }
        });
    }

    @Override
    public RingBackend open(int index) {
        if (probe() instanceof Unavailable missing) {
            throw new DeviceException(
                    "device " + NAME + " is not available: " + missing.reason() + " " + missing.remedy());
        }
        List<ClDevice> devices = usable();
        if (index < 0 || index >= devices.size()) {
            throw new DeviceException("device " + NAME + ":" + index + " does not exist: there are " + devices.size()
                    + " device(s), counted from 0. See 'rosetta devices'.");
        }
        ClDevice device = devices.get(index);
        return OpenClBackend.open(new ClQueue(ClContext.of(device)), info(index, device), KernelShape.of(device));
    }

    static Availability describe(List<ClDevice> found) {
        List<ClDevice> devices = usable(found);
        if (devices.isEmpty()) {
            return found.isEmpty()
                    ? new Unavailable("no OpenCL platform has a device.", OpenCl.REMEDY)
                    : new Unavailable(refusals(found), OpenCl.REMEDY);
        }
        List<DeviceInfo> infos = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            infos.add(info(i, devices.get(i)));
        }
        return new Available(infos);
    }

    private static String refusals(List<ClDevice> found) {
        return "no OpenCL device can be used: "
                + String.join(
                        ", ",
                        found.stream()
                                .map(d -> d.problem().orElse(d.name() + " has no compiler (see device fpga)"))
                                .toList())
                + ".";
    }

    private static List<ClDevice> usable() {
        return usable(ClDevice.all());
    }

    private static List<ClDevice> usable(List<ClDevice> found) {
        return found.stream()
                .filter(d -> d.compiler() && d.problem().isEmpty())
                .sorted(Comparator.comparing(ClDevice::isGpu).reversed())
                .toList();
    }

    static DeviceInfo info(int index, ClDevice device) {
        return new DeviceInfo(NAME, index, device.name(), device.detail(), device.memory());
    }
}
