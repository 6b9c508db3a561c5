package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.net.InetSocketAddress;

/**
 * Where a party listens, written {@code host:port} or {@code [IPv6]:port}.
 *
 * @param host name or number, without brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
    @JsonCreator
    static Address of(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        int port = colon < 0 ? 0 : port(text.substring(colon + 1));
        if (host.isBlank() || port < 1 || port > 65535 || (!bracketed && host.contains(":"))) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not an address; write host:port, for example 192.0.2.7:7100");
        }
        return new Address(host, port);
    }

    public InetSocketAddress socket() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static int port(String digits) {
        return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    }
}
