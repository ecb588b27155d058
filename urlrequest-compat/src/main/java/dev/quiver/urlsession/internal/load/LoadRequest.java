package dev.quiver.urlsession.internal.load;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.PriorityControl;
import dev.quiver.urlsession.CachePolicy;
import dev.quiver.urlsession.internal.cache.load.StoreApproval;
import java.net.URI;
import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What one load asks for.
 *
 * @param uri absolute
 * @param method as it goes out
 * @param fields as they go out, cookies and credentials included
 * @param body or null for none
 * @param cachePolicy what the cache may answer
 * @param priority what the server is told (RFC 9218), or null for nothing
 * @param discovery how HTTP/3 is found, or null for the client's own way
 * @param storeApproval asked before the response is cached, or null where it need not be
 */
public record LoadRequest(
        URI uri,
        String method,
        HttpHeaders fields,
        @Nullable BodySource body,
        CachePolicy cachePolicy,
        @Nullable PriorityControl priority,
        @Nullable Discovery discovery,
        @Nullable StoreApproval storeApproval) {

    /** With the client's own discovery. */
    public LoadRequest(
            URI uri,
            String method,
            HttpHeaders fields,
            @Nullable BodySource body,
            CachePolicy cachePolicy,
            @Nullable PriorityControl priority) {
        this(uri, method, fields, body, cachePolicy, priority, null, null);
    }

    /** The same with other fields. */
    public LoadRequest withFields(HttpHeaders newFields) {
        return new LoadRequest(uri, method, newFields, body, cachePolicy, priority, discovery, storeApproval);
    }
}
