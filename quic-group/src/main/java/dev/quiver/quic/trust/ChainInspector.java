package dev.quiver.quic.trust;

import dev.quiver.quic.TlsAlert;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says what a peer's chain is like: the verdict that {@link TrustEvaluator} gives over the same anchors, every path that
 * can be built, and what is wrong or odd, each with what to do. The chain comes from a stranger: work, time and text are
 * bounded whatever it holds, and what cannot be decoded is a finding.
 *
 * <p>Immutable; safe for any thread. Blocks only while a fetcher, if one was given, asks.
 */
public final class ChainInspector {
    private static final int MOST_PATHS = 16;
    private static final int MOST_FETCHED = 4;

    private final PkixEvaluator evaluator;
    private final Duration soon;
    private final @Nullable CertificateFetcher fetcher;
    private final Duration fetchLimit;

    private ChainInspector(Builder builder) {
        this.evaluator = builder.evaluator;
        this.soon = builder.soon;
        this.fetcher = builder.fetcher;
        this.fetchLimit = builder.fetchLimit;
    }

    /** An inspector over the platform's anchors that fetches nothing. */
    public static Builder newBuilder() {
        return new Builder();
    }

    /**
     * Inspects a chain in the form it came in.
     *
     * @param host the name or literal address that the peer must prove to be
     * @param presented DER certificates in wire order, well-formed or not
     * @throws IllegalArgumentException if there is none
     */
    public ChainReport inspect(String host, List<byte[]> presented) {
        if (presented.isEmpty()) {
            throw new IllegalArgumentException("no certificate was presented");
        }
        return inspect(PeerName.of(host).text(), PresentedChain.decode(presented));
    }

