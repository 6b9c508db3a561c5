package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.party.Role;
import java.nio.charset.StandardCharsets;

/** Contents of an ABORT frame: where the failure began, and why. */
record Abort(Role origin, String text) {
    /** The frame's body: the party's number, then text. */
    static byte[] body(Role origin, String text) {
        byte[] utf8 = Printable.clean(text, Wire.MAX_ABORT_TEXT).getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[1 + utf8.length];
        body[0] = (byte) origin.index();
        System.arraycopy(utf8, 0, body, 1, utf8.length);
        return body;
    }

    /** Why nobody can go on with a session whose process at one party has been replaced. */
    static String anew(Role party) {
        return party + " was started anew: the session in which it took part before cannot go on";
    }

    /** Reads what a peer sent; nonsense in it does no harm. */
    static Abort of(byte[] body, Role sender) {
        int at = body[0];
        String text = new String(body, 1, body.length - 1, StandardCharsets.UTF_8);
        return new Abort(at >= 0 && at <= 2 ? Role.of(at) : sender, Printable.clean(text, Wire.MAX_ABORT_TEXT));
    }
}
