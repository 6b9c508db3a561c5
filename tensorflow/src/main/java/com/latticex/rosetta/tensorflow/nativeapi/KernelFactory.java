package com.latticex.rosetta.tensorflow.nativeapi;

import org.tensorflow.proto.NodeDef;

/** Makes the kernel of a node. An exception fails the run, with its message and the node's name. */
@FunctionalInterface
public interface KernelFactory {
    Kernel create(NodeDef node);
}
