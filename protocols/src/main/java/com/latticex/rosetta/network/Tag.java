package com.latticex.rosetta.network;

/**
 * Names one message. Parties start operations in different orders, so messages are matched by tag only.
 *
 * @param operation the operation's name in the graph, the same at all parties
 * @param invocation how many times that operation has run before
 * @param step number of the message within the invocation, per link
 */
public record Tag(String operation, long invocation, int step) {
    @Override
    public String toString() {
        return operation + "#" + invocation + "/" + step;
    }
}
