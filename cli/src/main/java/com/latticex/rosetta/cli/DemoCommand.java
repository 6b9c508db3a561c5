package com.latticex.rosetta.cli;

import com.latticex.rosetta.cli.demo.Demo;
import com.latticex.rosetta.cli.progress.Progress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "demo",
        description = {
            "Trains a logistic regression on data that two parties hold and neither shows,",
            "by three processes over TLS, and compares it with plain TensorFlow."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--json", paramLabel = "FILE", description = "Write the numbers to this file.")
    private @Nullable Path json;

    @Option(names = "--keep", paramLabel = "DIR", description = "Make the job's files here and keep them.")
    private @Nullable Path keep;

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu, cuda, cuda:1, opencl, fpga.")
    private @Nullable String device;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Main main;

    @Override
    public Integer call() {
        try (Progress progress = Progress.onStandardError()) {
            return new Demo(json, keep, device, main.isVerbose()).run(progress) ? 0 : Main.FAILED;
        }
    }
}
