package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The three certificates and this party's private key, read and checked before anything is sent.
 *
 * @param certificates of P0, P1 and P2
 */
record Credentials(Role self, List<X509Certificate> certificates, PrivateKey key) {
    static Credentials load(MeshSettings settings) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Role role : Role.values()) {
            Path file = settings.endpoint(role).certificate();
            X509Certificate certificate = certificate(role, file);
            for (int other = 0; other < certificates.size(); other++) {
                if (certificates.get(other).equals(certificate)) {
                    throw new ConfigurationException(Role.of(other) + " and " + role + " have the same certificate ("
                            + file + "): every party needs its own");
                }
            }
            certificates.add(certificate);
        }
        X509Certificate own = certificates.get(settings.self().index());
        PrivateKey key = key(settings.privateKey(), own.getPublicKey().getAlgorithm());
        checkPair(settings, own, key);
        return new Credentials(settings.self(), List.copyOf(certificates), key);
    }

    X509Certificate own() {
        return certificates.get(self.index());
    }

    X509Certificate of(Role role) {
        return certificates.get(role.index());
    }

    private static X509Certificate certificate(Role role, Path file) {
        X509Certificate certificate;
        try (InputStream in = Files.newInputStream(file)) {
            certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("the certificate of " + role + " is missing: there is no file " + file, e);
        } catch (IOException | CertificateException e) {
            throw new ConfigurationException(
                    "the certificate of " + role + ", " + file + ", is not a readable X.509 certificate in PEM", e);
        }
        try {
            certificate.checkValidity();
        } catch (CertificateException e) {
            throw new ConfigurationException(
                    "the certificate of " + role + ", " + file + ", is valid from "
                            + certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant()
                            + " only: make a new one and give it to the three parties, or set the clock right",
                    e);
        }
        return certificate;
    }

    private static PrivateKey key(Path file, String algorithm) {
        byte[] der = KeyFile.der(file);
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            // The cause could quote the file: it is not passed on.
            throw new ConfigurationException("this party's private key, " + file + ", is damaged or is not the "
                    + algorithm + " key of its certificate");
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** A signature by the key must verify by the certificate. */
    private static void checkPair(MeshSettings settings, X509Certificate own, PrivateKey key) {
        String scheme = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        byte[] challenge = new byte[32];
        new SecureRandom().nextBytes(challenge);
        boolean belongs;
        try {
            Signature signature = Signature.getInstance(scheme);
            signature.initSign(key);
            signature.update(challenge);
            byte[] signed = signature.sign();
            signature.initVerify(own.getPublicKey());
            signature.update(challenge);
            belongs = signature.verify(signed);
        } catch (GeneralSecurityException e) {
            belongs = false;
        }
        if (!belongs) {
            throw new ConfigurationException("the private key " + settings.privateKey()
                    + " does not belong to the certificate of " + settings.self() + ", "
                    + settings.endpoint(settings.self()).certificate()
                    + ": is this process started as the right party?");
        }
    }

    /** No key. */
    @Override
    public String toString() {
        return "Credentials[" + self + "]";
    }
}
