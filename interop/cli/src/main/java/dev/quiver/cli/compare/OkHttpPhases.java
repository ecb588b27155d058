package dev.quiver.cli.compare;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** When OkHttp was how far with one call. Written by OkHttp's thread, read when the call is over. */
final class OkHttpPhases extends EventListener implements Interceptor {
    /** Marks a request whose {@code accept-encoding} is not to be sent. */
    enum Bare {
        BARE
    }

    private volatile long connecting;
    private volatile long connected;
    private volatile long head;

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        if (connecting == 0) {
            connecting = System.nanoTime();
        }
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        connected = System.nanoTime();
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        head = System.nanoTime();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        boolean bare = chain.request().tag(Bare.class) != null;
        return chain.proceed(
                bare
                        ? chain.request()
                                .newBuilder()
                                .removeHeader("accept-encoding")
                                .build()
                        : chain.request());
    }

    /** TCP and TLS; null on a connection that was there. */
    @Nullable
    Duration connect() {
        return connected == 0 ? null : Duration.ofNanos(connected - connecting);
    }

    /** @param began when the call did */
    Duration firstByte(long began) {
        return Duration.ofNanos(head - began);
    }
}
