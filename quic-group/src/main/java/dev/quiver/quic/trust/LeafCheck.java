package dev.quiver.quic.trust;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the server's own certificate has to say: for which host, and what public authorities owe. */
final class LeafCheck {
    /** CA/B Forum Baseline Requirements §6.3.2: the longest validity by the day of issue. */
    private static final TreeMap<Instant, Integer> LONGEST_DAYS = new TreeMap<>(Map.of(
            Instant.EPOCH,
            825,
            Instant.parse("2020-09-01T00:00:00Z"),
            398,
            Instant.parse("2026-03-15T00:00:00Z"),
            200,
            Instant.parse("2027-03-15T00:00:00Z"),
            100,
            Instant.parse("2029-03-15T00:00:00Z"),
            47));

    private LeafCheck() {}

    static void host(TrustContext context, Findings findings) {
        X509Certificate leaf = context.leaf();
        String host = Shown.text(context.host());
        try {
            TrustManagerEvaluator.checkHost(context);
            if (SubjectNames.of(leaf, 1).isEmpty()) {
                findings.add(
                        FindingId.HOST_MISMATCH,
                        0,
                        "The certificate names " + host + " only as its common name, which browsers ignore (RFC 9110"
                                + " §4.3.4).",
                        "Have it issued with " + host + " as a subject alternative name.");
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            findings.add(
                    FindingId.HOST_MISMATCH,
                    0,
                    "The certificate is not for " + host + ": it speaks for " + Shown.names(leaf) + ".",
                    "Ask for the server by one of its names, or have a certificate issued for this one.");
        }
    }

    /** What holds below public anchors only. */
    static void published(InspectedCertificate leaf, Findings findings) {
        X509Certificate certificate = leaf.certificate();
        if (certificate != null && certificate.getExtensionValue(EmbeddedSct.EXTENSION) == null) {
            findings.add(
                    FindingId.SCT_MISSING,
                    0,
                    "The certificate holds no certificate transparency timestamps, which browsers want of public"
                            + " authorities.",
                    "Nothing, if the server sends them in the handshake or by OCSP, which is not seen here; else have it"
                            + " issued with timestamps.");
        }
    }

    /** A remark on a validity longer than public authorities may grant; null for none. */
    static @Nullable String tooLong(X509Certificate leaf) {
        Instant from = leaf.getNotBefore().toInstant();
        Map.Entry<Instant, Integer> rule = LONGEST_DAYS.floorEntry(from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from);
        // §1.6.1: both ends count, and any part of a day is a day.
        long seconds = Duration.between(from, leaf.getNotAfter().toInstant()).toSeconds() + 1;
        long days = (seconds + 86_399) / 86_400;
        return days > rule.getValue()
                ? "it is valid for " + days + " days, where public authorities may grant " + rule.getValue()
                        + " (CA/B Forum Baseline Requirements 6.3.2)"
                : null;
    }

    static List<InspectedCertificate> withRemark(List<InspectedCertificate> presented, @Nullable String remark) {
        if (remark == null) {
            return presented;
        }
        List<InspectedCertificate> changed = new ArrayList<>(presented);
        changed.set(0, presented.get(0).remark(remark));
        return changed;
    }
}
