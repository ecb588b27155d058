package dev.quiver.urlsession.internal.cookie;

import dev.quiver.urlsession.CookieAcceptPolicy;
import java.net.CookieHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A store as the JDK's clients see it. */
public final class CookieHandlerView extends CookieHandler {
    private final CookieStore store;
    private final Supplier<CookieAcceptPolicy> policy;

    public CookieHandlerView(CookieStore store, Supplier<CookieAcceptPolicy> policy) {
        this.store = store;
        this.policy = policy;
    }

    @Override
    public Map<String, List<String>> get(URI url, Map<String, List<String>> requestFields) {
        String field = store.field(RequestContext.direct(url));
        return field.isEmpty() ? Map.of() : Map.of("Cookie", List.of(field));
    }

    @Override
    public void put(URI url, Map<String, List<String>> responseFields) {
        List<String> lines = new ArrayList<>();
        responseFields.forEach((name, values) -> {
            // The status line has no name.
            if ("set-cookie".equalsIgnoreCase(name)) {
                lines.addAll(values);
            }
        });
        store.receive(lines, url, null, RequestContext.direct(url), policy.get());
    }
}
