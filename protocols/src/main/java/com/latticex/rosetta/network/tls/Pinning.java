package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.party.Role;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts exactly the certificates of the expected parties, by the SHA-256 of their encoding, while they are valid. Issuers, names and
 * extensions do not count: the certificate itself was agreed upon.
 */
final class Pinning extends X509ExtendedTrustManager {
    /** The certificate shown is not the agreed one. */
    static final class Mismatch extends CertificateException {
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message);
        }
    }

    private final Map<Role, String> pins = new EnumMap<>(Role.class);

    Pinning(Map<Role, X509Certificate> expected) {
        expected.forEach((role, certificate) -> pins.put(role, fingerprint(certificate)));
    }

    /** Lower-case hexadecimal SHA-256 of the DER encoding. */
    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be hashed", e);
        }
    }

    /** Whose certificate this is. */
    Optional<Role> owner(X509Certificate certificate) {
        String shown = fingerprint(certificate);
        return pins.entrySet().stream()
                .filter(pin -> pin.getValue().equals(shown))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (owner(chain[0]).isEmpty()) {
            throw new Mismatch("expected the certificate of "
                    + pins.entrySet().stream()
                            .map(pin -> pin.getKey() + " with SHA-256 " + pin.getValue())
                            .collect(Collectors.joining(" or "))
                    + ", received one with SHA-256 " + fingerprint(chain[0]));
        }
        chain[0].checkValidity();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
