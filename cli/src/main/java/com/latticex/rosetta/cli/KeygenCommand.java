package com.latticex.rosetta.cli;

import com.latticex.rosetta.cli.keys.KeyFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "keygen",
        description = {
            "Makes a party's private key and certificate.",
            "Each party runs this once, keeps DIR/partyN.key to itself and gives DIR/partyN.pem to the two others."
        },
        mixinStandardHelpOptions = true)
final class KeygenCommand implements Callable<Integer> {
    @Option(names = "--party", required = true, paramLabel = "N", description = "Number of the party: 0, 1 or 2.")
    private int party;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "keys", description = "Folder; default: keys.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Override
    public Integer call() {
        KeyFiles files = KeyFiles.of(out, RoleOption.role(party).index());
        files.generate();
        System.out.println("private key  " + files.key() + "  (keep it; nobody else may read it)");
        System.out.println("certificate  " + files.certificate() + "  (give it to the two others)");
        return 0;
    }
}
