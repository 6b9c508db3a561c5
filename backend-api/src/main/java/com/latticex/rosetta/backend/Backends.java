package com.latticex.rosetta.backend;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.error.DeviceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses the compute device.
 *
 * <p>{@code -Drosetta.device=auto|cpu|opencl|fpga|cuda|cuda:1}: a name may carry the index of a device after a colon. A
 * device that was asked for and is missing is an error; only {@code auto}, the default, chooses by itself, and says what
 * it chose. {@code -Drosetta.require=opencl,fpga} names providers that must be available whatever the choice; it may also
 * name {@link #STAND_INS}, which only tests use.
 */
public final class Backends {
    /** System property that selects the device. */
    public static final String DEVICE = "rosetta.device";

    /** System property that lists providers whose absence is an error. */
    public static final String REQUIRE = "rosetta.require";

    /** What tests can require besides providers: devices imitated by a program. Opening a real device does not need them. */
    public static final Set<String> STAND_INS = Set.of("cuda-emulator");

    /** The choice that takes the available provider of the highest rank. */
    public static final String AUTO = "auto";

    private static final Logger LOG = System.getLogger(Backends.class.getName());

    private final List<BackendProvider> providers;

    Backends(List<BackendProvider> providers) {
        this.providers = providers.stream()
                .sorted(Comparator.comparingInt(BackendProvider::rank).reversed())
                .toList();
    }

    /** A provider and what it found. */
    public record Probe(String name, int rank, Availability availability) {}

    /** The providers on the class path. */
    public static Backends installed() {
        return new Backends(ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** Opens the device the system properties ask for. */
    public static RingBackend open() {
        Backends installed = installed();
        installed.checkRequired(required());
        return installed.open(System.getProperty(DEVICE, AUTO));
    }

    /** The names in {@code -Drosetta.require}. */
    public static Set<String> required() {
        return List.of(System.getProperty(REQUIRE, "").split(",", -1)).stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Every provider with its devices, or the reason why it has none; the highest rank first. */
    public List<Probe> probe() {
        return providers.stream()
                .map(p -> new Probe(p.name(), p.rank(), p.probe()))
                .toList();
    }

    /** Throws unless each of the named providers is available; stand-ins for tests are the tests' own affair. */
    public void checkRequired(Set<String> names) {
        for (String name : names) {
            if (STAND_INS.contains(name)) {
                continue;
            }
            BackendProvider provider = named(name, "-D" + REQUIRE);
            if (provider.probe() instanceof Unavailable missing) {
                throw new DeviceException("device " + name + " is required by -D" + REQUIRE + " but not available: "
                        + missing.reason() + " " + missing.remedy());
            }
        }
    }

    /**
     * Opens a device.
     *
     * @param choice {@code auto}, a provider's name, or a name and index as in {@code cuda:1}
     * @throws DeviceException if it is unknown, unavailable or fails to open
     */
    public RingBackend open(String choice) {
        return choice.equals(AUTO) ? openBest() : openNamed(choice);
    }

    private RingBackend openBest() {
        StringBuilder passedOver = new StringBuilder();
        for (BackendProvider provider : providers) {
            switch (provider.probe()) {
                case Available found -> {
                    DeviceInfo device = found.devices().getFirst();
                    LOG.log(
                            Level.INFO,
                            "device: {0}:{1} ({2}, {3}), chosen automatically{4}",
                            device.backend(),
                            Integer.toString(device.index()),
                            device.name(),
                            device.detail(),
                            passedOver);
                    return provider.open(device.index());
                }
                case Unavailable missing ->
                    passedOver
                            .append("; no ")
                            .append(provider.name())
                            .append(": ")
                            .append(missing.reason());
            }
        }
        throw new DeviceException("no compute device is available" + passedOver
                + ". Put backend-cpu on the class path: it runs on every machine.");
    }

    private RingBackend openNamed(String choice) {
        int colon = choice.indexOf(':');
        String name = colon < 0 ? choice : choice.substring(0, colon);
        int index = colon < 0 ? 0 : index(choice, choice.substring(colon + 1));
        BackendProvider provider = named(name, "-D" + DEVICE);
        return switch (provider.probe()) {
            case Unavailable missing ->
                throw new DeviceException("device " + choice + " was asked for by -D" + DEVICE
                        + " but is not available: " + missing.reason() + " " + missing.remedy());
            case Available found -> {
                if (found.devices().stream().noneMatch(d -> d.index() == index)) {
                    throw new DeviceException("device " + choice + " does not exist: " + name + " has "
                            + found.devices().size() + " device(s), counted from 0. See 'rosetta devices'.");
                }
                yield provider.open(index);
            }
        };
    }

    private static int index(String choice, String digits) {
        try {
            return Integer.parseUnsignedInt(digits);
        } catch (NumberFormatException e) {
            throw new DeviceException(
                    "device '" + choice + "' is not understood: write a name, or a name and a number as in cuda:1.", e);
        }
    }

    private BackendProvider named(String name, String setting) {
        return providers.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DeviceException("device '" + name + "' in " + setting + " is unknown: choose "
                        + providers.stream().map(BackendProvider::name).collect(Collectors.joining(", ")) + " or "
                        + AUTO + "."));
    }
}
