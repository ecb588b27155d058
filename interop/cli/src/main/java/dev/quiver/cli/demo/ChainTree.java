package dev.quiver.cli.demo;

import dev.quiver.cli.render.IpText;
import dev.quiver.cli.render.Style;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A chain as a tree, the anchor at its root: which certificates the server sent, and which one was trusted already. */
final class ChainTree {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ChainTree() {}

    /**
     * A line a certificate, and one for the names of the leaf.
     *
     * @param presented as the server sent them, leaf first
     * @param path as trust was found: leaf first, anchor last; empty where it is not known
     */
    static List<String> render(List<X509Certificate> presented, List<X509Certificate> path, Style style) {
        List<X509Certificate> order = new ArrayList<>(path.isEmpty() ? presented : path);
        Collections.reverse(order);
        List<String> lines = new ArrayList<>();
        for (int depth = 0; depth < order.size(); depth++) {
            X509Certificate certificate = order.get(depth);
            int place = presented.indexOf(certificate);
            String indent = depth == 0 ? "" : "   ".repeat(depth - 1) + "└─ ";
            String role = place < 0 ? "your trust anchor, not sent" : "sent, number " + place;
            lines.add(indent + style.bold(name(certificate)) + style.dim("  " + role));
            lines.add("   ".repeat(depth) + style.dim(details(certificate)));
        }
        for (X509Certificate certificate : presented) {
            if (!order.contains(certificate)) {
                lines.add(name(certificate) + style.yellow("  sent, but not part of the path"));
            }
        }
        return lines;
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static String details(X509Certificate certificate) {
        List<String> parts = new ArrayList<>();
        List<String> names = names(certificate);
        if (!names.isEmpty()) {
            parts.add(String.join(", ", names));
        }
        parts.add(certificate.getPublicKey().getAlgorithm() + " key");
        parts.add("until " + DAY.format(certificate.getNotAfter().toInstant()));
        return String.join(" · ", parts);
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(name -> names.add(readable(name)));
            }
        } catch (CertificateParsingException e) {
            names.add("names that cannot be read");
        }
        return names;
    }

    /** Type 7 is an address, which Java spells out in full (RFC 5280 §4.2.1.6). */
    private static String readable(List<?> name) {
        String text = String.valueOf(name.get(1));
        if (!Integer.valueOf(7).equals(name.get(0))) {
            return text;
        }
        try {
            return IpText.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return text;
        }
    }
}
