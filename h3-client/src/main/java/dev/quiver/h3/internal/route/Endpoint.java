package dev.quiver.h3.internal.route;

import dev.quiver.h3.internal.altsvc.Place;
import java.net.InetAddress;
import java.util.List;

/**
 * Where QUIC to an origin is tried.
 *
 * @param place host and port
 * @param hints its addresses, if known without asking; else none
 * @param source how it was found
 */
public record Endpoint(Place place, List<InetAddress> hints, Source source) {
    public Endpoint {
        hints = List.copyOf(hints);
    }

    /** How an endpoint was found. */
    public enum Source {
        OWN_PORT("the origin's own port"),
        ALT_SVC("which the origin's Alt-Svc names"),
        HTTPS_RECORD("which the domain's HTTPS record names");

        private final String words;

        Source(String words) {
            this.words = words;
        }
    }

    /** Where and why there, for people. */
    @Override
    public String toString() {
        return place + " (" + source.words + ")";
    }
}
