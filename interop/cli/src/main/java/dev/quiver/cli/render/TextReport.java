package dev.quiver.cli.render;

import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.RequestSettings;
import dev.quiver.cli.transfer.TransferReport;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.Route;
import dev.quiver.quic.HandshakeReport;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports as lines for people. */
public final class TextReport {
    private static final Set<String> SECRET = Set.of("authorization", "proxy-authorization", "cookie");

    private final Style style;

    public TextReport(Style style) {
        this.style = style;
    }

    /** The one line of a failure. */
    public String failure(Failure failure) {
        return style.red("quiver:") + " (" + failure.exitCode() + ") " + failure.message();
    }

    /** What is about to be sent; secrets are not shown. */
    public List<String> request(RequestSettings settings, URI url) {
        List<String> lines = new ArrayList<>();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        lines.add(
                style.cyan("> ") + settings.method() + " " + url.getRawPath() + query + " at " + url.getRawAuthority());
        for (RequestSettings.Field field : settings.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            lines.add(style.cyan("> ") + name + ": " + (SECRET.contains(name) ? "(not shown)" : field.value()));
        }
        return lines;
    }

    /** How the exchange went out: route and handshake. */
    public List<String> connection(@Nullable Route route, @Nullable HandshakeReport handshake) {
        List<String> lines = new ArrayList<>();
        if (route != null) {
            for (Route.Attempt attempt : route.attempts()) {
                lines.add(note(attempt(attempt)));
            }
        }
        if (handshake != null && handshake.remote() != null) {
            lines.add(note(handshake(handshake)));
            for (X509Certificate certificate : handshake.presentedChain()) {
                lines.add(note(
                        "certificate " + certificate.getSubjectX500Principal().getName() + ", by "
                                + certificate.getIssuerX500Principal().getName() + ", until "
                                + certificate.getNotAfter().toInstant()));
            }
        }
        return lines;
    }

    /** Interim responses and the final head. */
    public List<String> response(
            String protocol, int status, HttpHeaders headers, List<InformationalResponse> informational) {
        List<String> lines = new ArrayList<>();
        for (InformationalResponse interim : informational) {
            received(lines, protocol, interim.status(), interim.headers());
        }
        received(lines, protocol, status, headers);
        return lines;
    }

    /** What is known once all is over. */
    public List<String> end(TransferReport report) {
        List<String> lines = new ArrayList<>();
        if (report.trailers() != null) {
            fields(report.trailers()).forEach(field -> lines.add(style.green("< ") + field + style.dim(" (trailer)")));
        }
        if (report.peerStreams() != null && !report.peerStreams().isEmpty()) {
            lines.add(note("streams the server opened: " + streams(report.peerStreams())));
        }
        TransferReport.Timing timing = report.timing();
        StringBuilder times = new StringBuilder();
        if (timing.resolve() != null) {
            times.append("resolve ")
                    .append(Amounts.millisText(timing.resolve()))
                    .append(", ");
        }
        if (timing.handshake() != null) {
            times.append("handshake ")
                    .append(Amounts.millisText(timing.handshake()))
                    .append(", ");
        }
        if (timing.firstByte() != null) {
            times.append("first byte ")
                    .append(Amounts.millisText(timing.firstByte()))
                    .append(", ");
        }
        times.append("total ").append(Amounts.millisText(timing.total()));
        if (report.bodyBytes() != null) {
            times.append("; ").append(Amounts.bytes(report.bodyBytes())).append(" of body");
        }
        lines.add(note(times.toString()));
        return lines;
    }

    /** The head as {@code -I} prints it: status line, fields, an empty line. */
    public static String head(TransferReport report) {
        HttpHeaders headers = report.headers();
        if (report.status() == null || headers == null) {
            return "";
        }
        StringBuilder text = new StringBuilder(statusLine(String.valueOf(report.protocol()), report.status()));
        fields(headers).forEach(field -> text.append('\n').append(field));
        return text.append("\n\n").toString();
    }

    private void received(List<String> lines, String protocol, int status, HttpHeaders headers) {
        lines.add(style.green("< ") + statusLine(protocol, status));
        fields(headers).forEach(field -> lines.add(style.green("< ") + field));
    }

    private String note(String text) {
        return style.dim("* ") + text;
    }

    private static String attempt(Route.Attempt attempt) {
        String time = attempt.elapsed().isZero() ? "" : " (" + Amounts.millisText(attempt.elapsed()) + ")";
        return attempt.via() + " " + attempt.outcome() + time
                + (attempt.reason() == null ? "" : ": " + attempt.reason());
    }

    private static String handshake(HandshakeReport handshake) {
        List<String> parts = new ArrayList<>();
        parts.add("QUIC version " + orUnknown(HandshakeWords.version(handshake.quicVersion())));
        parts.add("to " + orUnknown(HandshakeWords.address(handshake.remote())));
        parts.add("ALPN " + orUnknown(handshake.alpn()));
        parts.add(orUnknown(handshake.cipherSuite()));
        if (Boolean.TRUE.equals(handshake.resumed())) {
            parts.add("resumed");
        }
        if (handshake.retry()) {
            parts.add("after a Retry");
        }
        return String.join(", ", parts);
    }

    private static String streams(List<PeerStream> streams) {
        return streams.stream().map(stream -> stream.id() + " " + stream.type()).collect(Collectors.joining(", "));
    }

    private static String statusLine(String protocol, int status) {
        String name = switch (protocol) {
            case "h3" -> "HTTP/3";
            case "h2" -> "HTTP/2";
            default -> protocol.toUpperCase(Locale.ROOT);
        };
        return name + " " + status;
    }

    private static List<String> fields(HttpHeaders headers) {
        List<String> lines = new ArrayList<>();
        headers.map().forEach((name, values) -> {
            // The JDK's client lists :status among the fields over HTTP/2.
            if (!name.startsWith(":")) {
                values.forEach(value -> lines.add(name + ": " + value));
            }
        });
        return lines;
    }

    private static String orUnknown(@Nullable String text) {
        return text == null ? "unknown" : text;
    }
}
