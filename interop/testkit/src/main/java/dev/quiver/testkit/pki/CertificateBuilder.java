package dev.quiver.testkit.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Describes one certificate (RFC 5280) and issues it. Defaults make a good one; the setters can make every kind of bad
 * one. Begin at {@link TestAuthority#newRoot()}, {@link TestAuthority#newIntermediate()},
 * {@link TestAuthority#newLeaf()} or {@link TestCertificate#newSelfSigned()}. Not thread-safe.
 */
public final class CertificateBuilder {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final @Nullable TestAuthority issuer;
    private X500Principal subject = new X500Principal("CN=Quiver Test");
    private @Nullable KeyPair keys;
    private KeyKind kind = KeyKind.EC_P256;
    private Instant notBefore = Instant.now().minus(Duration.ofHours(1));
    private Instant notAfter = Instant.now().plus(Duration.ofDays(30));
    private final List<GeneralName> names = new ArrayList<>();
    private List<KeyPurpose> purposes = List.of();
    private boolean authority;
    private @Nullable Integer pathLength;
    private final List<GeneralSubtree> permitted = new ArrayList<>();
    private final List<GeneralSubtree> excluded = new ArrayList<>();
    private @Nullable URI caIssuers;
    private @Nullable String signature;
    private final List<Extension> extensions = new ArrayList<>();

    CertificateBuilder(@Nullable TestAuthority issuer) {
        this.issuer = issuer;
    }

    /** The subject's common name. Host names belong to {@link #host}: no client reads them from here. */
    public CertificateBuilder name(String commonName) {
        return subject(new X500Principal("CN=" + Objects.requireNonNull(commonName, "commonName")));
    }

    /** The whole subject. */
    public CertificateBuilder subject(X500Principal subject) {
        this.subject = Objects.requireNonNull(subject, "subject");
        return this;
    }

    /** The kind of key to make. Default: P-256. */
    public CertificateBuilder key(KeyKind kind) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.keys = null;
        return this;
    }

    /** A key that exists already, such as a former certificate's. */
    public CertificateBuilder key(KeyPair keys) {
        this.keys = Objects.requireNonNull(keys, "keys");
        return this;
    }

    /** Adds subject alternative names: literal addresses as such, all else as DNS names. May be called again. */
    public CertificateBuilder host(String... hosts) {
        for (String host : hosts) {
            if (host.isEmpty()) {
                throw new IllegalArgumentException("a host name cannot be empty");
            }
            boolean address = host.indexOf(':') >= 0 || host.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
            names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
        }
        return this;
    }

    /** From when to when it is good. Default: from an hour ago until in 30 days. */
    public CertificateBuilder valid(Instant from, Instant until) {
        this.notBefore = Objects.requireNonNull(from, "from");
        this.notAfter = Objects.requireNonNull(until, "until");
        return this;
    }

    /** Good until a day ago. */
    public CertificateBuilder expired() {
        Instant now = Instant.now();
        return valid(now.minus(Duration.ofDays(31)), now.minus(Duration.ofDays(1)));
    }

    /** Good from tomorrow on. */
    public CertificateBuilder notYetValid() {
        Instant now = Instant.now();
        return valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(31)));
    }

    /** What the key is for; none leaves the extension out. Default: SERVER for a leaf, none for an authority. */
    public CertificateBuilder purposes(KeyPurpose... purposes) {
        this.purposes = List.of(purposes);
        return this;
    }

    /** Whether it says that it may sign others; false on an intermediate makes a chain that must be refused. */
    public CertificateBuilder authority(boolean authority) {
        this.authority = authority;
        return this;
    }

    /** How many intermediates may stand below. Default: no limit. */
    public CertificateBuilder pathLength(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("pathLength cannot be negative");
        }
        this.pathLength = most;
        return this;
    }

    /** Only these domains and what is below them may stand in certificates below (RFC 5280 §4.2.1.10). */
    public CertificateBuilder permitDomains(String... domains) {
        for (String domain : domains) {
            permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)));
        }
        return this;
    }

    /** These domains and what is below them may not stand in certificates below. */
    public CertificateBuilder excludeDomains(String... domains) {
        for (String domain : domains) {
            excluded.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)));
        }
        return this;
    }

    /** Says where the issuer's certificate can be fetched (RFC 5280 §4.2.2.1). */
    public CertificateBuilder caIssuers(URI location) {
        this.caIssuers = Objects.requireNonNull(location, "location");
        return this;
    }

    /** The signature's JCA name, such as {@code SHA1withECDSA}; it must suit the signer's key. */
    public CertificateBuilder signature(String algorithm) {
        this.signature = Objects.requireNonNull(algorithm, "algorithm");
        return this;
    }

    /** A further extension, as DER. May be called again. */
    public CertificateBuilder extension(String oid, boolean critical, byte[] der) {
        extensions.add(new Extension(new ASN1ObjectIdentifier(oid), critical, der.clone()));
        return this;
    }

    /** Issues a certificate to present. */
    public TestCertificate issue() {
        KeyPair own = ownKeys();
        X509Certificate certificate = sign(own);
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        if (issuer != null) {
            chain.addAll(issuer.intermediates());
        }
        return new TestCertificate(
                own, chain, issuer == null ? certificate : issuer.root().certificate());
    }

    /** Issues a certificate to sign others with. */
    public TestAuthority issueAuthority() {
        KeyPair own = ownKeys();
        return new TestAuthority(own, sign(own), issuer);
    }

    private KeyPair ownKeys() {
        return keys != null ? keys : kind.generate();
    }

    private X509Certificate sign(KeyPair own) {
        KeyPair signer = issuer == null ? own : issuer.keys();
        X500Principal by = issuer == null ? subject : issuer.certificate().getSubjectX500Principal();
        X509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                by,
                new BigInteger(127, RANDOM).setBit(126),
                Date.from(notBefore),
                Date.from(notAfter),
                subject,
                own.getPublic());
        try {
            addExtensions(certificate, own, signer);
            String algorithm = signature != null ? signature : Signatures.defaultFor(signer.getPrivate());
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            certificate.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new IllegalArgumentException("the signer's key cannot make the signature " + signature, e);
        } catch (CertificateException | IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot make a certificate for " + subject, e);
        }
    }

    private void addExtensions(X509v3CertificateBuilder certificate, KeyPair own, KeyPair signer)
            throws IOException, NoSuchAlgorithmException {
        JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
        certificate.addExtension(
                Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(own.getPublic()));
        certificate.addExtension(
                Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(signer.getPublic()));
        certificate.addExtension(Extension.basicConstraints, true, basicConstraints());
        certificate.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
        if (!purposes.isEmpty()) {
            certificate.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(purposes.stream().map(KeyPurpose::id).toArray(KeyPurposeId[]::new)));
        }
        if (!names.isEmpty()) {
            certificate.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        if (!permitted.isEmpty() || !excluded.isEmpty()) {
            certificate.addExtension(
                    Extension.nameConstraints, true, new NameConstraints(subtrees(permitted), subtrees(excluded)));
        }
        if (caIssuers != null) {
            certificate.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(
                            AccessDescription.id_ad_caIssuers,
                            new GeneralName(GeneralName.uniformResourceIdentifier, caIssuers.toString())));
        }
        for (Extension extension : extensions) {
            certificate.addExtension(extension);
        }
    }

    private ASN1Encodable basicConstraints() {
        return authority && pathLength != null ? new BasicConstraints(pathLength) : new BasicConstraints(authority);
    }

    private static GeneralSubtree @Nullable [] subtrees(List<GeneralSubtree> of) {
        return of.isEmpty() ? null : of.toArray(GeneralSubtree[]::new);
    }
}
