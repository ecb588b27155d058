package dev.quiver.quic.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** One certificate's status by OCSP (RFC 6960): the request, and the answer checked as its §3.2 says. */
final class OcspQuestion {
    static final Duration SKEW = Duration.ofMinutes(10);
    private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

    private final X509Certificate issuer;
    private final CertificateID id;

    /**
     * What was answered.
     *
     * @param result GOOD, REVOKED or UNKNOWN
     * @param detail a sentence's end
     */
    record Answer(IssuerLookup.Result result, String detail) {}

    OcspQuestion(X509Certificate certificate, X509Certificate issuer) throws GeneralSecurityException, IOException {
        this.issuer = issuer;
        try {
            this.id = new CertificateID(
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                    new JcaX509CertificateHolder(issuer),
                    certificate.getSerialNumber());
        } catch (OCSPException | OperatorCreationException e) {
            throw new IOException("no OCSP request can be made", e);
        }
    }

    byte[] encoded() throws IOException {
        try {
            return new OCSPReqBuilder().addRequest(id).build().getEncoded();
        } catch (OCSPException e) {
            throw new IOException("no OCSP request can be made", e);
        }
    }

    Answer read(byte[] body) throws IOException, GeneralSecurityException {
        try {
            OCSPResp response = new OCSPResp(body);
            if (response.getStatus() != OCSPResp.SUCCESSFUL
                    || !(response.getResponseObject() instanceof BasicOCSPResp basic)) {
                throw new IOException("the OCSP server answers with status " + response.getStatus());
            }
            if (!signed(basic)) {
                throw new IOException("the OCSP answer is not signed by the issuer or for it");
            }
            for (SingleResp single : basic.getResponses()) {
                if (about(single.getCertID())) {
                    return status(single);
                }
            }
            throw new IOException("the OCSP answer is about another certificate");
        } catch (OCSPException | OperatorCreationException e) {
            throw new IOException("the OCSP answer cannot be read", e);
        }
    }

    private boolean about(CertificateID other) throws OCSPException, GeneralSecurityException {
        try {
            return other.getSerialNumber().equals(id.getSerialNumber())
                    && other.matchesIssuer(
                            new JcaX509CertificateHolder(issuer), new JcaDigestCalculatorProviderBuilder().build());
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static Answer status(SingleResp single) throws IOException {
        Instant now = Instant.now();
        boolean early = single.getThisUpdate().toInstant().isAfter(now.plus(SKEW));
        boolean late = single.getNextUpdate() != null
                && single.getNextUpdate().toInstant().isBefore(now.minus(SKEW));
        if (early || late) {
            throw new IOException("the OCSP answer is out of date");
        }
        CertificateStatus status = single.getCertStatus();
        if (status == CertificateStatus.GOOD) {
            return new Answer(IssuerLookup.Result.GOOD, "it is not revoked");
        }
        return status instanceof RevokedStatus revoked
                ? new Answer(
                        IssuerLookup.Result.REVOKED,
                        "it was revoked at " + revoked.getRevocationTime().toInstant())
                : new Answer(IssuerLookup.Result.UNKNOWN, "the server does not know the certificate");
    }

    /** By the issuer's own key, or by one that it certified for this (RFC 6960 §4.2.2.2). */
    private boolean signed(BasicOCSPResp basic)
            throws OperatorCreationException, OCSPException, GeneralSecurityException {
        JcaContentVerifierProviderBuilder verifiers = new JcaContentVerifierProviderBuilder();
        if (basic.isSignatureValid(verifiers.build(issuer.getPublicKey()))) {
            return true;
        }
        X509CertificateHolder[] signers = basic.getCerts();
        for (X509CertificateHolder holder : List.of(signers).subList(0, Math.min(4, signers.length))) {
            X509Certificate signer = new JcaX509CertificateConverter().getCertificate(holder);
            List<String> usages = signer.getExtendedKeyUsage();
            boolean delegated = usages != null
                    && usages.contains(OCSP_SIGNING)
                    && new Signatures().issued(issuer, signer)
                    && !Instant.now().isAfter(signer.getNotAfter().toInstant());
            if (delegated && basic.isSignatureValid(verifiers.build(signer.getPublicKey()))) {
                return true;
            }
        }
        return false;
    }
}
