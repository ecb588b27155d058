package dev.quiver.cli.render;

import dev.quiver.cli.certs.CertsResult;
import dev.quiver.cli.certs.CertsTarget;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.probe.EndpointReport;
import dev.quiver.quic.probe.TransportReport;
import dev.quiver.quic.trust.ChainReport;
import dev.quiver.quic.trust.Finding;
import dev.quiver.quic.trust.FindingId;
import dev.quiver.quic.trust.InspectedCertificate;
import dev.quiver.quic.trust.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code quiver certs} found, for people. */
public final class CertsText {
    private static final int WIDEST = 100;

    private final Style style;
    private final int columns;
    private final boolean verbose;

    public CertsText(Style style, int columns, boolean verbose) {
        this.style = style;
        this.columns = Math.min(columns, WIDEST);
        this.verbose = verbose;
    }

    /** A host with its trees and findings. */
    public List<String> full(CertsResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold(title(result.target())));
        EndpointReport report = result.report();
        if (report == null) {
            lines.addAll(failure(result));
            return lines;
        }
        report.transports().forEach(transport -> lines.addAll(status(transport)));
        ChainReport quic = chain(report.quic());
        ChainReport tcp = chain(report.tcp());
        if (quic != null && tcp != null && !report.differs() && !tcp.presented().isEmpty()) {
            lines.add("");
            lines.add(" Both present the same chain:");
            lines.addAll(chain(quic));
        } else {
            for (TransportReport transport : report.transports()) {
                if (transport.chain() != null) {
                    lines.add("");
                    if (report.transports().size() > 1) {
                        lines.add(" " + style.bold("Over " + transport.transport() + ":"));
                    }
                    lines.addAll(chain(transport.chain()));
                }
            }
        }
        lines.addAll(findings(report, true));
        return lines;
    }

    /** A host in one line, and one for each finding that matters. */
    public List<String> brief(CertsResult result) {
        List<String> lines = new ArrayList<>();
        EndpointReport report = result.report();
        if (report == null) {
            lines.add(style.bold(title(result.target())));
            lines.addAll(failure(result));
            return lines;
        }
        List<String> words = new ArrayList<>();
        for (TransportReport transport : report.transports()) {
            words.add(transport.transport() + " "
                    + (transport.error() != null
                            ? style.yellow(transport.error().kind().name())
                            : transport.trusted() ? style.green("trusted") : style.red("not trusted")));
        }
        lines.add(
                mark(report) + " " + style.bold(title(result.target())) + "  " + String.join(style.dim(" · "), words));
        for (Finding finding : all(report)) {
            if (finding.severity() != Severity.INFO) {
                lines.addAll(finding(finding, 3, false));
            }
        }
        return lines;
    }

    /** The certificates as they were presented, over each transport. */
    public static List<String> pems(EndpointReport report) {
        List<String> lines = new ArrayList<>();
        for (TransportReport transport : report.transports()) {
            ChainReport chain = transport.chain();
            if (chain == null) {
                continue;
            }
            for (InspectedCertificate certificate : chain.presented()) {
                lines.add("");
                lines.add("# " + report.target() + " over " + transport.transport() + ", certificate "
                        + certificate.index());
                lines.add("# subject " + certificate.subject());
                lines.add("# issuer " + certificate.issuer());
                lines.addAll(Pem.of(certificate.der()).lines().toList());
            }
        }
        return lines;
    }

    private static String title(CertsTarget target) {
        return target.server() == null ? target.typed() : target.server().toString();
    }

    private List<String> failure(CertsResult result) {
        return result.failure() == null
                ? List.of()
                : indented(" " + style.red("✗") + " ", result.failure().message(), 3);
    }

    private List<String> status(TransportReport transport) {
        HandshakeFailure error = transport.error();
        String name = String.format(Locale.ROOT, "%-5s", transport.transport());
        if (error != null) {
            return indented(" " + style.yellow("–") + " " + style.bold(name) + " ", "no chain: " + error.message(), 9);
        }
        String verdict = transport.trusted() ? style.green("trusted") : style.red("NOT TRUSTED");
        String mark = transport.trusted() ? style.green("✓") : style.red("✗");
        String where = HandshakeWords.address(transport.remote());
        String protocol = transport.protocol() == null ? "" : ", " + transport.protocol();
        return List.of(" " + mark + " " + style.bold(name) + " " + verdict
                + (where == null ? "" : style.dim("  " + where + protocol)));
    }

    private List<String> chain(ChainReport chain) {
        return chain.presented().isEmpty()
                ? List.of(" " + style.dim("no byte of it is known"))
                : new ChainLines(chain, style, columns, verbose).render();
    }

    private List<String> findings(EndpointReport report, boolean remedies) {
        List<String> lines = new ArrayList<>();
        for (Finding finding : all(report)) {
            lines.add("");
            lines.addAll(finding(finding, 1, remedies));
        }
        if (lines.isEmpty() && report.reached()) {
            lines.add("");
            lines.add(" " + style.green("Nothing is wrong with it."));
        }
        return lines;
    }

    /** What both transports have in common is said once. */
    private static Set<Finding> all(EndpointReport report) {
        Set<Finding> all = new LinkedHashSet<>();
        report.transports().forEach(transport -> all.addAll(transport.findings()));
        return all;
    }

    private List<String> finding(Finding finding, int indent, boolean remedy) {
        String about = finding.certificate() == null || finding.id() == FindingId.TRANSPORTS_DIFFER
                ? ""
                : style.dim(" certificate " + finding.certificate());
        List<String> lines = new ArrayList<>();
        String margin = " ".repeat(indent);
        lines.add(margin + severity(finding.severity()) + " "
                + style.bold(finding.id().name()) + about);
        lines.addAll(indented(margin + "  ", finding.message(), indent + 2));
        if (remedy) {
            lines.addAll(indented(margin + "  " + style.cyan("→ "), finding.remedy(), indent + 4));
        }
        return lines;
    }

    private String severity(Severity severity) {
        return switch (severity) {
            case ERROR -> style.red("✗ error");
            case WARNING -> style.yellow("! warning");
            case INFO -> style.cyan("i info");
        };
    }

    private String mark(EndpointReport report) {
        if (!report.reached()) {
            return style.yellow("–");
        }
        return report.hasErrors()
                ? style.red("✗")
                : all(report).stream().anyMatch(f -> f.severity() == Severity.WARNING)
                        ? style.yellow("!")
                        : style.green("✓");
    }

    private List<String> indented(String first, String text, int indent) {
        List<String> lines = new ArrayList<>();
        for (String line : Clip.wrap(text, Math.max(20, columns - indent))) {
            lines.add((lines.isEmpty() ? first : " ".repeat(indent)) + line);
        }
        return lines;
    }

    private static @Nullable ChainReport chain(@Nullable TransportReport report) {
        return report == null ? null : report.chain();
    }
}
