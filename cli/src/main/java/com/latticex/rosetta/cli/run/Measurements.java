package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.report.Report;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.Traffic;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one party counted and timed.
 *
 * @param start steps done before an interruption
 * @param before traffic when training began
 * @param after traffic when training ended
 */
record Measurements(
        Job job,
        Party party,
        int start,
        Trainer.Times times,
        Traffic before,
        Traffic after,
        Map<String, Double> metrics) {
    Report report() {
        DeviceInfo device = party.backend().device();
        Traffic end = party.channel().traffic();
        return new Report(
                party.role().index(),
                ProcessHandle.current().pid(),
                job.name(),
                job.protocol(),
                job.fractionBits(),
                device.backend() + ":" + device.index() + " " + device.name(),
                start + times.stepNanos().size(),
                start,
                times.seconds(),
                times.medianMilliseconds(),
                times.roundsPerStep(),
                sent(party.role(), before, after),
                sent(party.role(), new Traffic(Map.of(), Map.of()), end),
                checksums(party.channel()),
                maxResidentBytes(),
                metrics);
    }

    private static Map<String, String> checksums(Channel channel) {
        Map<String, String> checksums = new TreeMap<>();
        channel.checksums().forEach((link, sum) -> checksums.put(link.toString(), Long.toHexString(sum)));
        return checksums;
    }

    /** Bytes this party sent in between; each link is counted once, by its sender. */
    private static Map<String, Long> sent(Role self, Traffic from, Traffic to) {
        Map<String, Long> bytes = new TreeMap<>();
        to.bytes().forEach((link, total) -> {
            if (link.from() == self) {
                bytes.put(link.toString(), total - from.bytes().getOrDefault(link, 0L));
            }
        });
        return bytes;
    }

    /** The kernel's high-water mark (VmHWM, in KiB); 0 where there is no such file. */
    private static long maxResidentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
