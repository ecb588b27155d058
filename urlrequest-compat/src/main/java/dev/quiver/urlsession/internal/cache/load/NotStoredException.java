package dev.quiver.urlsession.internal.cache.load;

import java.io.IOException;
import java.net.URI;

/** Nothing is stored for a request that may not be sent. */
public final class NotStoredException extends IOException {
    private static final long serialVersionUID = 1L;

    NotStoredException(URI uri) {
        super("nothing is stored for " + uri + ", and the policy RETURN_CACHE_DATA_DONT_LOAD asks no server");
    }
}
