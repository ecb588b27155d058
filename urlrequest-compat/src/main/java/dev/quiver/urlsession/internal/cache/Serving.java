package dev.quiver.urlsession.internal.cache;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One stored response as the answer to one request at one time: may it be given, and as what (RFC 9111 §4). */
final class Serving {
    private final StoredResponse stored;
    private final String method;
    private final CacheControl control;
    private final Duration age;
    private final Duration lifetime;
    private final Optional<String> range;

    Serving(StoredResponse stored, String method, HttpHeaders request, Instant now) {
        this.stored = stored;
        this.method = method;
        this.control = CacheControl.of(stored.fields());
        this.age = Freshness.age(stored, now);
        this.lifetime = Freshness.lifetime(stored);
        // RFC 9110 §14.2: ranges are defined for GET alone.
        this.range = method.equals("GET") ? request.firstValue("range") : Optional.empty();
    }

    StoredResponse stored() {
        return stored;
    }

    /** A range that the body does not have, more than one, or one of coded content: the server's answer, not ours. */
    boolean impossible() {
        return range.isPresent()
                && (stored.status() != 200
                        || stored.fields().firstValue("content-encoding").isPresent()
                        || ByteRange.of(range.get(), stored.length()).isEmpty());
    }

    boolean fresh() {
        return lifetime.compareTo(age) > 0;
    }

    boolean immutable() {
        return control.has("immutable");
    }

    /** RFC 9111 §5.2.2.4. */
    boolean mayGoUnconfirmed() {
        return !control.hasBare("no-cache");
    }

    /** RFC 9111 §4.2.4, §5.2.2.2. */
    boolean mayBeStale() {
        return !control.has("must-revalidate") && mayGoUnconfirmed();
    }

    /** RFC 9111 §5.2.1.1, §5.2.1.3. */
    boolean within(CacheControl wishes) {
        Duration left = lifetime.minus(age);
        return youngerThan(wishes)
                && wishes.seconds("min-fresh")
                        .map(wanted -> left.compareTo(wanted) >= 0)
                        .orElse(true);
    }

    boolean youngerThan(CacheControl wishes) {
        return wishes.seconds("max-age").map(most -> age.compareTo(most) <= 0).orElse(true);
    }

    /** RFC 9111 §5.2.1.2: without an argument, any staleness. */
    boolean tolerated(CacheControl wishes) {
        return wishes.hasBare("max-stale")
                || wishes.seconds("max-stale").map(this::staleByAtMost).orElse(false);
    }

    /** RFC 5861 §3. */
    boolean staleWhileRevalidate() {
        return control.seconds("stale-while-revalidate")
                .map(this::staleByAtMost)
                .orElse(false);
    }

    /** RFC 5861 §4: by the response's word, or by the request's. */
    boolean staleIfError(CacheControl wishes) {
        return mayBeStale()
                && !impossible()
                && (control.seconds("stale-if-error").map(this::staleByAtMost).orElse(false)
                        || wishes.seconds("stale-if-error")
                                .map(this::staleByAtMost)
                                .orElse(false));
    }

    private boolean staleByAtMost(Duration limit) {
        return age.minus(lifetime).compareTo(limit) <= 0;
    }

    /** Given out without asking, with its age (RFC 9111 §4, §5.1) and without what may not be reused so (§5.2.2.4). */
    Step.Serve step(boolean refresh) {
        Map<String, List<String>> fields = FieldList.editable(stored.fields());
        control.fieldNames("no-cache").forEach(fields::remove);
        fields.put("age", List.of(Long.toString(Math.min(age.toSeconds(), CacheControl.MOST_SECONDS))));
        // Only a whole answer would be of use to the next one.
        return serve(fields, false, refresh && method.equals("GET") && range.isEmpty());
    }

    /** Given out as the server has just confirmed it. Cookies are set by what has just come only. */
    Step.Serve confirmed(HttpHeaders answer) {
        Map<String, List<String>> fields = FieldList.editable(stored.fields());
        if (answer.firstValue("set-cookie").isEmpty()) {
            fields.remove("set-cookie");
        }
        return serve(fields, true, false);
    }

    private Step.Serve serve(Map<String, List<String>> fields, boolean validated, boolean refresh) {
        Optional<ByteRange> part = range.flatMap(field -> ByteRange.of(field, stored.length()));
        if (part.isEmpty()) {
            long length = method.equals("HEAD") ? 0 : stored.length();
            return new Step.Serve(stored, stored.status(), FieldList.of(fields), 0, length, validated, refresh);
        }
        fields.put("content-range", List.of(part.get().contentRange(stored.length())));
        fields.put(
                "content-length",
                List.of(String.format(Locale.ROOT, "%d", part.get().length())));
        return new Step.Serve(
                stored,
                206,
                FieldList.of(fields),
                part.get().first(),
                part.get().length(),
                validated,
                refresh);
    }
}
