package dev.quiver.urlsession.internal.cache;

import java.net.http.HttpHeaders;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What to do next in a load that goes through the cache. */
public sealed interface Step {
    /**
     * Answer from the store.
     *
     * @param stored whose body
     * @param status to be told
     * @param fields to be told
     * @param first the body's first byte to give
     * @param length how many bytes of it to give
     * @param validated whether the server has just confirmed it
     * @param refresh ask the server on the side, for the next time (RFC 5861 §3)
     */
    record Serve(
            StoredResponse stored,
            int status,
            HttpHeaders fields,
            long first,
            long length,
            boolean validated,
            boolean refresh)
            implements Step {}

    /**
     * Ask the server.
     *
     * @param fields the request's fields
     * @param kept may be needed: its body is to be held ready, or null
     */
    record Ask(HttpHeaders fields, @Nullable StoredResponse kept) implements Step {}

    /** Answer with this status and no body (RFC 9111 §5.2.1.7). */
    record Generate(int status) implements Step {}

    /** Fail: nothing is stored and the server may not be asked. */
    record Refuse() implements Step {}

    /**
     * Hand the server's answer on.
     *
     * @param store what to remember it as when its body is whole, or null to remember nothing
     * @param update what to remember in place of a stored response with the same body, or null
     * @param forget keys of stored responses that it has made invalid
     */
    record Pass(@Nullable StoredResponse store, @Nullable StoredResponse update, Set<String> forget) implements Step {}
}
