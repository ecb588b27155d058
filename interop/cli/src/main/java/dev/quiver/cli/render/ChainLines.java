package dev.quiver.cli.render;

import dev.quiver.quic.trust.ChainReport;
import dev.quiver.quic.trust.Finding;
import dev.quiver.quic.trust.FindingId;
import dev.quiver.quic.trust.InspectedCertificate;
import dev.quiver.quic.trust.Severity;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A chain as a tree with its anchor at the root, and before each certificate its number on the wire: what was sent beside
 * what is built from it. What was sent and belongs to no path stands below, what is missing above.
 */
final class ChainLines {
    /** Wide enough for {@code 12,13}. */
    private static final int GUTTER = 8;

    private final ChainReport chain;
    private final Style style;
    private final CertificateWords words;
    private final int columns;
    private final boolean verbose;
    private final List<String> lines = new ArrayList<>();

    ChainLines(ChainReport chain, Style style, int columns, boolean verbose) {
        this.chain = chain;
        this.style = style;
        this.columns = columns;
        this.verbose = verbose;
        this.words = new CertificateWords();
    }

    List<String> render() {
        List<X509Certificate> built = chain.built();
        List<X509Certificate> path = built == null ? way() : built;
        List<InspectedCertificate> order = new ArrayList<>();
        path.forEach(certificate -> order.add(InspectedCertificate.decode(0, Pem.der(certificate))));
        Collections.reverse(order);
        lines.add(style.dim(
                " sent    " + "built: " + (built == null ? "as far as it leads" : "the path to your trust anchor")));
        int depth = 0;
        if (built == null && !path.isEmpty() && !selfIssued(path.get(path.size() - 1))) {
            String issuer = words.name(path.get(path.size() - 1).getIssuerX500Principal());
            put(style.red(pad("✗")), "", issuer, style.red(missing()), true);
            depth++;
        }
        for (InspectedCertificate certificate : order) {
            List<Integer> places = places(certificate);
            boolean anchor = depth == 0 && built != null;
            String gutter = places.isEmpty()
                    ? style.dim(pad("–"))
                    : style.cyan(pad(places.stream().map(String::valueOf).collect(Collectors.joining(","))));
            put(gutter, branch(depth), words.name(certificate), note(certificate, places, anchor), bad(places));
            details(certificate, depth, certificate == order.get(order.size() - 1));
            depth++;
        }
        for (InspectedCertificate sent : chain.presented()) {
            if (order.stream().noneMatch(other -> other.sha256().equals(sent.sha256()))) {
                String note = sent.fault() == null ? "sent, but not part of the path" : "cannot be read";
                put(
                        style.yellow(pad(String.valueOf(sent.index()))),
                        "",
                        words.name(sent),
                        sent.fault() == null ? style.yellow(note) : style.red(note),
                        sent.fault() != null);
                details(sent, 0, false);
            }
        }
        return lines;
    }

    private void put(String gutter, String branch, String name, String note, boolean bad) {
        String shown = Clip.to(name, Math.max(12, columns - GUTTER - 1 - branch.length() - 2 - Clip.width(note)));
        lines.add(gutter + branch + (bad ? style.red(shown) : style.bold(shown)) + (note.isEmpty() ? "" : "  " + note));
    }

    private void details(InspectedCertificate certificate, int depth, boolean leaf) {
        String indent = " ".repeat(GUTTER + 1 + 3 * depth);
        for (String line : words.details(certificate, leaf, verbose)) {
            lines.add(indent + style.dim(Clip.to(line, columns - indent.length())));
        }
    }

    private static String branch(int depth) {
        return depth == 0 ? "" : "   ".repeat(depth - 1) + "└─ ";
    }

    private static String pad(String text) {
        return " " + text + " ".repeat(Math.max(1, GUTTER - text.length()));
    }

    private String note(InspectedCertificate certificate, List<Integer> places, boolean anchor) {
        List<String> notes = new ArrayList<>();
        if (anchor) {
            notes.add(style.green(places.isEmpty() ? "your trust anchor" : "your trust anchor, sent too"));
        } else if (places.isEmpty()) {
            notes.add(style.red("not sent, fetched from its issuer"));
        } else if (places.size() > 1) {
            notes.add(style.yellow("sent " + places.size() + " times"));
        }
        chain.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR && finding.certificate() != null)
                .filter(finding -> places.contains(finding.certificate()) && !aboutTheWay(finding.id()))
                .map(finding -> style.red(finding.id().name()))
                .distinct()
                .forEach(notes::add);
        if (!anchor && chain.built() == null && selfIssued(certificate.certificate())) {
            notes.add(style.red("no anchor of yours"));
        }
        return String.join(style.dim(", "), notes);
    }

    /** Said where the way up ends. */
    private static boolean aboutTheWay(FindingId id) {
        return id == FindingId.MISSING_INTERMEDIATE || id == FindingId.UNTRUSTED_ROOT || id == FindingId.SELF_SIGNED;
    }

    private String missing() {
        return chain.findings(FindingId.MISSING_INTERMEDIATE).isEmpty()
                ? "not sent, no anchor of yours"
                : "MISSING: not sent, no anchor";
    }

    private boolean bad(List<Integer> places) {
        return chain.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(Finding::certificate)
                .anyMatch(index -> index != null && places.contains(index));
    }

    private List<Integer> places(InspectedCertificate certificate) {
        return chain.presented().stream()
                .filter(sent -> sent.sha256().equals(certificate.sha256()))
                .map(InspectedCertificate::index)
                .toList();
    }

    /** Up from the leaf by names, where nothing leads to an anchor. */
    private List<X509Certificate> way() {
        List<X509Certificate> way = new ArrayList<>();
        X509Certificate next =
                chain.presented().isEmpty() ? null : chain.presented().get(0).certificate();
        while (next != null && !way.contains(next)) {
            way.add(next);
            next = selfIssued(next) ? null : issuer(next);
        }
        return way;
    }

    private @Nullable X509Certificate issuer(X509Certificate of) {
        for (InspectedCertificate sent : chain.presented()) {
            X509Certificate candidate = sent.certificate();
            if (candidate != null && candidate.getSubjectX500Principal().equals(of.getIssuerX500Principal())) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean selfIssued(@Nullable X509Certificate certificate) {
        return certificate != null
                && certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
