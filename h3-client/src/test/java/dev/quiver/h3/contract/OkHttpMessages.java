package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.TlsVersion;
import org.junit.jupiter.api.Test;

/** Requests and responses as a caller of OkHttp sees them. */
abstract class OkHttpMessages extends OkHttpBed {
    @Test
    void aResponseIsWhole() throws Exception {
        long before = System.currentTimeMillis();
        Call call = call("/text");
        try (Response response = call.execute()) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.message()).isEmpty();
            assertThat(response.protocol()).isEqualTo(protocol());
            assertThat(response.body().contentType()).isEqualTo(MediaType.get("text/plain"));
            assertThat(response.body().string()).isEqualTo(Routes.TEXT);
            assertThat(response.request().url()).isEqualTo(call.request().url());
            assertThat(response.sentRequestAtMillis()).isGreaterThanOrEqualTo(before);
            assertThat(response.receivedResponseAtMillis())
                    .isGreaterThanOrEqualTo(response.sentRequestAtMillis())
                    .isLessThanOrEqualTo(System.currentTimeMillis());
            assertThat(response.handshake().tlsVersion()).isEqualTo(TlsVersion.TLS_1_3);
            assertThat(response.handshake().peerCertificates().get(0))
                    .isEqualTo(CERTIFICATE.chain().get(0));
            assertThat(response.networkResponse().code()).isEqualTo(200);
            assertThat(response.networkResponse().request().header("Accept-Encoding"))
                    .isEqualTo("gzip");
            assertThat(response.request().headers().size()).isZero();
            assertThat(response.cacheResponse()).isNull();
            assertThat(response.priorResponse()).isNull();
            assertThat(response.trailers().size()).isZero();
        }
        assertThat(call.isExecuted()).isTrue();
    }

    @Test
    void repeatedFieldsAndLengths() throws Exception {
        try (Response response = call("/fields").execute()) {
            assertThat(response.headers("x-two")).containsExactly("one", "two");
            assertThat(response.header("X-EMPTY")).isEmpty();
        }
        try (Response response = call("/bytes?n=300000").execute()) {
            assertThat(response.body().contentLength()).isEqualTo(300_000);
            byte[] all = response.body().bytes();
            assertThat(all).hasSize(300_000);
            assertThat(IntStream.range(0, all.length).allMatch(i -> all[i] == Routes.value(i)))
                    .isTrue();
        }
        try (Response response = execute(request("/bytes?n=1000").head())) {
            assertThat(response.header("Content-Length")).isEqualTo("1000");
            assertThat(response.body().contentLength()).isZero();
            assertThat(response.body().bytes()).isEmpty();
        }
        for (int code : new int[] {204, 304, 404, 500}) {
            try (Response response = call("/status?code=" + code).execute()) {
                assertThat(response.code()).isEqualTo(code);
                assertThat(response.body().string()).isEmpty();
            }
        }
    }

    @Test
    void fieldsOfTheBodyAndTheCallers() throws Exception {
        try (Response response = execute(request("/echo")
                .header("Content-Type", "overruled/by-the-body")
                .header("X-Mine", "yes")
                .header("Connection", "close")
                .header("Keep-Alive", "1")
                .header("TE", "gzip")
                .post(RequestBody.create("grüße", TEXT)))) {
            String echoed = response.body().string();
            assertThat(fields(echoed))
                    .containsExactlyInAnyOrder(
                            "accept-encoding: gzip",
                            "content-length: 7",
                            "content-type: text/plain; charset=utf-8",
                            "x-mine: yes");
            assertThat(content(echoed)).isEqualTo("grüße");
        }
        try (Response response =
                execute(request("/echo").post(OkHttpGround.body(-1, false, sink -> sink.writeUtf8("streamed"))))) {
            String echoed = response.body().string();
            assertThat(fields(echoed)).containsExactlyInAnyOrder("accept-encoding: gzip", "content-type: text/x-test");
            assertThat(content(echoed)).isEqualTo("streamed");
        }
        try (Response response = execute(request("/echo").put(RequestBody.create(new byte[0], null)))) {
            assertThat(fields(response.body().string()))
                    .containsExactlyInAnyOrder("accept-encoding: gzip", "content-length: 0");
        }
        try (Response response = execute(request("/echo").method("DELETE", null))) {
            assertThat(fields(response.body().string())).containsExactly("accept-encoding: gzip");
        }
        try (Response response =
                execute(request("/echo").header("Expect", "100-continue").post(RequestBody.create("patient", TEXT)))) {
            assertThat(content(response.body().string())).isEqualTo("patient");
        }
    }

    @Test
    void gzipIsUnpackedUnseenUnlessAskedFor() throws Exception {
        try (Response response = call("/gzip").execute()) {
            assertThat(response.body().string()).isEqualTo(Routes.TEXT);
            assertThat(response.header("Content-Encoding")).isNull();
            assertThat(response.header("Content-Length")).isNull();
            assertThat(response.networkResponse().header("Content-Encoding")).isEqualTo("gzip");
        }
        try (Response response = execute(request("/gzip").header("Accept-Encoding", "gzip"))) {
            assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(response.body().bytes()).startsWith(0x1f, 0x8b);
        }
        try (Response response = execute(request("/gzip").header("Range", "bytes=0-"))) {
            assertThat(response.body().string()).isEqualTo(Routes.TEXT);
        }
        try (Response response = execute(request("/gzip").head())) {
            assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(response.body().bytes()).isEmpty();
        }
    }

    @Test
    void manyAtOnceByTheDispatcher() throws Exception {
        Call.Factory calls = calls(settings());
        List<CompletableFuture<String>> all = IntStream.range(0, 60)
                .mapToObj(i -> {
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    calls.newCall(request("/echo")
                                    .post(RequestBody.create("body " + i, TEXT))
                                    .build())
                            .enqueue(new Callback() {
                                @Override
                                public void onFailure(Call call, IOException thrown) {
                                    answer.completeExceptionally(thrown);
                                }

                                @Override
                                public void onResponse(Call call, Response response) throws IOException {
                                    answer.complete(content(response.body().string()));
                                }
                            });
                    return answer;
                })
                .toList();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("body " + i);
        }
    }

    @Test
    void interceptorsBeforeSeeOneRequestAndOneResponse() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        OkHttpClient.Builder settings = settings().addInterceptor(chain -> {
            seen.add(chain.request().url().encodedPath());
            Response response = chain.proceed(
                    chain.request().newBuilder().header("X-Added", "yes").build());
            seen.add(response.code() + " " + response.request().url().encodedPath());
            return response;
        });
        try (Response response = call(settings, "/redirect?to=/echo").execute()) {
            assertThat(response.body().string()).contains("x-added: yes");
        }
        assertThat(seen).containsExactly("/redirect", "200 /echo");
        // One that tries again.
        OkHttpClient.Builder twice = settings().addInterceptor(chain -> {
            chain.proceed(chain.request()).close();
            return chain.proceed(chain.request());
        });
        try (Response response = call(twice, "/text").execute()) {
            assertThat(response.body().string()).isEqualTo(Routes.TEXT);
            assertThat(response.protocol()).isEqualTo(protocol());
        }
    }
}
