package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What the exceptions of a TLS handshake mean. */
final class TlsFailure {
    enum Kind {
        /** This side did not accept the certificate. */
        WRONG_CERTIFICATE,
        /** The other side did not accept this party's certificate. */
        REFUSED,
        /** The other side closed the connection, without a word of TLS. */
        CLOSED,
        /** No TLS, another version of it, silence, or an error within it. */
        OTHER
    }

    private static final int DEEPEST = 12;

    private TlsFailure() {}

    static Kind kind(Throwable failure) {
        Throwable cause = root(failure);
        if (certificateError(cause).isPresent()) {
            return Kind.WRONG_CERTIFICATE;
        }
        String text = text(cause).toLowerCase(Locale.ROOT);
        if (text.contains("received fatal alert")
                && (text.contains("certificate") || text.contains("unknown_ca") || text.contains("access_denied"))) {
            return Kind.REFUSED;
        }
        boolean closed = cause instanceof ClosedChannelException
                || (cause instanceof IOException && !(cause instanceof SSLException))
                || text.contains("connection closed");
        return closed ? Kind.CLOSED : Kind.OTHER;
    }

    /** The exception without Netty's wrapper. */
    static Throwable root(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof DecoderException && cause != null && !(failure instanceof NotSslRecordException)
                ? root(cause)
                : failure;
    }

    /** The message of the pinning check or of the validity check, if one of them failed. */
    static Optional<String> certificateError(Throwable failure) {
        Throwable at = failure;
        for (int i = 0; at != null && i < DEEPEST; i++) {
            if (at instanceof CertificateException) {
                return Optional.of(text(at));
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    /** One line about any exception. Some of these messages quote bytes of the other side. */
    static String text(Throwable failure) {
        if (failure instanceof NotSslRecordException) {
            return "it does not speak TLS";
        }
        if (failure instanceof SslHandshakeTimeoutException) {
            return "it did not answer the TLS handshake in time";
        }
        String message = failure.getMessage();
        return Printable.clean(message == null ? failure.getClass().getSimpleName() : message, 300);
    }

    static ConfigurationException refused(String who, Role self, String fingerprint, Throwable cause) {
        return new ConfigurationException(
                who + " refused the certificate of " + self + ", whose SHA-256 is " + fingerprint + " (" + text(cause)
                        + "): give the same certificate of " + self + " to all parties",
                cause);
    }
}