    /** Inspects what an evaluator was asked to judge. */
    public ChainReport inspect(TrustContext context) {
        List<byte[]> ders = new ArrayList<>();
        for (X509Certificate certificate : context.presented()) {
            try {
                ders.add(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                ders.add(new byte[0]);
            }
        }
        return inspect(context.host(), ders);
    }

    private ChainReport inspect(String host, PresentedChain chain) {
        Findings findings = new Findings();
        OrderCheck.look(chain, findings);
        X509Certificate leaf = chain.leaf();
        if (leaf == null) {
            return new ChainReport(host, chain.all(), unreadable(host), null, List.of(), findings.sorted(), List.of());
        }
        TrustContext context = new TrustContext(host, 443, TrustContext.Transport.TCP, chain.readable(), null);
        TrustVerdict verdict = chain.whole() ? evaluator.judge(context) : unreadable(host);
        IssuerServers servers = fetcher == null ? null : new IssuerServers(fetcher, chain, fetchLimit);
        PathFinder.Search search = search(leaf, chain, findings, servers);
        List<BuiltPath> paths = search.paths().stream().map(PathJudges::judged).toList();
        BuiltPath best = best(paths, verdict);
        List<X509Certificate> path = best == null ? search.longest() : best.certificates();
        new CertificateCheck(chain, findings, soon).look(path, best != null);
        LeafCheck.host(context, findings);
        String remark = null;
        if (best != null && PkixEvaluator.PLATFORM.anchors().contains(best.anchor())) {
            LeafCheck.published(chain.all().get(0), findings);
            remark = LeafCheck.tooLong(leaf);
        }
        if (servers != null) {
            askForRevocation(chain, path, findings, servers);
        }
        agree(verdict, findings);
        return new ChainReport(
                host,
                LeafCheck.withRemark(chain.all(), remark),
                verdict,
                best == null ? null : best.certificates(),
                paths,
                findings.sorted(),
                servers == null ? List.of() : servers.lookups());
    }

    private PathFinder.Search search(
            X509Certificate leaf, PresentedChain chain, Findings findings, @Nullable IssuerServers servers) {
        Collection<X509Certificate> anchors = evaluator.anchors();
        AnchorCheck check = new AnchorCheck(chain, anchors, findings);
        List<X509Certificate> between = new ArrayList<>(chain.readable());
        PathFinder.Search search = PathFinder.search(leaf, between, anchors, chain.signatures(), MOST_PATHS);
        List<X509Certificate> presentedWay = search.longest();
        for (int i = 0; servers != null && search.paths().isEmpty() && i < MOST_FETCHED; i++) {
            X509Certificate top = search.longest().get(search.longest().size() - 1);
            X509Certificate issuer = chain.signatures().selfSigned(top) ? null : servers.issuerOf(top);
            if (issuer == null) {
                break;
            }
            between.add(issuer);
            search = PathFinder.search(leaf, between, anchors, chain.signatures(), MOST_PATHS);
        }
        if (search.paths().isEmpty()) {
            check.unanchored(presentedWay);
        } else if (between.size() > chain.readable().size()) {
            check.missing(presentedWay.get(presentedWay.size() - 1));
        } else {
            check.anchored(leaf);
        }
        return search;
    }

    private static @Nullable BuiltPath best(List<BuiltPath> paths, TrustVerdict verdict) {
        for (BuiltPath path : paths) {
            if (verdict instanceof TrustVerdict.Trusted trusted
                    && path.certificates().equals(trusted.path())) {
                return path;
            }
        }
        return paths.stream().filter(BuiltPath::valid).findFirst().orElse(paths.isEmpty() ? null : paths.get(0));
    }

    private static void askForRevocation(
            PresentedChain chain, List<X509Certificate> path, Findings findings, IssuerServers servers) {
        for (int i = 0; i + 1 < path.size(); i++) {
            X509Certificate certificate = path.get(i);
            if (servers.revocation(certificate, path.get(i + 1)) == IssuerLookup.Result.REVOKED) {
                findings.add(
                        FindingId.REVOKED,
                        chain.indexOf(certificate),
                        Shown.name(certificate.getSubjectX500Principal()) + " was revoked by its issuer.",
                        "Replace it, with a new key if the old one leaked.");
            }
        }
    }

    /** A chain that clients refuse has an error, be it only in their own words. */
    private static void agree(TrustVerdict verdict, Findings findings) {
        if (!(verdict instanceof TrustVerdict.Rejected rejected) || findings.hasErrors()) {
            return;
        }
        TlsAlert alert = rejected.alert();
        FindingId id = alert.equals(TlsAlert.CERTIFICATE_EXPIRED)
                ? FindingId.EXPIRED
                : alert.equals(TlsAlert.UNKNOWN_CA)
                        ? FindingId.UNTRUSTED_ROOT
                        : findings.has(FindingId.MISORDERED) ? FindingId.MISORDERED : FindingId.WRONG_USAGE;
        findings.add(id, Severity.ERROR, null, rejected.reason(), "Have the chain set up or issued anew.");
    }

    private static TrustVerdict unreadable(String host) {
        return new TrustVerdict.Rejected(
                TlsAlert.BAD_CERTIFICATE,
                "A certificate that " + Shown.text(host) + " presents is malformed and cannot be read.",
                null);
    }

    /** Builds an inspector. Not thread-safe. */
    public static final class Builder {
        private PkixEvaluator evaluator = PkixEvaluator.PLATFORM;
        private Duration soon = Duration.ofDays(14);
        private @Nullable CertificateFetcher fetcher;
        private Duration fetchLimit = Duration.ofSeconds(10);

        private Builder() {}

        /**
         * The anchors, in place of the platform's.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder anchors(Collection<X509Certificate> anchors) {
            this.evaluator = PkixEvaluator.ofAnchors(anchors, "the anchors given");
            return this;
        }

        /**
         * The anchors in a PEM file, in place of the platform's. Read at this call.
         *
         * @throws CredentialFileException if the file cannot be read, holds no certificate or a broken one
         */
        public Builder anchorsFromPem(Path file) throws IOException {
            this.evaluator =
                    PkixEvaluator.ofAnchors(PemFile.certificates(file), "the anchors in " + file.getFileName());
            return this;
        }

        /** How long before its end a certificate is said to expire soon. Default 14 days. */
        public Builder expiresSoon(Duration before) {
            if (before.isNegative()) {
                throw new IllegalArgumentException("the time before expiry must not be negative");
            }
            this.soon = before;
            return this;
        }

        /**
         * Allows missing intermediates, OCSP answers and CRLs to be fetched from where certificates say. Tells those
         * servers what is being inspected. Default: nothing is fetched.
         *
         * @param limit how long all that may take for one chain; a single answer may take half of it
         */
        public Builder fetchMissing(CertificateFetcher fetcher, Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("limit must be positive");
            }
            this.fetcher = Objects.requireNonNull(fetcher, "fetcher");
            this.fetchLimit = limit;
            return this;
        }

        /** The inspector. */
        public ChainInspector build() {
            return new ChainInspector(this);
        }
    }
}
