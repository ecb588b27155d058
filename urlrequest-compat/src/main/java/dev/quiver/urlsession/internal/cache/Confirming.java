package dev.quiver.urlsession.internal.cache;

import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Asking whether a stored response still holds, and what the answer does to it (RFC 9111 §4.3). */
final class Confirming {
    static final List<String> CONDITIONS =
            List.of("if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range");

    /** They describe the stored body and stay as long as it does (RFC 9111 §3.2). */
    private static final Set<String> OF_THE_BODY = Set.of("content-length", "content-encoding", "content-range");

    private Confirming() {}

    static boolean possible(StoredResponse stored) {
        return stored.fields().firstValue("etag").isPresent()
                || stored.fields().firstValue("last-modified").isPresent();
    }

    /** RFC 9111 §4.3.1: the request with every validator that there is. */
    static HttpHeaders conditional(HttpHeaders request, StoredResponse stored) {
        Map<String, List<String>> fields = FieldList.editable(request);
        stored.fields().firstValue("etag").ifPresent(tag -> fields.put("if-none-match", List.of(tag)));
        stored.fields().firstValue("last-modified").ifPresent(date -> fields.put("if-modified-since", List.of(date)));
        return FieldList.of(fields);
    }

    /** RFC 9111 §4.3.4: whether a 304 speaks of this response. One without an entity tag can only mean what was asked for. */
    static boolean confirms(HttpHeaders notModified, StoredResponse stored) {
        return notModified
                .firstValue("etag")
                .map(tag -> stored.fields()
                        .firstValue("etag")
                        .map(known -> opaque(known).equals(opaque(tag)))
                        .orElse(true))
                .orElse(true);
    }

    /** RFC 9111 §4.3.5: whether the response to a HEAD speaks of this response. */
    static boolean describes(HttpHeaders head, StoredResponse stored) {
        return sameWhereTold(head, stored, "etag")
                && sameWhereTold(head, stored, "last-modified")
                && head.firstValue("content-length")
                        .map(length -> length.equals(Long.toString(stored.length())))
                        .orElse(true);
    }

    private static boolean sameWhereTold(HttpHeaders head, StoredResponse stored, String name) {
        return head.firstValue(name)
                .map(value ->
                        stored.fields().firstValue(name).map(value::equals).orElse(false))
                .orElse(true);
    }

    /** RFC 9111 §3.2: the stored response with the fields of the answer that confirmed it. */
    static StoredResponse updated(StoredResponse stored, HttpHeaders answer, Instant asked, Instant received) {
        Map<String, List<String>> fields = FieldList.editable(stored.fields());
        // The age is counted from this answer on.
        fields.remove("age");
        Storing.kept(answer, received).map().forEach((name, values) -> {
            if (!OF_THE_BODY.contains(name.toLowerCase(Locale.ROOT))) {
                fields.put(name, values);
            }
        });
        return stored.confirmed(FieldList.of(fields), asked, received);
    }

    /** Weak comparison (RFC 9110 §8.8.3.2). */
    private static String opaque(String entityTag) {
        return entityTag.startsWith("W/") ? entityTag.substring(2) : entityTag;
    }
}
