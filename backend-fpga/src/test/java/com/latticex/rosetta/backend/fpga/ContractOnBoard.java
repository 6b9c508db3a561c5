package com.latticex.rosetta.backend.fpga;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Main class: runs the contract on the board of this process and prints the counts. */
final class ContractOnBoard {
    private ContractOnBoard() {}

    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(
                        selectClass(StrictnessOnBoard.class),
                        selectClass(KernelsOnBoard.class),
                        selectClass(WindowsOnBoard.class),
                        selectClass(LifecycleOnBoard.class),
                        selectClass(PrgOnBoard.class),
                        selectClass(MeaningOnBoard.class))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 10);
        System.out.println("passed " + summary.getTestsSucceededCount() + ", failed "
                + summary.getTotalFailureCount() + ", skipped "
                + (summary.getTestsSkippedCount() + summary.getTestsAbortedCount()));
        System.exit(0);
    }
}
