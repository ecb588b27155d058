package dev.quiver.quic.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/** Identities in files. Bouncy Castle reads the PEM forms of keys for which the JDK has no parser. */
final class IdentityFiles {
    private IdentityFiles() {}

    static Identity pem(Path certificates, Path keyFile, char @Nullable [] password) throws IOException {
        List<X509Certificate> chain = PemFile.certificates(certificates);
        PrivateKey key = pemKey(keyFile, password);
        if (!KeyMatch.belongTogether(key, chain.get(0).getPublicKey())) {
            for (int i = 1; i < chain.size(); i++) {
                if (KeyMatch.belongTogether(key, chain.get(i).getPublicKey())) {
                    throw new CredentialFileException(
                            certificates, "the key's own certificate is number " + (i + 1) + "; put it first", null);
                }
            }
            throw new CredentialFileException(
                    keyFile, "this key does not belong to the certificate in " + certificates, null);
        }
        return new Identity(key, chain);
    }

    private static PrivateKey pemKey(Path file, char @Nullable [] password) throws IOException {
        String text = new String(PemFile.read(file), StandardCharsets.ISO_8859_1);
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                PrivateKeyInfo key = key(file, block, password);
                if (key != null) {
                    return new JcaPEMKeyConverter().getPrivateKey(key);
                }
            }
        } catch (CredentialFileException e) {
            throw e;
        } catch (OperatorCreationException | PKCSException e) {
            throw new CredentialFileException(file, "its key cannot be decrypted: is the password right?", e);
        } catch (IOException | RuntimeException e) {
            boolean wrong = password != null && text.contains("ENCRYPTED");
            throw new CredentialFileException(
                    file, wrong ? "its key cannot be decrypted: is the password right?" : "its key is broken", e);
        }
        throw new CredentialFileException(
                file,
                text.contains("BEGIN OPENSSH PRIVATE KEY")
                        ? "holds an OpenSSH key; convert it with: ssh-keygen -p -m PKCS8"
                        : "holds no private key; a PEM file with -----BEGIN PRIVATE KEY----- is wanted",
                null);
    }

    private static @Nullable PrivateKeyInfo key(Path file, Object block, char @Nullable [] password)
            throws IOException, OperatorCreationException, PKCSException {
        if (block instanceof PrivateKeyInfo plain) {
            return plain;
        }
        if (block instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        if (block instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(wanted(file, password)));
        }
        if (block instanceof PEMEncryptedKeyPair encrypted) {
            return encrypted
                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(wanted(file, password)))
                    .getPrivateKeyInfo();
        }
        return null;
    }

    private static char[] wanted(Path file, char @Nullable [] password) throws CredentialFileException {
        if (password == null) {
            throw new CredentialFileException(file, "its key is encrypted; a password is wanted", null);
        }
        return password;
    }

    static Identity pkcs12(Path file, char[] password, @Nullable String alias) throws IOException {
        byte[] content = PemFile.read(file);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            load(file, store, content, password);
            List<String> keys = new ArrayList<>();
            for (String entry : Collections.list(store.aliases())) {
                if (store.isKeyEntry(entry) && (alias == null || alias.equalsIgnoreCase(entry))) {
                    keys.add(entry);
                }
            }
            if (keys.size() != 1) {
                throw new CredentialFileException(
                        file,
                        keys.isEmpty()
                                ? "holds no key" + (alias == null ? "" : " called " + alias)
                                : "holds several keys, name one of " + keys,
                        null);
            }
            Certificate[] chain = store.getCertificateChain(keys.get(0));
            if (!(store.getKey(keys.get(0), password) instanceof PrivateKey key) || chain == null) {
                throw new CredentialFileException(file, "its key has no certificate", null);
            }
            return new Identity(
                    key, Arrays.stream(chain).map(X509Certificate.class::cast).toList());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CredentialFileException(file, "its key cannot be used (" + e.getMessage() + ")", e);
        }
    }

    private static void load(Path file, KeyStore store, byte[] content, char[] password)
            throws GeneralSecurityException, CredentialFileException {
        try {
            store.load(new ByteArrayInputStream(content), password);
        } catch (IOException e) {
            throw new CredentialFileException(
                    file,
                    e.getCause() instanceof UnrecoverableKeyException ? "the password is wrong" : "is no PKCS#12 file",
                    e);
        }
    }
}
