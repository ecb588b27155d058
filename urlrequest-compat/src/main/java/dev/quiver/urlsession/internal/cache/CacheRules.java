package dev.quiver.urlsession.internal.cache;

import dev.quiver.urlsession.CachePolicy;
import dev.quiver.urlsession.internal.cache.Step.Ask;
import dev.quiver.urlsession.internal.cache.Step.Pass;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of one load: first {@link #begin}, then, where that says {@link Ask}, {@link #headCame} or
 * {@link #failed}. Not thread-safe.
 */
public final class CacheRules {
    /** RFC 5861 §4: these are errors that a stale response may stand in for. */
    private static final Set<Integer> SERVER_ERRORS = Set.of(500, 502, 503, 504);

    private final URI uri;
    private final String method;
    private final HttpHeaders fields;
    private final CachePolicy policy;
    private final CacheControl wishes;
    private final boolean refreshing;

    private List<StoredResponse> known = List.of();
    private @Nullable StoredResponse kept;
    private boolean validating;

    /** @param refreshing whether this asks the server on the side, so that the next one need not (RFC 5861 §3) */
    public CacheRules(URI uri, String method, HttpHeaders fields, CachePolicy policy, boolean refreshing) {
        this.uri = uri;
        this.method = method;
        this.fields = fields;
        this.policy = policy;
        this.wishes = CacheControl.of(fields);
        this.refreshing = refreshing;
    }

    /** Whether what is stored can matter to such a request before it is sent. */
    public boolean looksAtStore() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /**
     * May be called again where a response turns out to be unreadable.
     *
     * @param stored all that is stored for the request's URI
     */
    public Step begin(List<StoredResponse> stored, Instant now) {
        known = stored;
        kept = null;
        validating = false;
        if (!looksAtStore() || ignoresStore()) {
            return cannotLoad() ? new Step.Refuse() : new Ask(freshRequest(), null);
        }
        Optional<StoredResponse> candidate = stored.stream()
                .filter(response -> Variants.matches(response, fields))
                .max(Comparator.comparing(StoredResponse::responseTime));
        if (candidate.isEmpty()) {
            return withoutStored();
        }
        Serving serving = new Serving(candidate.get(), method, fields, now);
        if (serving.impossible()) {
            return withoutStored();
        }
        return switch (policy) {
            case RETURN_CACHE_DATA_ELSE_LOAD, RETURN_CACHE_DATA_DONT_LOAD -> serving.step(false);
            case RELOAD_REVALIDATING_CACHE_DATA ->
                // RFC 8246 §2: until it is stale, such a response is not asked about by reloading.
                serving.immutable() && serving.fresh() ? serving.step(false) : ask(serving);
            default -> byProtocol(serving);
        };
    }

    private Step byProtocol(Serving serving) {
        boolean unasked = !refreshing && !wishes.has("no-cache") && !pragmaNoCache() && serving.mayGoUnconfirmed();
        if (unasked && serving.fresh() && serving.within(wishes)) {
            return serving.step(false);
        }
        if (unasked && serving.mayBeStale() && serving.youngerThan(wishes)) {
            if (serving.tolerated(wishes)) {
                return serving.step(false);
            }
            if (serving.staleWhileRevalidate() && !wishes.has("min-fresh") && !wishes.has("only-if-cached")) {
                return serving.step(true);
            }
        }
        return wishes.has("only-if-cached") ? new Step.Generate(504) : ask(serving);
    }

    private Step withoutStored() {
        if (cannotLoad()) {
            return new Step.Refuse();
        }
        return wishes.has("only-if-cached") && policy == CachePolicy.USE_PROTOCOL_CACHE_POLICY
                ? new Step.Generate(504)
                : new Ask(freshRequest(), null);
    }

    private Ask ask(Serving serving) {
        StoredResponse stored = serving.stored();
        // A HEAD or a range could not be answered by a 304 in all cases; it goes as it is.
        boolean whole = method.equals("GET") && fields.firstValue("range").isEmpty();
        validating = whole && Confirming.possible(stored);
        kept = validating || serving.staleIfError(wishes) ? stored : null;
        return new Ask(validating ? Confirming.conditional(freshRequest(), stored) : freshRequest(), kept);
    }

    /** Whether this request goes past the store: told so, or with conditions of its own, which mean another copy. */
    private boolean ignoresStore() {
        return switch (policy) {
            case RELOAD_IGNORING_LOCAL_CACHE_DATA, RELOAD_IGNORING_LOCAL_AND_REMOTE_CACHE_DATA -> true;
            case RETURN_CACHE_DATA_ELSE_LOAD, RETURN_CACHE_DATA_DONT_LOAD -> false;
            default ->
                wishes.has("no-store")
                        || Confirming.CONDITIONS.stream()
                                .anyMatch(name -> fields.firstValue(name).isPresent());
        };
    }

    private boolean cannotLoad() {
        return policy == CachePolicy.RETURN_CACHE_DATA_DONT_LOAD;
    }

    /** The request as it goes out, telling other caches on the way what the policy wants of them. */
    private HttpHeaders freshRequest() {
        if (fields.firstValue("cache-control").isPresent()) {
            return fields;
        }
        return switch (policy) {
            case RELOAD_IGNORING_LOCAL_AND_REMOTE_CACHE_DATA -> FieldList.with(fields, "cache-control", "no-cache");
            case RELOAD_REVALIDATING_CACHE_DATA -> FieldList.with(fields, "cache-control", "max-age=0");
            default -> fields;
        };
    }

    /** RFC 9111 §5.4: what HTTP/1.0 said before there was Cache-Control. */
    private boolean pragmaNoCache() {
        return fields.firstValue("cache-control").isEmpty()
                && FieldList.members(fields, "pragma").stream().anyMatch("no-cache"::equalsIgnoreCase);
    }

    /**
     * The server's head has come.
     *
     * @param asked when the request went out
     * @return {@link Step.Serve}, {@link Pass}, or {@link Ask} for once more, without conditions
     */
    public Step headCame(int status, HttpHeaders answer, Instant asked, Instant now) {
        StoredResponse stored = kept;
        if (stored != null && validating && status == 304) {
            if (!Confirming.confirms(answer, stored)) {
                kept = null;
                validating = false;
                return new Ask(freshRequest(), null);
            }
            StoredResponse updated = Confirming.updated(stored, answer, asked, now);
            return new Serving(updated, method, fields, now).confirmed(answer);
        }
        if (stored != null && SERVER_ERRORS.contains(status) && staleIfError(stored, now)) {
            return new Serving(stored, method, fields, now).step(false);
        }
        if (method.equals("GET")) {
            return new Pass(
                    Storing.allowed(fields, status, answer)
                            ? Storing.begun(uri, fields, status, answer, asked, now)
                            : null,
                    null,
                    validating && status < 400 ? Set.of(CacheKey.of(uri)) : Set.of());
        }
        if (method.equals("HEAD")) {
            return status == 200 ? headOf(answer, asked, now) : new Pass(null, null, Set.of());
        }
        boolean store = method.equals("POST") && Storing.allowedFromPost(uri, fields, status, answer);
        return new Pass(
                store ? Storing.begun(uri, fields, status, answer, asked, now) : null,
                null,
                Invalidation.by(method, uri, status, answer));
    }

    /**
     * A head has come that answers another URI: the layer below follows redirections itself. It says nothing of this one.
     *
     * @return {@link Pass}, or {@link Ask} for once more where conditions of ours were answered there
     */
    public Step answeredElsewhere(int status) {
        if (validating && status == 304) {
            kept = null;
            validating = false;
            return new Ask(freshRequest(), null);
        }
        return new Pass(null, null, Set.of());
    }

    /** RFC 9111 §4.3.5. */
    private Pass headOf(HttpHeaders answer, Instant asked, Instant now) {
        Optional<StoredResponse> described = known.stream()
                .filter(response -> response.status() == 200 && Variants.matches(response, fields))
                .findFirst();
        if (described.isEmpty()) {
            return new Pass(null, null, Set.of());
        }
        return Confirming.describes(answer, described.get())
                        && !CacheControl.of(answer).has("no-store")
                ? new Pass(null, Confirming.updated(described.get(), answer, asked, now), Set.of())
                : new Pass(null, null, Set.of(CacheKey.of(uri)));
    }

    /** No head came: a stale response in its place (RFC 5861 §4), or null to fail. */
    public Step.@Nullable Serve failed(Instant now) {
        StoredResponse stored = kept;
        return stored != null && staleIfError(stored, now)
                ? new Serving(stored, method, fields, now).step(false)
                : null;
    }

    private boolean staleIfError(StoredResponse stored, Instant now) {
        return new Serving(stored, method, fields, now).staleIfError(wishes);
    }
}
