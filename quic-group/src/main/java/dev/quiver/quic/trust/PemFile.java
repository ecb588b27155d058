package dev.quiver.quic.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file (RFC 7468); text between them is skipped. */
final class PemFile {
    /** No bundle of anchors comes near: the public ones are about 250 KB. */
    private static final long LARGEST = 16L << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]++)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final Pattern WHITE = Pattern.compile("\\s+");

    private PemFile() {}

    /** @param label what stands behind BEGIN */
    record Block(String label, byte[] der) {}

    /** Every certificate in the file, in its order; at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> found = certificates(file, blocks(file));
        if (found.isEmpty()) {
            throw new CredentialFileException(
                    file, "holds no certificate; a PEM file with -----BEGIN CERTIFICATE----- is wanted", null);
        }
        return found;
    }

    static List<X509Certificate> certificates(Path file, List<Block> blocks) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.equals("CERTIFICATE")
                    || block.label.equals("X509 CERTIFICATE")
                    || block.label.equals("TRUSTED CERTIFICATE")) {
                try {
                    found.add(certificate(block.der));
                } catch (CertificateException e) {
                    throw new CredentialFileException(
                            file, "its certificate number " + (found.size() + 1) + " is broken", e);
                }
            }
        }
        return found;
    }

    static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /** The same certificates, each parsed whole: a transport's own kind may parse late, and then throw anywhere. */
    static List<X509Certificate> reread(List<X509Certificate> certificates) throws CertificateException {
        List<X509Certificate> parsed = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            parsed.add(certificate(certificate.getEncoded()));
        }
        return parsed;
    }

    static List<Block> blocks(Path file) throws IOException {
        String text = new String(read(file), StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String body = matcher.group(2);
            if (body.indexOf(':') >= 0) {
                // RFC 1421 headers: OpenSSL's old encrypted keys
                blocks.add(new Block("LEGACY ENCRYPTED " + matcher.group(1), new byte[0]));
                continue;
            }
            try {
                blocks.add(new Block(
                        matcher.group(1),
                        Base64.getDecoder().decode(WHITE.matcher(body).replaceAll(""))));
            } catch (IllegalArgumentException e) {
                throw new CredentialFileException(file, "the base64 of its " + matcher.group(1) + " is broken", e);
            }
        }
        return blocks;
    }

    static byte[] read(Path file) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new CredentialFileException(file, "is larger than " + (LARGEST >> 20) + " MiB", null);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CredentialFileException(file, "there is no such file", e);
        } catch (CredentialFileException e) {
            throw e;
        } catch (IOException e) {
            throw new CredentialFileException(
                    file, Files.isDirectory(file) ? "is a directory, not a file" : "cannot be read (" + e + ")", e);
        }
    }
}
