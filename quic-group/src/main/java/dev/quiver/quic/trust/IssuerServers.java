package dev.quiver.quic.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks issuers' servers, within a budget for one inspection, and keeps a record of every question. */
final class IssuerServers {
    private static final int MOST_LOOKUPS = 12;
    private static final int LARGEST_CERTIFICATE = 64 << 10;
    private static final int LARGEST_STATUS = 64 << 10;
    private static final int LARGEST_LIST = 4 << 20;

    private final CertificateFetcher fetcher;
    private final PresentedChain chain;
    private final long deadline;
    private final Duration each;
    private final List<IssuerLookup> lookups = new ArrayList<>();

    IssuerServers(CertificateFetcher fetcher, PresentedChain chain, Duration limit) {
        this.fetcher = fetcher;
        this.chain = chain;
        this.deadline = System.nanoTime() + limit.toNanos();
        this.each = limit.dividedBy(2);
    }

    List<IssuerLookup> lookups() {
        return List.copyOf(lookups);
    }

    /** The issuer's certificate, if it can be had and its key did sign this one. */
    @Nullable
    X509Certificate issuerOf(X509Certificate certificate) {
        for (String uri : IssuerAddresses.issuers(certificate)) {
            Asked asked = new Asked(IssuerLookup.Kind.ISSUER, certificate, uri);
            try {
                byte[] body = fetch(uri, null, LARGEST_CERTIFICATE);
                for (Certificate candidate :
                        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(body))) {
                    X509Certificate issuer = (X509Certificate) candidate;
                    if (chain.signatures().issued(issuer, certificate)) {
                        note(asked, IssuerLookup.Result.FOUND, Shown.name(issuer.getSubjectX500Principal()));
                        return issuer;
                    }
                }
                note(asked, IssuerLookup.Result.FAILED, "what came did not issue this certificate");
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                note(asked, IssuerLookup.Result.FAILED, reason(e));
            }
        }
        return null;
    }

    /** Whether the issuer has revoked the certificate, by OCSP or else by its list. */
    IssuerLookup.Result revocation(X509Certificate certificate, X509Certificate issuer) {
        for (String uri : IssuerAddresses.ocsp(certificate)) {
            Asked asked = new Asked(IssuerLookup.Kind.OCSP, certificate, uri);
            try {
                OcspQuestion question = new OcspQuestion(certificate, issuer);
                OcspQuestion.Answer answer = question.read(fetch(uri, question.encoded(), LARGEST_STATUS));
                note(asked, answer.result(), answer.detail());
                if (answer.result() != IssuerLookup.Result.UNKNOWN) {
                    return answer.result();
                }
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                note(asked, IssuerLookup.Result.FAILED, reason(e));
            }
        }
        for (String uri : IssuerAddresses.crls(certificate)) {
            Asked asked = new Asked(IssuerLookup.Kind.CRL, certificate, uri);
            try {
                IssuerLookup.Result result = listed(fetch(uri, null, LARGEST_LIST), certificate, issuer);
                note(
                        asked,
                        result,
                        result == IssuerLookup.Result.REVOKED ? "it is on the list" : "it is not on the list");
                return result;
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                note(asked, IssuerLookup.Result.FAILED, reason(e));
            }
        }
        return IssuerLookup.Result.UNKNOWN;
    }

    private static IssuerLookup.Result listed(byte[] body, X509Certificate certificate, X509Certificate issuer)
            throws IOException, GeneralSecurityException {
        X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(body));
        if (!list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
            throw new IOException("the list is another issuer's");
        }
        list.verify(issuer.getPublicKey());
        if (list.getNextUpdate() != null
                && list.getNextUpdate().toInstant().isBefore(Instant.now().minus(OcspQuestion.SKEW))) {
            throw new IOException(
                    "the list is out of date since " + list.getNextUpdate().toInstant());
        }
        return list.isRevoked(certificate) ? IssuerLookup.Result.REVOKED : IssuerLookup.Result.GOOD;
    }

    private byte[] fetch(String text, byte @Nullable [] body, int largest) throws IOException {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (lookups.size() >= MOST_LOOKUPS || left.isNegative() || left.isZero()) {
            throw new IOException("the inspection's time or number of questions is used up");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IOException("the address is malformed", e);
        }
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IOException("only http is asked");
        }
        byte[] answer = fetcher.fetch(
                new CertificateFetcher.Request(uri, body, largest, left.compareTo(each) < 0 ? left : each));
        if (answer.length > largest) {
            throw new IOException("the answer is larger than " + largest + " bytes");
        }
        return answer;
    }

    private record Asked(IssuerLookup.Kind kind, X509Certificate certificate, String uri) {}

    private void note(Asked asked, IssuerLookup.Result result, String detail) {
        lookups.add(
                new IssuerLookup(asked.kind, chain.indexOf(asked.certificate), Shown.text(asked.uri), result, detail));
    }

    private static String reason(Exception failure) {
        return Shown.text(String.valueOf(failure.getMessage()));
    }
}
