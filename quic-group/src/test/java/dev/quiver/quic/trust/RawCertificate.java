package dev.quiver.quic.trust;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bytes that a server sends in a certificate's place, whatever they are. */
final class RawCertificate extends X509Certificate {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    RawCertificate(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The JDK's certificate where it sends exactly these bytes, else one of this kind. */
    static X509Certificate unlessCanonical(byte[] der) {
        try {
            X509Certificate certificate = PemFile.certificate(der);
            return certificate.getEncoded().length == der.length ? certificate : new RawCertificate(der);
        } catch (CertificateException e) {
            return new RawCertificate(der);
        }
    }

    @Override
    public byte[] getEncoded() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }

    private static UnsupportedOperationException opaque() {
        return new UnsupportedOperationException("only the bytes are known");
    }

    @Override
    public void checkValidity() {
        throw opaque();
    }

    @Override
    public void checkValidity(Date date) {
        throw opaque();
    }

    @Override
    public int getVersion() {
        throw opaque();
    }

    @Override
    public BigInteger getSerialNumber() {
        throw opaque();
    }

    @Override
    @SuppressWarnings("deprecation")
    public Principal getIssuerDN() {
        throw opaque();
    }

    @Override
    @SuppressWarnings("deprecation")
    public Principal getSubjectDN() {
        throw opaque();
    }

    @Override
    public Date getNotBefore() {
        throw opaque();
    }

    @Override
    public Date getNotAfter() {
        throw opaque();
    }

    @Override
    public byte[] getTBSCertificate() {
        throw opaque();
    }

    @Override
    public byte[] getSignature() {
        throw opaque();
    }

    @Override
    public String getSigAlgName() {
        throw opaque();
    }

    @Override
    public String getSigAlgOID() {
        throw opaque();
    }

    @Override
    public byte[] getSigAlgParams() {
        throw opaque();
    }

    @Override
    public boolean @Nullable [] getIssuerUniqueID() {
        return null;
    }

    @Override
    public boolean @Nullable [] getSubjectUniqueID() {
        return null;
    }

    @Override
    public boolean @Nullable [] getKeyUsage() {
        return null;
    }

    @Override
    public int getBasicConstraints() {
        return -1;
    }

    @Override
    public void verify(PublicKey key) {
        throw opaque();
    }

    @Override
    public void verify(PublicKey key, String provider) {
        throw opaque();
    }

    @Override
    public PublicKey getPublicKey() {
        throw opaque();
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        return false;
    }

    @Override
    public Set<String> getCriticalExtensionOIDs() {
        return Set.of();
    }

    @Override
    public Set<String> getNonCriticalExtensionOIDs() {
        return Set.of();
    }

    @Override
    public byte @Nullable [] getExtensionValue(String id) {
        return null;
    }
}
