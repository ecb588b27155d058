package dev.quiver.quic.trust;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate being written; each method changes it and returns it. */
final class CertificateDraft {
    private record Ext(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {}

    private final List<Ext> extensions = new ArrayList<>();
    private String subject;
    private Instant notBefore = Instant.now().minus(Duration.ofDays(1));
    private Instant notAfter = Instant.now().plus(Duration.ofDays(90));
    private BigInteger serial = Authority.nextSerial();
    private @Nullable KeyPair keys;
    private @Nullable String signature;

    CertificateDraft(String subject) {
        this.subject = subject;
    }

    CertificateDraft subject(String name) {
        this.subject = name;
        return this;
    }

    String subject() {
        return subject;
    }

    CertificateDraft authority() {
        return with(Extension.basicConstraints, true, new BasicConstraints(true))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    CertificateDraft pathLength(int length) {
        return with(Extension.basicConstraints, true, new BasicConstraints(length));
    }

    CertificateDraft server() {
        return with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .usage(KeyPurposeId.id_kp_serverAuth);
    }

    CertificateDraft usage(KeyPurposeId... purposes) {
        return with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    CertificateDraft names(String... names) {
        GeneralName[] general = Arrays.stream(names)
                .map(name -> name.indexOf(':') >= 0 || name.matches("[0-9.]+")
                        ? new GeneralName(GeneralName.iPAddress, name)
                        : new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        return with(Extension.subjectAlternativeName, subject.isEmpty(), new GeneralNames(general));
    }

    /** Sets an extension, in place of one of the same id. */
    CertificateDraft with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        without(id);
        extensions.add(new Ext(id, critical, value));
        return this;
    }

    CertificateDraft without(ASN1ObjectIdentifier id) {
        extensions.removeIf(extension -> extension.id.equals(id));
        return this;
    }

    CertificateDraft valid(Duration fromNow, Duration untilNow) {
        notBefore = Instant.now().plus(fromNow);
        notAfter = Instant.now().plus(untilNow);
        return this;
    }

    CertificateDraft expired() {
        return valid(Duration.ofDays(-60), Duration.ofDays(-1));
    }

    CertificateDraft serial(long number) {
        serial = BigInteger.valueOf(number);
        return this;
    }

    /** As {@link Authority#keys}. */
    CertificateDraft keys(String label) {
        keys = Authority.keys(label);
        return this;
    }

    @Nullable
    KeyPair keys() {
        return keys;
    }

    CertificateDraft signature(String algorithm) {
        signature = algorithm;
        return this;
    }

    X509Certificate signedBy(X500Name issuer, PrivateKey key, PublicKey subjectKey) {
        try {
            byte[] der = der(issuer, key, subjectKey);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (Exception e) {
            throw new IllegalStateException("cannot make " + subject, e);
        }
    }

    private byte[] der(X500Name issuer, PrivateKey key, PublicKey subjectKey) throws Exception {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(notBefore),
                Date.from(notAfter),
                new X500Name(subject),
                SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded()));
        for (Ext extension : extensions) {
            builder.addExtension(extension.id, extension.critical, extension.value);
        }
        String algorithm = signature != null
                ? signature
                : switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm().equals("EdDSA") ? "Ed25519" : key.getAlgorithm();
                };
        JcaContentSignerBuilder signer = new JcaContentSignerBuilder(algorithm);
        if (algorithm.endsWith("MGF1")) {
            signer.setProvider(new BouncyCastleProvider()); // the JDK calls it by another name
        }
        return builder.build(signer.build(key)).getEncoded();
    }
}
