package dev.quiver.quic.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a peer presented and what can be made of it.
 *
 * @param host the name or address that the chain was judged for
 * @param presented the certificates in wire order; at most the first 128
 * @param verdict what {@link TrustEvaluator} decides over the same anchors, on what was presented alone
 * @param built the path that convinced, or else the best that could be built, leaf first and anchor last; null where none
 *     leads to an anchor
 * @param paths every path that can be built, at most 16
 * @param findings what there is to say, errors first
 * @param lookups what was asked of the issuers' servers; empty unless allowed
 */
public record ChainReport(
        String host,
        List<InspectedCertificate> presented,
        TrustVerdict verdict,
        @Nullable List<X509Certificate> built,
        List<BuiltPath> paths,
        List<Finding> findings,
        List<IssuerLookup> lookups) {
    public ChainReport {
        presented = List.copyOf(presented);
        built = built == null ? null : List.copyOf(built);
        paths = List.copyOf(paths);
        findings = List.copyOf(findings);
        lookups = List.copyOf(lookups);
    }

    /** Whether a client with these anchors goes on. */
    public boolean trusted() {
        return verdict instanceof TrustVerdict.Trusted;
    }

    /** Whether a finding is an error. */
    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** As this one, with a finding more, in its place. */
    public ChainReport with(Finding finding) {
        List<Finding> more = new ArrayList<>(findings);
        more.add(finding);
        return new ChainReport(host, presented, verdict, built, paths, Findings.sorted(more), lookups);
    }

    /** The findings of an id. */
    public List<Finding> findings(FindingId id) {
        return findings.stream().filter(finding -> finding.id() == id).toList();
    }

    /** {@link FindingId#TRANSPORTS_DIFFER} where another transport's report shows another chain for the same host. */
    public Optional<Finding> differenceFrom(ChainReport other) {
        int common = Math.min(presented.size(), other.presented.size());
        for (int i = 0; i < common; i++) {
            if (!Arrays.equals(presented.get(i).der(), other.presented.get(i).der())) {
                return Optional.of(difference(
                        i,
                        "certificate " + i + " is "
                                + Shown.text(presented.get(i).subject()) + " on the one and "
                                + Shown.text(other.presented.get(i).subject()) + " on the other"));
            }
        }
        return presented.size() == other.presented.size()
                ? Optional.empty()
                : Optional.of(difference(
                        null,
                        "the one sends " + presented.size() + " certificates and the other " + other.presented.size()));
    }

    private Finding difference(@Nullable Integer index, String what) {
        return new Finding(
                FindingId.TRANSPORTS_DIFFER,
                index,
                host + " presents different chains over QUIC and TCP: " + what + ".",
                "Give both listeners the same certificate file and reload both.");
    }
}
