package com.latticex.rosetta.cli.keys;

import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A party's key pair on disk: an EC P-256 private key (PKCS #8, readable by its owner only) and a self-signed
 * certificate, both in PEM. Trust comes from pinning the certificate in the job, not from a signature chain.
 *
 * @param key {@code partyN.key}
 * @param certificate {@code partyN.pem}
 */
public record KeyFiles(int party, Path key, Path certificate) {
    private static final Duration VALID = Duration.ofDays(3650);

    public static KeyFiles of(Path folder, int party) {
        return new KeyFiles(party, folder.resolve("party" + party + ".key"), folder.resolve("party" + party + ".pem"));
    }

    /**
     * Makes both files; never overwrites one.
     *
     * @throws ConfigurationException if a file exists already or cannot be written
     */
    public void generate() {
        if (Files.exists(key) || Files.exists(certificate)) {
            throw new ConfigurationException((Files.exists(key) ? key : certificate)
                    + " exists already and is not overwritten; choose another folder with --out, or move it away");
        }
        try {
            Files.createDirectories(key.toAbsolutePath().resolveSibling(""));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            write(key, "PRIVATE KEY", pair.getPrivate().getEncoded(), ownerOnly());
            write(certificate, "CERTIFICATE", selfSigned(pair), new FileAttribute<?>[0]);
        } catch (FileAlreadyExistsException e) {
            throw new ConfigurationException(e.getFile() + " exists already and is not overwritten", e);
        } catch (IOException e) {
            throw new ConfigurationException("the key files of party " + party + " cannot be written: " + e, e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("this JDK cannot make an EC P-256 certificate", e);
        }
    }

    private byte[] selfSigned(KeyPair pair) throws OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=rosetta party " + party);
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(126, new SecureRandom()).setBit(126),
                        // A little earlier, for machines whose clocks differ.
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(VALID)),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }

    private static FileAttribute<?>[] ownerOnly() {
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    private static void write(Path file, String type, byte[] der, FileAttribute<?>... attributes) throws IOException {
        String pem = "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + type + "-----\n";
        Set<StandardOpenOption> create = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, create, attributes)) {
            channel.write(StandardCharsets.US_ASCII.encode(pem));
        }
    }
}
