package dev.quiver.bridges.example;

import com.github.mizosoft.methanol.HttpCache;
import com.github.mizosoft.methanol.Methanol;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.okhttp.H3CallFactory;
import dev.quiver.h3.okhttp.H3Interceptor;
import dev.quiver.h3.okhttp.Obstacle;
import dev.quiver.h3.okhttp.Passage;
import dev.quiver.quic.trust.TrustEvaluator;
import feign.Feign;
import feign.Request;
import feign.http2client.Http2Client;
import java.io.IOException;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import retrofit2.Retrofit;

/** The code of docs/bridges.md. */
public final class Recipes {
    private Recipes() {}

    static Call.Factory okHttp(OkHttpClient client) {
        H3Client h3 = H3Client.newH3Client();
        Call.Factory calls = H3CallFactory.of(client, h3);
        return calls;
    }

    static OkHttpClient interceptor(H3Client h3) {
        OkHttpClient client = new OkHttpClient.Builder()
                // … all others before it
                .addInterceptor(new H3Interceptor(h3))
                .build();
        return client;
    }

    static String whichWay(Response response) {
        Passage passage = Passage.of(response);
        return passage == null ? "no H3Interceptor" : passage.toString();
    }

    static Call.Factory pinned(OkHttpClient client) {
        H3Client h3 = H3Client.newBuilder()
                .trust(TrustEvaluator.platform()
                        .and(TrustEvaluator.pins("sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")))
                .build();
        return H3CallFactory.of(client, H3Interceptor.newBuilder(h3).waive(Obstacle.CERTIFICATE_PINS));
    }

    static <T> T retrofit(Call.Factory calls, Class<T> api) {
        return new Retrofit.Builder()
                .baseUrl("https://api.example.org/")
                .callFactory(calls)
                .build()
                .create(api);
    }

    static RestClient restClient(H3Client h3) {
        return RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory(h3))
                .build();
    }

    static WebClient webClient(H3Client h3) {
        return WebClient.builder()
                .clientConnector(new JdkClientHttpConnector(h3))
                .build();
    }

    static Methanol methanol(H3Client h3) {
        return Methanol.newBuilder(h3).build();
    }

    /** One with a cache. */
    public static Methanol cached(H3Client h3, HttpCache cache) {
        return Methanol.newBuilder()
                .cache(cache)
                // Behind the cache, in place of the client that Methanol has made for itself.
                .backendInterceptor(new Methanol.Interceptor() {
                    @Override
                    public <T> HttpResponse<T> intercept(HttpRequest request, Chain<T> chain)
                            throws IOException, InterruptedException {
                        return h3.send(request, chain.bodyHandler());
                    }

                    @Override
                    public <T> CompletableFuture<HttpResponse<T>> interceptAsync(HttpRequest request, Chain<T> chain) {
                        return h3.sendAsync(request, chain.bodyHandler());
                    }
                })
                .build();
    }

    public static Flux<List<ByteBuffer>> reactor(H3Client h3, HttpRequest request) {
        return Mono.fromFuture(() -> h3.sendAsync(request, BodyHandlers.ofPublisher()))
                .flatMapMany(response -> JdkFlowAdapter.flowPublisherToFlux(response.body()));
    }

    static <T> T feign(Class<T> api) {
        H3Client h3 = H3Client.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(Redirect.NORMAL)
                .build();
        return Feign.builder()
                .client(new Http2Client(h3))
                // The client's own connect time-out, and false unless the client follows ALWAYS.
                .options(new Request.Options(10, TimeUnit.SECONDS, 60, TimeUnit.SECONDS, false))
                .target(api, "https://api.example.org");
    }
}
