package dev.quiver.interop.report;

import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeEvent.BecameReady;
import dev.quiver.quic.HandshakeEvent.ChainPresented;
import dev.quiver.quic.HandshakeEvent.Confirmed;
import dev.quiver.quic.HandshakeEvent.FirstPacketReceived;
import dev.quiver.quic.HandshakeEvent.FirstPacketSent;
import dev.quiver.quic.HandshakeEvent.HandshakeFailed;
import dev.quiver.quic.HandshakeEvent.IdentityWanted;
import dev.quiver.quic.HandshakeEvent.Resolved;
import dev.quiver.quic.HandshakeEvent.RetryReceived;
import dev.quiver.quic.HandshakeEvent.TrustDecided;
import dev.quiver.quic.HandshakeEvent.VersionNegotiationReceived;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.trust.TrustVerdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A connection's handshake as a waterfall: each event with a bar from the one before it. */
final class HtmlHandshake {
    private final HandshakeReport handshake;
    private final int number;
    private final int of;
    private final Html html;

    HtmlHandshake(HandshakeReport handshake, int number, int of, Html html) {
        this.handshake = handshake;
        this.number = number;
        this.of = of;
        this.html = html;
    }

    void write(HtmlChains chains) {
        html.element("h3", of == 1 ? "Connection" : "Connection " + number + " of " + of);
        html.open("p", "class", "quiet").text(facts() + "; ");
        chains.link(handshake.presentedChain());
        html.close();
        List<HandshakeEvent> events = handshake.events();
        if (events.isEmpty()) {
            return;
        }
        double whole = Math.max(0.001, millis(events.get(events.size() - 1)));
        html.open("table", "class", "waterfall");
        double before = 0;
        for (HandshakeEvent event : events) {
            double at = millis(event);
            html.open("tr").element("th", name(event), "scope", "row");
            html.open("td", "class", "lane")
                    .open(
                            "span",
                            "style",
                            String.format(
                                    Locale.ROOT,
                                    "margin-left:%.2f%%;width:%.2f%%",
                                    100 * before / whole,
                                    100 * Math.max(0, at - before) / whole))
                    .close()
                    .close();
            html.element("td", String.format(Locale.ROOT, "%.1f ms", at), "class", "at");
            html.element("td", detail(event), "class", "detail").close();
            before = at;
        }
        html.close();
    }

    private String facts() {
        StringBuilder facts = new StringBuilder();
        facts.append(handshake.local() == null ? "no socket" : "from " + place(handshake.local()))
                .append(handshake.remote() == null ? "" : " to " + place(handshake.remote()));
        if (handshake.quicVersion() != null) {
            facts.append(", QUIC version 0x").append(Long.toHexString(handshake.quicVersion()));
        }
        if (handshake.alpn() != null) {
            facts.append(", ").append(handshake.alpn());
        }
        if (handshake.cipherSuite() != null) {
            facts.append(", ").append(handshake.cipherSuite());
        }
        if (Boolean.TRUE.equals(handshake.resumed())) {
            facts.append(", resumed");
        }
        switch (handshake.earlyData()) {
            case NONE -> {}
            case UNKNOWN -> facts.append(", early data sent");
            case ACCEPTED -> facts.append(", early data accepted");
            case REJECTED -> facts.append(", early data rejected");
        }
        return facts.toString();
    }

    private static String place(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        String host = resolved == null ? address.getHostString() : resolved.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static double millis(HandshakeEvent event) {
        return event.at().toNanos() / 1e6;
    }

    private static String name(HandshakeEvent event) {
        if (event instanceof Resolved) {
            return "resolved";
        } else if (event instanceof FirstPacketSent) {
            return "first packet sent";
        } else if (event instanceof FirstPacketReceived) {
            return "first packet received";
        } else if (event instanceof RetryReceived) {
            return "Retry received";
        } else if (event instanceof VersionNegotiationReceived) {
            return "Version Negotiation";
        } else if (event instanceof ChainPresented) {
            return "chain presented";
        } else if (event instanceof TrustDecided) {
            return "trust decided";
        } else if (event instanceof IdentityWanted) {
            return "identity wanted";
        } else if (event instanceof BecameReady) {
            return "ready";
        } else if (event instanceof Confirmed) {
            return "confirmed";
        }
        return "failed";
    }

    private static String detail(HandshakeEvent event) {
        if (event instanceof Resolved resolved) {
            return resolved.addresses().stream()
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", "));
        } else if (event instanceof FirstPacketSent sent) {
            return "to " + place(sent.remote());
        } else if (event instanceof FirstPacketReceived received) {
            return "from " + place(received.remote());
        } else if (event instanceof VersionNegotiationReceived versions) {
            return versions.versions().stream()
                    .map(version -> "0x" + Long.toHexString(version))
                    .collect(Collectors.joining(", "));
        } else if (event instanceof ChainPresented chain) {
            return HtmlReport.plural(chain.chain().size(), "certificate");
        } else if (event instanceof TrustDecided decided) {
            return decided.verdict() instanceof TrustVerdict.Rejected rejected
                    ? "rejected: " + rejected.reason()
                    : "trusted";
        } else if (event instanceof IdentityWanted wanted) {
            String none = wanted.offer().whyNone();
            return none == null ? "shown" : "none shown: " + none;
        } else if (event instanceof HandshakeFailed failed) {
            return failed.failure().kind() + ": " + failed.failure().message();
        }
        return "";
    }
}
