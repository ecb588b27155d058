package dev.quiver.h3.okhttp;

import dev.quiver.h3.H3Client;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * Makes OkHttp's calls, carried by an {@link H3Client}: for Retrofit and all else that takes a {@code Call.Factory}. The
 * calls are an {@code OkHttpClient}'s, with its dispatcher, interceptors and settings, and an {@link H3Interceptor} behind
 * its own; see there for what is done where. Immutable, safe to use from any thread. Both clients stay the caller's.
 */
public final class H3CallFactory implements Call.Factory {
    private final OkHttpClient calls;

    private H3CallFactory(OkHttpClient client, H3Interceptor.Builder interceptor) {
        this.calls =
                client.newBuilder().addInterceptor(interceptor.build(client)).build();
    }

    /** Calls as this client says, by that one. */
    public static H3CallFactory of(OkHttpClient client, H3Client h3) {
        return of(client, H3Interceptor.newBuilder(h3));
    }

    /** Calls as this client says, by an interceptor to be made. */
    public static H3CallFactory of(OkHttpClient client, H3Interceptor.Builder interceptor) {
        return new H3CallFactory(client, interceptor);
    }

    @Override
    public Call newCall(Request request) {
        return calls.newCall(request);
    }
}
