package dev.quiver.urlsession.internal.cache.load;

import dev.quiver.urlsession.internal.cache.CacheKey;
import dev.quiver.urlsession.internal.cache.store.ResponseStore;
import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadListener;
import dev.quiver.urlsession.internal.load.LoadRequest;
import dev.quiver.urlsession.internal.load.Loader;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Answers from the store what it may, and keeps what passes by. It lies below content decoding: bodies are as received. */
public final class CachingLoader implements Loader {
    /** A refresh on the side that takes longer is given up: nobody waits for it, and the next one may do better. */
    private static final int LONGEST_REFRESH_SECONDS = 60;

    private final Loader below;
    private final ResponseStore store;
    private final InstantSource clock;
    private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

    /** @param clock what time it is for freshness */
    public CachingLoader(Loader below, ResponseStore store, InstantSource clock) {
        this.below = below;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Load start(LoadRequest request, LoadListener listener) {
        return start(request, listener, false);
    }

    private Load start(LoadRequest request, LoadListener listener, boolean refresh) {
        CachedLoad load = new CachedLoad(this, request, listener, refresh);
        load.begin();
        return load;
    }

    Loader below() {
        return below;
    }

    ResponseStore store() {
        return store;
    }

    InstantSource clock() {
        return clock;
    }

    /** Asks the server on the side, once at a time for a URI. */
    void refresh(LoadRequest request) {
        String key = CacheKey.of(request.uri());
        if (refreshing.add(key)) {
            Load load = start(request, new Unheard(() -> refreshing.remove(key)), true);
            load.request(Long.MAX_VALUE);
            CompletableFuture.delayedExecutor(LONGEST_REFRESH_SECONDS, TimeUnit.SECONDS)
                    .execute(load::cancel);
        }
    }
}
