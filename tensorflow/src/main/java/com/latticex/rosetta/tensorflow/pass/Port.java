package com.latticex.rosetta.tensorflow.pass;

/** One output of a node: {@code node:index}. */
record Port(String node, int index) {
    /** From a tensor's name ({@code loss:0}, {@code loss}) or a data input of a node. */
    static Port of(String name) {
        int colon = name.lastIndexOf(':');
        if (colon < 0) {
            return new Port(name, 0);
        }
        try {
            return new Port(name.substring(0, colon), Integer.parseInt(name.substring(colon + 1)));
        } catch (NumberFormatException e) {
            return new Port(name, 0);
        }
    }

    /** As an input of a NodeDef writes it. */
    String input() {
        return index == 0 ? node : node + ":" + index;
    }

    @Override
    public String toString() {
        return node + ":" + index;
    }
}
