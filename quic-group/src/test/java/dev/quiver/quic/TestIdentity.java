package dev.quiver.quic;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A throw-away authority and one leaf for localhost. The testkit has the grown-up one; it stands above this module. */
record TestIdentity(X509Certificate authority, X509Certificate leaf, KeyPair key) {
    static TestIdentity create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair ca = generator.generateKeyPair();
            KeyPair leaf = generator.generateKeyPair();
            X500Principal caName = new X500Principal("CN=Quiver Test CA");
            Date from = Date.from(Instant.now().minus(1, ChronoUnit.DAYS));
            Date to = Date.from(Instant.now().plus(10, ChronoUnit.DAYS));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(ca.getPrivate());
            var converter = new JcaX509CertificateConverter();
            var caCert = converter.getCertificate(
                    new JcaX509v3CertificateBuilder(caName, BigInteger.ONE, from, to, caName, ca.getPublic())
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                            .build(signer));
            var names = new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            });
            var leafCert = converter.getCertificate(new JcaX509v3CertificateBuilder(
                            caName, BigInteger.TWO, from, to, new X500Principal("CN=localhost"), leaf.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, names)
                    .build(signer));
            return new TestIdentity(caCert, leafCert, leaf);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    List<X509Certificate> chain() {
        return List.of(leaf, authority);
    }
}
