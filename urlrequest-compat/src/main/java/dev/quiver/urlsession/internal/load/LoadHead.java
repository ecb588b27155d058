package dev.quiver.urlsession.internal.load;

import dev.quiver.urlsession.TransactionMetrics.FetchType;
import java.net.URI;
import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The head of a response.
 *
 * @param uri where it came from; another than was asked for when the client below follows redirects itself
 * @param status 200 to 599
 * @param fields as received
 * @param protocol as ALPN names it, or null where no connection was used
 * @param from where it came from
 */
public record LoadHead(
        URI uri, int status, HttpHeaders fields, @Nullable String protocol, FetchType from) {}
