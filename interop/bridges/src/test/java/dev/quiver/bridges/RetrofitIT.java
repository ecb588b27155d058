package dev.quiver.bridges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.okhttp.H3CallFactory;
import dev.quiver.h3.okhttp.H3Interceptor;
import dev.quiver.h3.okhttp.Obstacle;
import dev.quiver.h3.okhttp.Passage;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Streaming;

/** Retrofit with its own OkHttp, 4.12, over HTTP/3 by a {@code Call.Factory}. */
@QuiverServer
class RetrofitIT {
    private H3Client h3;
    private Api api;

    interface Api {
        @GET("headers")
        Call<ResponseBody> headers();

        @Streaming
        @GET("bytes/{n}")
        Call<ResponseBody> bytes(@Path("n") long n);

        @POST("upload")
        Call<ResponseBody> upload(@Body RequestBody body);

        @GET("status/{code}")
        Call<ResponseBody> status(@Path("code") int code);

        @GET("never")
        Call<ResponseBody> never();

        @Streaming
        @GET("bytes/4000000000")
        Call<ResponseBody> slow();

        @GET("redirect?to=/headers")
        CompletableFuture<ResponseBody> redirected();

        @GET("trailers")
        Call<ResponseBody> trailers();
    }

    @BeforeEach
    void build(TestServer server) {
        h3 = Ground.client(server).build();
        api = api(server, new OkHttpClient());
    }

    @AfterEach
    void close() {
        h3.shutdownNow();
    }

    private Api api(TestServer server, OkHttpClient client) {
        return retrofit(server, H3CallFactory.of(client, h3));
    }

    private static Api retrofit(TestServer server, okhttp3.Call.Factory calls) {
        return new Retrofit.Builder()
                .baseUrl(server.uri("/").toString())
                .callFactory(calls)
                .build()
                .create(Api.class);
    }

    @Test
    void isTheOkHttpThatRetrofitBrings() throws Exception {
        // The constant as it is there, not as the compiler saw it.
        assertThat((String) OkHttp.class.getField("VERSION").get(null)).startsWith("4.12.");
    }

    @Test
    void get(TestServer server) throws Exception {
        Response<ResponseBody> response = api.headers().execute();
        assertThat(response.body().string()).startsWith("GET /headers\n").contains("accept-encoding: gzip\n");
        // This OkHttp has no name for HTTP/3 but this.
        assertThat(response.raw().protocol()).isEqualTo(Protocol.QUIC);
        assertThat(Passage.of(response.raw())).asString().startsWith("h3 by Quiver: quic won");
        Ground.answered(server, "GET", "/headers");
        assertThat(api.redirected().get(30, TimeUnit.SECONDS).string()).startsWith("GET /headers\n");
        try (ResponseBody body = api.bytes(Ground.LARGE).execute().body()) {
            assertThat(body.bytes()).isEqualTo(TestBytes.first(Ground.LARGE));
        }
        Response<ResponseBody> trailers = api.trailers().execute();
        assertThat(trailers.body().string()).isEqualTo("trailers follow\n");
        // OkHttp 4 takes trailers from its own connections only.
        assertThat(Passage.of(trailers.raw())
                        .response()
                        .trailers()
                        .get(30, TimeUnit.SECONDS)
                        .firstValue("x-checksum"))
                .contains("deadbeef");
    }

    @Test
    void postOfAStream(TestServer server) throws Exception {
        RequestBody body = new RequestBody() {
            @Override
            public MediaType contentType() {
                return MediaType.get("application/octet-stream");
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeAll(Okio.source(Ground.bytes(Ground.LARGE)));
            }
        };
        assertThat(api.upload(body).execute().body().string()).isEqualTo(Ground.digest(Ground.LARGE));
        assertThat(Ground.answered(server, "POST", "/upload").fields().first("content-length"))
                .isEmpty();
    }

    @Test
    void errorStatus(TestServer server) throws Exception {
        Response<ResponseBody> response = api.status(404).execute();
        assertThat(response.isSuccessful()).isFalse();
        assertThat(response.errorBody().string()).isEqualTo("status 404\n");
        Ground.answered(server, "GET", "/status/404");
    }

    @Test
    void timeouts(TestServer server) {
        Duration little = Duration.ofMillis(300);
        Api impatient =
                api(server, new OkHttpClient.Builder().readTimeout(little).build());
        assertThatThrownBy(() -> impatient.never().execute()).isInstanceOf(SocketTimeoutException.class);
        Api hurried = api(server, new OkHttpClient.Builder().callTimeout(little).build());
        assertThatThrownBy(() -> hurried.never().execute()).hasMessage("timeout");
    }

    @Test
    void cancel(TestServer server) throws Exception {
        Call<ResponseBody> waiting = api.never();
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        waiting.enqueue(new Callback<>() {
            @Override
            public void onResponse(Call<ResponseBody> call, Response<ResponseBody> response) {
                failed.complete(new AssertionError(response.toString()));
            }

            @Override
            public void onFailure(Call<ResponseBody> call, Throwable thrown) {
                failed.complete(thrown);
            }
        });
        server.awaitRequest(r -> r.target().equals("/never"), Ground.PATIENCE);
        waiting.cancel();
        assertThat(failed.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        Call<ResponseBody> slow = api.slow();
        try (ResponseBody body = slow.execute().body()) {
            assertThat(body.source().readByteArray(1500)).isEqualTo(TestBytes.first(1500));
            slow.cancel();
            // OkHttp 4 tells nobody: who reads next finds out.
            assertThatThrownBy(() -> body.source().readByteArray(100_000)).isInstanceOf(IOException.class);
        }
        Ground.givenUp(server, "/bytes/4000000000");
    }

    @Test
    void anInterceptorAloneAndWhatStandsInItsWay(TestServer server) throws Exception {
        H3Interceptor interceptor = new H3Interceptor(h3);
        Api plain = retrofit(
                server, new OkHttpClient.Builder().addInterceptor(interceptor).build());
        assertThat(plain.headers().execute().body().string()).startsWith("GET /headers\n");
        EventListener[] listeners = {EventListener.NONE, new EventListener() {}};
        for (EventListener each : listeners) {
            Api listened = retrofit(
                    server,
                    new OkHttpClient.Builder()
                            .eventListener(each)
                            .addInterceptor(interceptor)
                            .build());
            if (each == EventListener.NONE) {
                assertThat(listened.headers().execute().isSuccessful()).isTrue();
            } else {
                // Nobody listens on TCP.
                assertThatThrownBy(() -> listened.headers().execute()).isInstanceOf(IOException.class);
            }
        }
        Api waived = retrofit(
                server,
                new OkHttpClient.Builder()
                        .eventListenerFactory(call -> new EventListener() {})
                        .addInterceptor(H3Interceptor.newBuilder(h3)
                                .waive(Obstacle.EVENT_LISTENER)
                                .build())
                        .build());
        assertThat(waived.headers().execute().isSuccessful()).isTrue();
    }
}
