package dev.quiver.h3.internal.client;

import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a request is to go through a proxy. */
final class ProxyChoice {
    private static final long MEMORY_NANOS = 1_000_000_000;

    private final @Nullable ProxySelector chosen;

    ProxyChoice(@Nullable ProxySelector chosen) {
        this.chosen = chosen;
    }

    /** What an origin remembers of the system's own selector, which looks at scheme and host only and is slow. */
    static final class Memory {
        private volatile long until = System.nanoTime();
        private volatile @Nullable Proxy proxy;
    }

    /** The proxy for this URI, or null for none. */
    @Nullable
    Proxy proxy(URI uri, Memory memory) {
        ProxySelector selector = chosen;
        if (selector != null) {
            return first(selector.select(uri));
        }
        if (System.nanoTime() - memory.until < 0) {
            return memory.proxy;
        }
        ProxySelector system = ProxySelector.getDefault();
        Proxy found = system == null ? null : first(system.select(uri));
        memory.proxy = found;
        if (system == null || system.getClass().getName().startsWith("sun.")) {
            memory.until = System.nanoTime() + MEMORY_NANOS;
        }
        return found;
    }

    private static @Nullable Proxy first(@Nullable List<Proxy> proxies) {
        if (proxies == null || proxies.isEmpty()) {
            return null;
        }
        Proxy proxy = proxies.get(0);
        return proxy.type() == Proxy.Type.DIRECT ? null : proxy;
    }
}
