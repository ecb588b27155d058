package dev.quiver.urlsession.internal.cache;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What may be stored (RFC 9111 §3), and as what. */
final class Storing {
    /** Parts of one connection, not of the response (RFC 9111 §3.1, RFC 9110 §7.6.1). */
    private static final List<String> HOP_BY_HOP = List.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Those whose meaning for a cache is known: all else needs more than must-understand (RFC 9111 §5.2.2.3). */
    private static final Set<Integer> UNDERSTOOD =
            Set.of(200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501);

    private Storing() {}

    /** Whether a response to a GET may be kept. Partial ones are not: nothing here puts them together. */
    static boolean allowed(HttpHeaders request, int status, HttpHeaders response) {
        CacheControl control = CacheControl.of(response);
        boolean understood = UNDERSTOOD.contains(status);
        if (status < 200
                || status == 206
                || status == 304
                || CacheControl.of(request).has("no-store")
                || Variants.matchesNothing(response)) {
            return false;
        }
        if (control.has("must-understand") ? !understood : control.has("no-store")) {
            return false;
        }
        return control.has("max-age")
                || control.has("public")
                || control.has("private")
                || response.firstValue("expires").isPresent()
                || Freshness.HEURISTIC_STATUSES.contains(status);
    }

    /**
     * RFC 9110 §9.3.3: the answer to a POST may be given to a later GET, if it says for how long and that it is what is to
     * be found there.
     */
    static boolean allowedFromPost(URI uri, HttpHeaders request, int status, HttpHeaders response) {
        boolean explicit = CacheControl.of(response).has("max-age")
                || response.firstValue("expires").isPresent();
        return status == 200
                && explicit
                && allowed(request, status, response)
                && response.firstValue("content-location")
                        .flatMap(text -> CacheKey.resolved(uri, text))
                        .map(found -> CacheKey.of(found).equals(CacheKey.of(uri)))
                        .orElse(false);
    }

    /** What is remembered of it; the body is still to come. */
    static StoredResponse begun(
            URI uri, HttpHeaders request, int status, HttpHeaders response, Instant asked, Instant received) {
        List<String> varyNames = Variants.names(response);
        return new StoredResponse(
                "",
                CacheKey.of(uri),
                status,
                kept(response, received),
                varyNames,
                Variants.digest(varyNames, request),
                asked,
                received,
                0,
                0,
                Map.of());
    }

    /** The fields without those of the connection, and with a date (RFC 9110 §6.6.1). */
    static HttpHeaders kept(HttpHeaders response, Instant received) {
        Map<String, List<String>> fields = FieldList.editable(response);
        HOP_BY_HOP.forEach(fields::remove);
        FieldList.members(response, "connection").forEach(name -> fields.remove(name.toLowerCase(Locale.ROOT)));
        fields.putIfAbsent("date", List.of(HttpDate.write(received)));
        return FieldList.of(fields);
    }
}
