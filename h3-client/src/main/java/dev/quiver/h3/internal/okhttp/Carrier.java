package dev.quiver.h3.internal.okhttp;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.okhttp.Obstacle;
import dev.quiver.h3.okhttp.Passage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Carries OkHttp's calls: by the HTTP client, or by OkHttp's own stack where something is in the way. Any thread. */
public final class Carrier {
    private static final Logger LOG = System.getLogger("dev.quiver.h3.okhttp");

    private final H3Client h3;
    private final @Nullable OkHttpClient known;
    private final Obstacles obstacles;
    private final Set<Set<Obstacle>> logged = ConcurrentHashMap.newKeySet();

    /** Guarded by itself. A call may come by more than once, if an interceptor before this one tries again. */
    private final Map<Call, Seen> calls = new WeakHashMap<>();

    /**
     * @param known the client of all calls, or null to ask each
     * @param waived what may be gone without
     */
    public Carrier(H3Client h3, @Nullable OkHttpClient known, Set<Obstacle> waived) {
        this.h3 = h3;
        this.known = known;
        this.obstacles = new Obstacles(h3, waived);
    }

    private record Seen(CancelWatch watch, boolean listener) {}

    /** The call's request, redirects and all, and its response. */
    public Response carry(Interceptor.Chain chain) throws IOException {
        long from = System.nanoTime();
        Request request = chain.request();
        OkHttpClient client = known != null ? known : CallClient.of(chain.call());
        if (client == null) {
            return byOkHttp(chain, request, Set.of(Obstacle.UNKNOWN_CLIENT), "");
        }
        CallSettings settings = new CallSettings(client, chain);
        FollowUps followUps = new FollowUps(settings);
        Response prior = null;
        while (true) {
            Set<Obstacle> inTheWay = Obstacles.inRequest(request);
            if (inTheWay.isEmpty()) {
                Seen call = seen(settings);
                inTheWay = obstacles.inSettings(settings, request.url(), call.listener());
                if (inTheWay.isEmpty()) {
                    try {
                        Response response = new Exchange(h3, chain, call.watch())
                                .run(request, settings.cookieJar(), left(chain.call(), from));
                        response = prior == null
                                ? response
                                : response.newBuilder().priorResponse(prior).build();
                        Request next = followUps.after(response);
                        if (next == null) {
                            return response;
                        }
                        response.close();
                        prior = ResponseBridge.bare(response);
                        request = next;
                        continue;
                    } catch (Exchange.Refused refused) {
                        return behind(
                                prior,
                                byOkHttp(chain, request, Set.of(refused.obstacle()), ": " + refused.getMessage()));
                    }
                }
            }
            return behind(prior, byOkHttp(chain, request, inTheWay, ""));
        }
    }

    private static Response behind(@Nullable Response prior, Response response) {
        return prior == null || response.priorResponse() != null
                ? response
                : response.newBuilder().priorResponse(prior).build();
    }

    private Response byOkHttp(Interceptor.Chain chain, Request request, Set<Obstacle> inTheWay, String detail)
            throws IOException {
        Passage passage = new Passage(null, List.copyOf(inTheWay));
        Level level = logged.add(Set.copyOf(inTheWay)) ? Level.INFO : Level.DEBUG;
        LOG.log(level, () -> "to " + request.url().host() + " " + passage + detail);
        return chain.proceed(request.newBuilder().tag(Passage.class, passage).build());
    }

    /** What is left of the call's time, at least a nanosecond; 0 for any time. */
    private static long left(Call call, long from) {
        long limit = call.timeout().timeoutNanos();
        return limit == 0 ? 0 : Math.max(1, limit - (System.nanoTime() - from));
    }

    private Seen seen(CallSettings settings) {
        Call call = settings.chain().call();
        synchronized (calls) {
            Seen before = calls.get(call);
            if (before != null) {
                return before;
            }
            // Asked before our own listener joins.
            Seen made = new Seen(new CancelWatch(), hasListener(settings));
            made.watch().join(call);
            calls.put(call, made);
            return made;
        }
    }

    private static boolean hasListener(CallSettings settings) {
        if (Since.CHAIN_SETTINGS) {
            return settings.chain().getEventListener() != EventListener.NONE;
        }
        // The factories that OkHttp makes of one listener are of one class, and only give that listener.
        EventListener.Factory factory = settings.client().eventListenerFactory();
        return factory.getClass() != Defaults.LISTENERS.getClass()
                || factory.create(settings.chain().call()) != EventListener.NONE;
    }

    private static final class Defaults {
        static final EventListener.Factory LISTENERS = new OkHttpClient().eventListenerFactory();
    }
}
