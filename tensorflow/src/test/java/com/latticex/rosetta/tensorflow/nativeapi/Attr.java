package com.latticex.rosetta.tensorflow.nativeapi;

import com.google.protobuf.ByteString;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Attribute values of nodes. */
final class Attr {
    private Attr() {}

    static AttrValue type(String name) {
        return AttrValue.newBuilder().setType(DataType.valueOf(name)).build();
    }

    static AttrValue text(String text) {
        return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
    }
}
