package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.MiscPEMGenerator;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    private static final Authority ROOT = Authority.root("Client CA");
    private static final Authority BETWEEN = ROOT.authority("Between");
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path directory;

    private Path certificates;
    private Path keyFile;

    @BeforeEach
    void name() {
        certificates = directory.resolve("client.pem");
        keyFile = directory.resolve("client.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC:client", "RSA-2048:client", "Ed25519:client", "P-384:client"})
    void readsEveryFormOfAPemKey(String kind) throws Exception {
        Authority client = BETWEEN.leaf(d -> d.subject("CN=client").keys(kind));
        Files.writeString(certificates, AnchorsTest.pem(client) + AnchorsTest.pem(BETWEEN));
        writeKey(new JcaPKCS8Generator(client.key(), null));
        assertThat(Identity.fromPem(certificates, keyFile).chain())
                .containsExactly(client.certificate(), BETWEEN.certificate());
        writeKey(new JcaPKCS8Generator(
                client.key(),
                new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider())
                        .setPassword(PASSWORD)
                        .build()));
        assertThat(Identity.fromPem(certificates, keyFile, PASSWORD).leaf()).isEqualTo(client.certificate());
        assertThatThrownBy(() -> Identity.fromPem(certificates, keyFile))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("a password is wanted");
        assertThatThrownBy(() -> Identity.fromPem(certificates, keyFile, "wrong".toCharArray()))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("is the password right");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC:client", "RSA-2048:client"})
    void readsOpenSslsOldForms(String kind) throws Exception {
        Authority client = BETWEEN.leaf(d -> d.subject("CN=client").keys(kind));
        Files.writeString(certificates, AnchorsTest.pem(client));
        StringWriter plain = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(plain)) {
            writer.writeObject(new MiscPEMGenerator(withCurve(client)));
        }
        assertThat(plain.toString()).contains(kind.startsWith("EC") ? "BEGIN EC PRIVATE" : "BEGIN RSA PRIVATE");
        Files.writeString(keyFile, plain + AnchorsTest.pem(client));
        assertThat(Identity.fromPem(keyFile, keyFile).leaf()).isEqualTo(client.certificate());
        StringWriter encrypted = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(encrypted)) {
            writer.writeObject(new MiscPEMGenerator(
                    withCurve(client),
                    new JcePEMEncryptorBuilder("AES-128-CBC")
                            .setProvider(new BouncyCastleProvider())
                            .build(PASSWORD)));
        }
        Files.writeString(keyFile, encrypted.toString());
        assertThat(encrypted.toString()).contains("Proc-Type: 4,ENCRYPTED");
        assertThat(Identity.fromPem(certificates, keyFile, PASSWORD).leaf()).isEqualTo(client.certificate());
        assertThatThrownBy(() -> Identity.fromPem(certificates, keyFile, "wrong".toCharArray()))
                .isInstanceOf(CredentialFileException.class);
    }

    @Test
    void readsPkcs12() throws Exception {
        Authority client = BETWEEN.leaf(d -> d.subject("CN=client"));
        Path file = directory.resolve("client.p12");
        Certificate[] chain = {client.certificate(), BETWEEN.certificate()};
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("beside", ROOT.certificate());
        save(store, file);
        assertThatThrownBy(() -> Identity.fromPkcs12(file, PASSWORD)).hasMessageContaining("holds no key");
        store.setKeyEntry("one", client.key(), PASSWORD, chain);
        save(store, file);
        assertThat(Identity.fromPkcs12(file, PASSWORD).chain())
                .containsExactly(client.certificate(), BETWEEN.certificate(), ROOT.certificate());
        assertThatThrownBy(() -> Identity.fromPkcs12(file, "wrong".toCharArray()))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("the password is wrong");
        store.setKeyEntry("two", client.key(), PASSWORD, chain);
        save(store, file);
        assertThatThrownBy(() -> Identity.fromPkcs12(file, PASSWORD)).hasMessageContaining("several keys");
        assertThat(Identity.fromPkcs12(file, PASSWORD, "two").leaf()).isEqualTo(client.certificate());
        Files.writeString(file, "nonsense");
        assertThatThrownBy(() -> Identity.fromPkcs12(file, PASSWORD))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("is no PKCS#12 file");
    }

    @Test
    void saysWhatIsWrongWithTheFiles() throws Exception {
        Authority client = BETWEEN.leaf(d -> d.subject("CN=client").keys("EC:client"));
        Authority other = BETWEEN.leaf(d -> d.subject("CN=other").keys("EC:other"));
        writeKey(new JcaPKCS8Generator(client.key(), null));
        assertThatThrownBy(() -> Identity.fromPem(certificates, keyFile)).hasMessageContaining("no such file");
        Files.writeString(certificates, AnchorsTest.pem(other));
        assertThatThrownBy(() -> Identity.fromPem(certificates, keyFile))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("does not belong to the certificate");
        Files.writeString(certificates, AnchorsTest.pem(other) + AnchorsTest.pem(client));
        assertThatThrownBy(() -> Identity.fromPem(certificates, keyFile)).hasMessageContaining("is number 2");
        Files.writeString(keyFile, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> Identity.fromPem(certificates, keyFile)).hasMessageContaining("its key is broken");
        Files.writeString(keyFile, "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n");
        assertThatThrownBy(() -> Identity.fromPem(certificates, keyFile)).isInstanceOf(CredentialFileException.class);
        Files.writeString(keyFile, "");
        assertThatThrownBy(() -> Identity.fromPem(certificates, keyFile)).hasMessageContaining("holds no private key");
        assertThatThrownBy(() -> new Identity(client.key(), List.of(other.certificate())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Identity(client.key(), List.of(client.certificate()))).hasToString("Identity[\"CN=client\"]");
    }

    /** OpenSSL repeats the curve inside an EC key; the JDK does not. */
    private static PrivateKeyInfo withCurve(Authority client) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(client.key().getEncoded());
        return client.key() instanceof ECPrivateKey key
                ? new PrivateKeyInfo(
                        info.getPrivateKeyAlgorithm(),
                        new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1))
                : info;
    }

    private void writeKey(JcaPKCS8Generator generator) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(generator);
        }
        Files.writeString(keyFile, text.toString());
    }

    private static void save(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
    }
}
