package com.latticex.rosetta.tensorflow.pass;

import org.tensorflow.proto.DataType;
import org.tensorflow.proto.OpDef.ArgDef;

/**
 * One input or output of a node as its op definition declares it.
 *
 * @param arg the declared argument
 * @param element position within a repeated argument, else 0
 * @param type base type, never a reference type
 */
record Slot(ArgDef arg, int element, DataType type) {
    /** The attribute that fixes a slot's type, and the position in it where it is a list. */
    record TypeKey(String attr, int element) {}

    /** Slots with the same key have the same type; a key without attribute is a type the op fixes. */
    TypeKey key() {
        return arg.getTypeListAttr().isEmpty()
                ? new TypeKey(arg.getTypeAttr(), 0)
                : new TypeKey(arg.getTypeListAttr(), element);
    }

    boolean hasTypeAttr() {
        return !key().attr().isEmpty();
    }

    boolean isReference() {
        return arg.getIsRef();
    }

    boolean isHandle() {
        return type == DataType.DT_RESOURCE;
    }
}
