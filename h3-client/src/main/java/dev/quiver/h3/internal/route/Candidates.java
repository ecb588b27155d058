package dev.quiver.h3.internal.route;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.internal.altsvc.Place;
import dev.quiver.h3.internal.route.Endpoint.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where QUIC is to be tried, in order: what the origin itself said by Alt-Svc, then what its domain says by an HTTPS
 * record, then its own port. Pure.
 *
 * @param endpoints in the order in which to try; may be empty
 * @param none why there is none, for people; null if there is one
 */
public record Candidates(List<Endpoint> endpoints, @Nullable String none) {
    public Candidates {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * What one discovery makes of what is known.
     *
     * @param own the origin's own host and port
     * @param alternatives what Alt-Svc named
     * @param record what the HTTPS record says, or null as long as that is not known
     * @param misdirected where 421 was the answer (RFC 9110 §15.5.20): not tried
     */
    public static Candidates of(
            Discovery discovery,
            Place own,
            List<Place> alternatives,
            @Nullable ServiceRecord record,
            Set<Place> misdirected) {
        List<Endpoint> found = new ArrayList<>();
        String none = null;
        switch (discovery) {
            case NONE -> none = "the request was told not to use HTTP/3 (Discovery.NONE)";
            case HTTP3_ONLY -> found.add(own(own));
            case ALT_SVC -> {
                add(found, alternatives);
                none = "the server has not named an HTTP/3 alternative by Alt-Svc yet";
            }
            case HTTPS_RECORD -> {
                add(found, record);
                none = record == null ? "the domain's HTTPS record is not known yet" : record.summary();
            }
            case ANY -> {
                add(found, alternatives);
                add(found, record);
                if (record == null || !record.excludesHttp3()) {
                    found.add(own(own));
                } else {
                    none = record.summary();
                }
            }
        }
        Set<Place> seen = new HashSet<>();
        found.removeIf(endpoint -> endpoint.source() != Source.OWN_PORT && misdirected.contains(endpoint.place())
                || !seen.add(endpoint.place()));
        return new Candidates(found, found.isEmpty() ? none : null);
    }

    private static Endpoint own(Place own) {
        return new Endpoint(own, List.of(), Source.OWN_PORT);
    }

    private static void add(List<Endpoint> found, List<Place> alternatives) {
        alternatives.forEach(place -> found.add(new Endpoint(place, List.of(), Source.ALT_SVC)));
    }

    private static void add(List<Endpoint> found, @Nullable ServiceRecord record) {
        if (record != null) {
            found.addAll(record.endpoints());
        }
    }
}
