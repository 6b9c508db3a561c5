package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;

import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstreamCaptureMode;

/** Calls recorded once on a queue's stream and launched together; they must find their memory in the pool. */
final class RecordedGraph implements AutoCloseable {
    private final Queue queue;
    private final CUgraph graph = new CUgraph();
    private final CUgraphExec executable = new CUgraphExec();

    RecordedGraph(Queue queue, Runnable calls) {
        this.queue = queue;
        queue.submit(() -> {
            queue.check(
                    cuStreamBeginCapture(queue.stream(), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED),
                    "recording a graph");
            calls.run();
            queue.check(cuStreamEndCapture(queue.stream(), graph), "recording a graph");
            queue.check(cuGraphInstantiate(executable, graph, 0), "preparing a graph");
        });
    }

    void launch() {
        queue.submit(() -> queue.check(cuGraphLaunch(executable, queue.stream()), "launching a graph"));
    }

    @Override
    public void close() {
        queue.submit(() -> {
            cuGraphExecDestroy(executable);
            cuGraphDestroy(graph);
        });
    }
}
