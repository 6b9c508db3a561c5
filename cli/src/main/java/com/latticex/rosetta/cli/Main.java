package com.latticex.rosetta.cli;

import com.latticex.rosetta.cli.process.PartyFailedException;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.RosettaException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code rosetta} command. */
@Command(
        name = "rosetta",
        description =
                "Runs a TensorFlow graph on secret data, by three parties of which none sees the data of another.",
        subcommands = {
            DemoCommand.class,
            LocalCommand.class,
            RunCommand.class,
            PlanCommand.class,
            KeygenCommand.class,
            DevicesCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done; 1 a device, a peer or the computation failed; 2 the command line, the job or the data"
                    + " is wrong.",
            "See docs/job-file.md for the job file."
        })
public final class Main implements Runnable {
    /** A device, a peer or the computation failed. */
    static final int FAILED = 1;

    /** The command line, the job or the data is wrong. */
    static final int MISUSED = 2;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show stack traces and what the libraries log.")
    private boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        System.exit(Ending.runs(() -> run(args)));
    }

    boolean isVerbose() {
        return verbose;
    }

    /** Runs a command line and gives its exit code; messages go to standard error. */
    static int run(String... args) {
        return run(new PrintWriter(System.err, true, System.err.charset()), args);
    }

    static int run(PrintWriter err, String... args) {
        Main main = new Main();
        return new CommandLine(main)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(parsed -> {
                    Logging.verbose(main.verbose);
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setExecutionExceptionHandler((e, line, parsed) -> failed(e, line, main.verbose))
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See the list below.");
    }

    private static int failed(Exception e, CommandLine line, boolean verbose) {
        PrintWriter err = line.getErr();
        if (e instanceof PartyFailedException party) {
            err.println(party.getMessage());
            err.flush();
            return party.exitCode();
        }
        err.println("rosetta: " + message(e));
        if (verbose) {
            e.printStackTrace(err);
        }
        err.flush();
        return e instanceof ConfigurationException ? MISUSED : FAILED;
    }

    /** One paragraph. */
    static String message(Throwable e) {
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        if (!(e instanceof RosettaException)) {
            text = e.getClass().getSimpleName() + ": " + text + " (unexpected; --verbose shows where it comes from)";
        }
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
