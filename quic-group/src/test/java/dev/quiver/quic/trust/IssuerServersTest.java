package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssuerServersTest {
    private static final Authority ROOT = ChainCases.ROOT;
    private static final Authority UPPER = ROOT.authority("Upper");
    private static final Date SOON = Date.from(Instant.now().plusSeconds(3600));
    private static final Date PAST = Date.from(Instant.now().minusSeconds(7200));

    private IssuerServer answers;

    @BeforeEach
    void start() throws Exception {
        answers = new IssuerServer();
    }

    @AfterEach
    void stop() throws Exception {
        answers.close();
    }

    @Test
    void missingIntermediatesAreFetchedAndStayAnError() {
        Authority lower = UPPER.authority(
                "Lower",
                d -> d.with(Extension.authorityInfoAccess, false, access(AccessDescription.id_ad_caIssuers, "/upper")));
        Authority leaf = lower.leaf(d -> d.names("example.com")
                .with(Extension.authorityInfoAccess, false, access(AccessDescription.id_ad_caIssuers, "/lower")));
        answers.put("/lower", request -> ChainCase.der(lower));
        answers.put("/upper", request -> ChainCase.der(UPPER));
        ChainReport report = inspect(leaf);
        assertThat(report.trusted()).isFalse();
        assertThat(ChainCase.written(report.findings())).isEqualTo("MISSING_INTERMEDIATE@0");
        assertThat(report.built())
                .containsExactly(leaf.certificate(), lower.certificate(), UPPER.certificate(), ROOT.certificate());
        assertThat(report.lookups())
                .map(lookup -> lookup.kind() + " " + lookup.result())
                .containsExactly("ISSUER FOUND", "ISSUER FOUND");
    }

    @Test
    void nothingIsFetchedUnlessAllowed() {
        Authority leaf = UPPER.leaf(d -> d.names("example.com")
                .with(Extension.authorityInfoAccess, false, access(AccessDescription.id_ad_caIssuers, "/upper")));
        answers.put("/upper", request -> ChainCase.der(UPPER));
        ChainReport report = ChainInspector.newBuilder()
                .anchors(List.of(ROOT.certificate()))
                .build()
                .inspect("example.com", List.of(ChainCase.der(leaf)));
        assertThat(report.lookups()).isEmpty();
        assertThat(answers.asked()).isEmpty();
    }

    @Test
    void privateAddressesAreNotAskedUnlessAllowed() {
        Authority leaf = UPPER.leaf(d -> d.names("example.com")
                .with(Extension.authorityInfoAccess, false, access(AccessDescription.id_ad_caIssuers, "/upper")));
        answers.put("/upper", request -> ChainCase.der(UPPER));
        ChainReport report = inspect(CertificateFetcher.http(), Duration.ofSeconds(10), leaf);
        assertThat(report.lookups()).singleElement().satisfies(lookup -> {
            assertThat(lookup.result()).isEqualTo(IssuerLookup.Result.FAILED);
            assertThat(lookup.detail()).contains("is not a public address");
        });
        assertThat(answers.asked()).isEmpty();
    }

    @Test
    void answersThatHelpNothingAreNoted() {
        Authority leaf = UPPER.leaf(d -> d.names("example.com")
                .with(Extension.authorityInfoAccess, false, new AuthorityInformationAccess(new AccessDescription[] {
                    description(AccessDescription.id_ad_caIssuers, answers.uri("/absent")),
                    description(AccessDescription.id_ad_caIssuers, answers.uri("/wrong")),
                    description(AccessDescription.id_ad_caIssuers, "https://127.0.0.1/secure")
                })));
        answers.put("/wrong", request -> ChainCase.der(ChainCases.OTHER));
        assertThat(inspect(leaf).lookups())
                .map(IssuerLookup::detail)
                .satisfiesExactly(
                        detail -> assertThat(detail).contains("404"),
                        detail -> assertThat(detail).contains("did not issue"),
                        detail -> assertThat(detail).contains("only http"));
    }

    @Test
    void largeAnswersAndSlowServersAreCutOff() {
        Authority leaf = UPPER.leaf(d -> d.names("example.com")
                .with(Extension.authorityInfoAccess, false, access(AccessDescription.id_ad_caIssuers, "/huge")));
        answers.put("/huge", request -> new byte[1 << 20]);
        assertThat(inspect(leaf).lookups())
                .singleElement()
                .satisfies(lookup -> assertThat(lookup.detail()).contains("larger than 65536"));
        CountDownLatch never = new CountDownLatch(1);
        answers.put("/huge", request -> {
            never.await();
            return request;
        });
        ChainReport slow = inspect(CertificateFetcher.httpWithPrivateAddresses(), Duration.ofMillis(300), leaf);
        never.countDown();
        assertThat(slow.lookups())
                .singleElement()
                .satisfies(lookup -> assertThat(lookup.result()).isEqualTo(IssuerLookup.Result.FAILED));
    }

    @Test
    void ocspTellsGoodFromRevoked() {
        Authority leaf = statused("/ocsp", null);
        answers.put(
                "/ocsp", request -> ocsp(request, UPPER, new X509CertificateHolder[0], CertificateStatus.GOOD, SOON));
        ChainReport good = inspect(leaf, UPPER);
        assertThat(good.findings()).isEmpty();
        assertThat(good.lookups()).map(IssuerLookup::result).containsExactly(IssuerLookup.Result.GOOD);
        answers.put("/ocsp", request -> ocsp(request, UPPER, new X509CertificateHolder[0], revoked(), SOON));
        ChainReport revoked = inspect(leaf, UPPER);
        assertThat(ChainCase.written(revoked.findings())).isEqualTo("REVOKED@0");
        assertThat(revoked.trusted()).isTrue();
    }

    @Test
    void ocspAnswersOfStrangersDoNotCount() {
        Authority leaf = statused("/ocsp", null);
        Authority delegate =
                UPPER.leaf(d -> d.subject("CN=ocsp").keys("EC:ocsp").usage(KeyPurposeId.id_kp_OCSPSigning));
        Authority notDelegated = UPPER.leaf(d -> d.subject("CN=ocsp").keys("EC:ocsp"));
        answers.put("/ocsp", request -> ocsp(request, delegate, certs(delegate), revoked(), SOON));
        assertThat(ChainCase.written(inspect(leaf, UPPER).findings())).isEqualTo("REVOKED@0");
        answers.put("/ocsp", request -> ocsp(request, notDelegated, certs(notDelegated), revoked(), SOON));
        assertThat(inspect(leaf, UPPER).lookups())
                .singleElement()
                .satisfies(lookup -> assertThat(lookup.detail()).contains("not signed by the issuer"));
        answers.put("/ocsp", request -> ocsp(request, UPPER, new X509CertificateHolder[0], revoked(), PAST));
        assertThat(inspect(leaf, UPPER).lookups())
                .singleElement()
                .satisfies(lookup -> assertThat(lookup.detail()).contains("out of date"));
        answers.put("/ocsp", request -> new byte[] {1, 2, 3});
        assertThat(inspect(leaf, UPPER).lookups())
                .map(IssuerLookup::result)
                .containsExactly(IssuerLookup.Result.FAILED);
    }

    @Test
    void listsAreReadWhereOcspFails() {
        Authority leaf = statused("/ocsp", "/list");
        answers.put("/list", request -> list(UPPER, leaf.certificate().getSerialNumber(), SOON));
        ChainReport revoked = inspect(leaf, UPPER);
        assertThat(ChainCase.written(revoked.findings())).isEqualTo("REVOKED@0");
        assertThat(revoked.lookups())
                .map(lookup -> lookup.kind() + " " + lookup.result())
                .containsExactly("OCSP FAILED", "CRL REVOKED");
        answers.put("/list", request -> list(UPPER, BigInteger.ONE, SOON));
        assertThat(inspect(leaf, UPPER).lookups())
                .last()
                .satisfies(lookup -> assertThat(lookup.result()).isEqualTo(IssuerLookup.Result.GOOD));
        answers.put("/list", request -> list(UPPER, BigInteger.ONE, PAST));
        assertThat(inspect(leaf, UPPER).lookups())
                .last()
                .satisfies(lookup -> assertThat(lookup.detail()).contains("out of date"));
        Authority impostor = Authority.root("Upper", d -> d.keys("EC:impostor"));
        answers.put("/list", request -> list(impostor, leaf.certificate().getSerialNumber(), SOON));
        assertThat(inspect(leaf, UPPER).findings()).isEmpty();
    }

    private Authority statused(String ocsp, String list) {
        return UPPER.leaf(d -> {
            d.names("example.com")
                    .with(Extension.authorityInfoAccess, false, access(AccessDescription.id_ad_ocsp, ocsp));
            return list == null
                    ? d
                    : d.with(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                        new DistributionPoint(
                                new DistributionPointName(new GeneralNames(
                                        new GeneralName(GeneralName.uniformResourceIdentifier, answers.uri(list)))),
                                null,
                                null)
                    }));
        });
    }

    private static byte[] ocsp(
            byte[] request, Authority signer, X509CertificateHolder[] certs, CertificateStatus status, Date nextUpdate)
            throws Exception {
        CertificateID id = new OCSPReq(request).getRequestList()[0].getCertID();
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(
                new X500Name(signer.certificate().getSubjectX500Principal().getName())));
        builder.addResponse(id, status, Date.from(Instant.now().minusSeconds(9000)), nextUpdate);
        return new OCSPRespBuilder()
                .build(
                        OCSPResp.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(signer.key()), certs, new Date()))
                .getEncoded();
    }

    private static CertificateStatus revoked() {
        return new RevokedStatus(PAST, CRLReason.keyCompromise);
    }

    private static X509CertificateHolder[] certs(Authority authority) throws Exception {
        return new X509CertificateHolder[] {new JcaX509CertificateHolder(authority.certificate())};
    }

    private static byte[] list(Authority issuer, BigInteger revoked, Date nextUpdate) throws Exception {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(
                X500Name.getInstance(
                        issuer.certificate().getSubjectX500Principal().getEncoded()),
                Date.from(Instant.now().minusSeconds(9000)));
        return builder.setNextUpdate(nextUpdate)
                .addCRLEntry(revoked, PAST, CRLReason.keyCompromise)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key()))
                .getEncoded();
    }

    private AuthorityInformationAccess access(ASN1ObjectIdentifier method, String path) {
        return new AuthorityInformationAccess(new AccessDescription[] {description(method, answers.uri(path))});
    }

    private static AccessDescription description(ASN1ObjectIdentifier method, String uri) {
        return new AccessDescription(method, new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    }

    private static ChainReport inspect(Authority... presented) {
        return inspect(CertificateFetcher.httpWithPrivateAddresses(), Duration.ofSeconds(10), presented);
    }

    private static ChainReport inspect(CertificateFetcher fetcher, Duration limit, Authority... presented) {
        List<byte[]> ders = new ArrayList<>();
        for (Authority authority : presented) {
            ders.add(ChainCase.der(authority));
        }
        return ChainInspector.newBuilder()
                .anchors(List.of(ROOT.certificate()))
                .fetchMissing(fetcher, limit)
                .build()
                .inspect("example.com", ders);
    }
}
