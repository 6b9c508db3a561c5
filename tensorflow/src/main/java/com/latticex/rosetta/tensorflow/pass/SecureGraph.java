package com.latticex.rosetta.tensorflow.pass;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * What the static pass makes of a graph. Nodes keep their names.
 *
 * @param graph to be imported at once
 * @param deferred nodes the dynamic pass rewrites and adds when a run first asks for them: updates and checkpoints of
 *     private variables and all that follows them, operands before users
 * @param reveals tensor name as the user writes it, index included ({@code loss:0}), to the tensor that holds its
 *     revealed value; the reveal may be among the deferred nodes
 * @param secrets name of every tensor that is a share (DT_INT64 now), with the type it has in the plain graph
 * @param refused node name to the reason why it cannot run; only where no roots were asked for, else the pass throws
 * @param privacy who owns and who may see
 */
public record SecureGraph(
        GraphDef graph,
        List<NodeDef> deferred,
        Map<String, String> reveals,
        Map<String, DataType> secrets,
        SortedMap<String, String> refused,
        Privacy privacy) {}
