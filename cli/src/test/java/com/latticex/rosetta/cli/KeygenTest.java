package com.latticex.rosetta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeygenTest {
    @TempDir
    Path folder;

    @Test
    void makesAKeyOnlyItsOwnerReadsAndACertificateForIt() throws IOException, GeneralSecurityException {
        assertThat(Main.run(
                        "keygen",
                        "--party",
                        "1",
                        "--out",
                        folder.resolve("keys").toString()))
                .isZero();
        Path key = folder.resolve("keys/party1.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        X509Certificate certificate = certificate(folder.resolve("keys/party1.pem"));
        certificate.checkValidity();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=rosetta party 1");

        Signature sign = Signature.getInstance("SHA256withECDSA");
        sign.initSign(privateKey(key));
        sign.update((byte) 7);
        byte[] signature = sign.sign();
        sign.initVerify(certificate);
        sign.update((byte) 7);
        assertThat(sign.verify(signature)).isTrue();
    }

    @Test
    void neverOverwrites() throws IOException {
        String[] keygen = {"keygen", "--party", "0", "--out", folder.toString()};
        assertThat(Main.run(keygen)).isZero();
        byte[] before = Files.readAllBytes(folder.resolve("party0.key"));
        assertThat(Main.run(keygen)).isEqualTo(2);
        assertThat(Files.readAllBytes(folder.resolve("party0.key"))).isEqualTo(before);
    }

    @Test
    void refusesAnUnknownParty() {
        assertThat(Main.run("keygen", "--party", "3", "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(Main.run("keygen", "--party", "x")).isEqualTo(2);
        assertThat(Main.run("keygen")).isEqualTo(2);
    }

    private static X509Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
