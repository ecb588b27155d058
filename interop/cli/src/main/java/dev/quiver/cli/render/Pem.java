package dev.quiver.cli.render;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Certificates as text (RFC 7468 §5). */
final class Pem {
    private static final int WIDTH = 64;

    private Pem() {}

    /** With its two borders and the end of the last line. */
    static String of(byte[] der) {
        Base64.Encoder encoder = Base64.getMimeEncoder(WIDTH, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN CERTIFICATE-----\n" + encoder.encodeToString(der) + "\n-----END CERTIFICATE-----\n";
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has its bytes", e);
        }
    }
}
