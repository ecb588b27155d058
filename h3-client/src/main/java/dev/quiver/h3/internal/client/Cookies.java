package dev.quiver.h3.internal.client;

import dev.quiver.h3.internal.message.WireRequest;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Between a {@link CookieHandler} and the fields of a request and a response (RFC 6265). */
final class Cookies {
    private Cookies() {}

    /** The {@code cookie} values for a request. */
    static List<String> of(@Nullable CookieHandler handler, WireRequest request) {
        if (handler == null) {
            return List.of();
        }
        try {
            List<String> values = new ArrayList<>();
            for (Map.Entry<String, List<String>> field :
                    handler.get(request.uri(), request.headers().map()).entrySet()) {
                if (field.getKey().equalsIgnoreCase("cookie")) {
                    values.addAll(field.getValue());
                }
            }
            return values;
        } catch (IOException failed) {
            throw new Carried(new IOException("the cookie handler failed: " + failed.getMessage(), failed));
        }
    }

    /** Shows the handler a response's fields. */
    static void keep(@Nullable CookieHandler handler, URI uri, Supplier<HttpHeaders> headers) {
        if (handler == null) {
            return;
        }
        try {
            handler.put(uri, headers.get().map());
        } catch (IOException failed) {
            throw new Carried(new IOException("the cookie handler failed: " + failed.getMessage(), failed));
        }
    }
}
