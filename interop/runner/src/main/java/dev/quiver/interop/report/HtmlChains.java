package dev.quiver.interop.report;

import dev.quiver.interop.Cell;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;

/** The certificate chains that a server presented, each told once; connections link to theirs. */
final class HtmlChains {
    private final String server;
    private final Html html;
    private final List<List<X509Certificate>> chains;

    /** @param server the id of the server's section */
    HtmlChains(String server, List<Cell> cells, Html html) {
        this.server = server;
        this.html = html;
        this.chains = new ArrayList<>(cells.stream()
                .flatMap(cell -> cell.handshakes().stream())
                .map(handshake -> handshake.presentedChain())
                .filter(chain -> !chain.isEmpty())
                .distinct()
                .toList());
    }

    /** All of them. */
    void write() {
        for (int i = 0; i < chains.size(); i++) {
            html.open("details", "class", "chain").open("summary");
            html.text("Certificates: " + chains.get(i).get(0).getSubjectX500Principal() + ", presented with "
                            + HtmlReport.plural(chains.get(i).size(), "certificate"))
                    .close();
            html.open("ol", "id", id(i));
            chains.get(i).forEach(this::certificate);
            html.close().close();
        }
    }

    /** A link to a connection's chain, or words where it has none. */
    void link(List<X509Certificate> chain) {
        int index = chains.indexOf(chain);
        if (index < 0) {
            html.text("no certificates");
        } else {
            html.element("a", chain.get(0).getSubjectX500Principal().toString(), "href", "#" + id(index));
        }
    }

    private void certificate(X509Certificate certificate) {
        html.open("li").element("strong", certificate.getSubjectX500Principal().toString());
        html.open("div", "class", "quiet");
        html.text("issued by " + certificate.getIssuerX500Principal() + ", valid from "
                + day(certificate.getNotBefore()) + " to " + day(certificate.getNotAfter()) + ", SHA-256 ");
        html.element("code", digest(certificate)).close().close();
    }

    private String id(int chain) {
        return server + "-k" + chain;
    }

    private static String day(Date date) {
        return Instant.ofEpochMilli(date.getTime()).toString().substring(0, 10);
    }

    private static String digest(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            return "unknown: " + e.getMessage();
        }
    }
}
