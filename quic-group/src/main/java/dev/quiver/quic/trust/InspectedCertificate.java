package dev.quiver.quic.trust;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as it was sent, whether it can be decoded or not, and what it says. Immutable; texts from the peer are
 * shortened and free of control characters.
 */
public final class InspectedCertificate {
    /** TLS allows 2^24 bytes; no honest certificate has a hundredth of this. */
    static final int LARGEST = 1 << 20;

    private final int index;
    private final byte[] der;
    private final @Nullable X509Certificate certificate;
    private final @Nullable String fault;
    private final List<EmbeddedSct> timestamps;
    private final List<String> remarks;

    private InspectedCertificate(
            int index,
            byte[] der,
            @Nullable X509Certificate certificate,
            @Nullable String fault,
            List<EmbeddedSct> timestamps,
            List<String> remarks) {
        this.index = index;
        this.der = der;
        this.certificate = certificate;
        this.fault = fault;
        this.timestamps = timestamps;
        this.remarks = List.copyOf(remarks);
    }

    /**
     * Looks at a certificate by itself.
     *
     * @param index its place, from 0
     * @param der its bytes, well-formed or not; not to be changed afterwards
     */
    public static InspectedCertificate decode(int index, byte[] der) {
        if (der.length > LARGEST) {
            return broken(index, der, "it is " + der.length + " bytes long, more than is looked at");
        }
        X509Certificate certificate;
        try {
            certificate = PemFile.certificate(der);
            certificate.getPublicKey().getEncoded();
        } catch (CertificateException | RuntimeException e) {
            return broken(index, der, Shown.text(String.valueOf(e.getMessage())));
        }
        List<String> remarks = new ArrayList<>(Oddities.of(certificate, der.length));
        List<EmbeddedSct> timestamps = List.of();
        try {
            timestamps = EmbeddedSct.in(certificate);
        } catch (IOException e) {
            remarks.add(String.valueOf(e.getMessage()));
        }
        return new InspectedCertificate(index, der, certificate, null, timestamps, remarks);
    }

    private static InspectedCertificate broken(int index, byte[] der, String fault) {
        return new InspectedCertificate(index, der, null, fault, List.of(), List.of());
    }

    InspectedCertificate remark(String text) {
        List<String> more = new ArrayList<>(remarks);
        more.add(text);
        return new InspectedCertificate(index, der, certificate, fault, timestamps, more);
    }

    /** Its place in the presented chain, from 0. */
    public int index() {
        return index;
    }

    /** The bytes as they were sent; a copy. */
    public byte[] der() {
        return der.clone();
    }

    /** The decoded certificate; null where that failed. */
    public @Nullable X509Certificate certificate() {
        return certificate;
    }

    /** Why it cannot be decoded; null if it can. */
    public @Nullable String fault() {
        return fault;
    }

    /** The subject (RFC 4514), or {@code (unreadable)}. */
    public String subject() {
        return certificate == null ? "(unreadable)" : Shown.principal(certificate.getSubjectX500Principal());
    }

    /** The issuer (RFC 4514), or {@code (unreadable)}. */
    public String issuer() {
        return certificate == null ? "(unreadable)" : Shown.principal(certificate.getIssuerX500Principal());
    }

    /** The SHA-256 of the bytes, in lower-case hexadecimal. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The pin of its key, or null where it is unreadable. */
    public @Nullable SpkiPin pin() {
        return certificate == null ? null : SpkiPin.of(certificate);
    }

    /** Its key, or null where it is unreadable. */
    public @Nullable KeyStrength key() {
        return certificate == null ? null : KeyStrength.of(certificate.getPublicKey());
    }

    /** How it was signed, as JCA calls it, or null where it is unreadable. */
    public @Nullable String signatureAlgorithm() {
        return certificate == null ? null : Shown.text(certificate.getSigAlgName());
    }

    /** DNS names and addresses that it speaks for; the first hundred. */
    public List<String> names() {
        return certificate == null ? List.of() : SubjectNames.of(certificate, 100);
    }

    /** Embedded certificate timestamps. */
    public List<EmbeddedSct> timestamps() {
        return timestamps;
    }

    /** Oddities that break no rule of this inspector, as sentences without a full stop. */
    public List<String> remarks() {
        return remarks;
    }

    @Override
    public String toString() {
        return index + ": " + subject();
    }
}
