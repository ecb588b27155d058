package dev.quiver.h3.internal.route;

import dev.quiver.h3.internal.altsvc.Place;
import dev.quiver.h3.internal.route.Endpoint.Source;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a domain's HTTPS records say of HTTP/3 (RFC 9460). Pure.
 *
 * @param endpoints where it is to be had, in the order of priority; may be empty
 * @param excludesHttp3 whether there are records, and none of them offers it
 * @param summary what was found, for people
 * @param validFor for how long this may be relied on, in nanoseconds
 */
public record ServiceRecord(List<Endpoint> endpoints, boolean excludesHttp3, String summary, long validFor) {
    private static final long SECOND = 1_000_000_000;
    /** A shorter one would have the look-up made again for every other connection. */
    static final long SHORTEST = 30 * SECOND;

    static final long LONGEST = 3600 * SECOND;

    public ServiceRecord {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * One record in service mode (§2.4.3).
     *
     * @param priority lower is better
     * @param host the target; the owner's name for {@code .}
     * @param port the port, or the origin's
     * @param protocols the ALPN ids, {@code http/1.1} included unless {@code no-default-alpn} stands there (§7.1)
     * @param hints the addresses
     * @param understood whether every mandatory parameter is known here (§8)
     */
    public record Service(
            int priority, String host, int port, List<String> protocols, List<InetAddress> hints, boolean understood) {}

    /** There are no records. */
    public static ServiceRecord none(long ttlSeconds) {
        return new ServiceRecord(List.of(), false, "the domain has no HTTPS record", bounded(ttlSeconds));
    }

    /** It could not be found out. */
    public static ServiceRecord failed(String why) {
        return new ServiceRecord(List.of(), false, "the domain's HTTPS record could not be had: " + why, SHORTEST);
    }

    /** These are the records. */
    public static ServiceRecord of(List<Service> services, long ttlSeconds) {
        List<Service> sorted = new ArrayList<>(services);
        // §8: a record with a mandatory parameter that is not understood does not exist.
        sorted.removeIf(service -> !service.understood());
        if (sorted.isEmpty()) {
            return none(ttlSeconds);
        }
        sorted.sort(Comparator.comparingInt(Service::priority));
        List<Endpoint> endpoints = new ArrayList<>();
        for (Service service : sorted) {
            if (service.protocols().contains("h3")) {
                endpoints.add(
                        new Endpoint(new Place(service.host(), service.port()), service.hints(), Source.HTTPS_RECORD));
            }
        }
        return endpoints.isEmpty()
                ? new ServiceRecord(
                        List.of(),
                        true,
                        "the domain's HTTPS record offers no HTTP/3, only "
                                + String.join(", ", sorted.get(0).protocols()),
                        bounded(ttlSeconds))
                : new ServiceRecord(endpoints, false, "the domain's HTTPS record offers HTTP/3", bounded(ttlSeconds));
    }

    private static long bounded(long ttlSeconds) {
        return Math.max(SHORTEST, Math.min(LONGEST, Math.min(ttlSeconds, 1_000_000) * SECOND));
    }
}
