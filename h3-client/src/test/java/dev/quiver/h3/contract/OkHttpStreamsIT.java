package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.okhttp.H3CallFactory;
import dev.quiver.h3.okhttp.Passage;
import dev.quiver.quic.FlowControl;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OkHttp's bodies stream over HTTP/3, are held back where nobody takes them, and are reset when they are given up. */
@QuiverServer
class OkHttpStreamsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long WINDOW = 256 << 10;

    private H3Client h3;
    private Call.Factory calls;

    @BeforeEach
    void build(TestServer server) {
        h3 = builder(server).build();
        calls = H3CallFactory.of(new OkHttpClient(), h3);
    }

    @AfterEach
    void close() {
        h3.shutdownNow();
    }

    private static H3Client.Builder builder(TestServer server) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(server.root()))
                .flowControl(new FlowControl(8 << 20, WINDOW, WINDOW, 64 << 10, 0, 100))
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build());
    }

    private static Request.Builder request(URI uri) {
        return new Request.Builder().url(HttpUrl.get(uri));
    }

    private Call call(TestServer server, String path) {
        return calls.newCall(request(server.uri(path)).build());
    }

    private String text(TestServer server, String path) throws IOException {
        try (Response response = call(server, path).execute()) {
            return response.body().string();
        }
    }

    private static RequestRecord seen(TestServer server, String target) {
        return server.requests().stream()
                .filter(r -> r.target().equals(target))
                .findFirst()
                .orElseThrow();
    }

    /** The transport tells the server of it in one way or the other, and only where a write or read waits. */
    private static boolean isGivenUp(RequestRecord request) {
        return request.outcome() == Outcome.STOPPED_BY_CLIENT || request.outcome() == Outcome.RESET_BY_CLIENT;
    }

    @Test
    void anUploadOfManyMegabytesArrivesWhole(TestServer server) throws Exception {
        int pieces = 2_000;
        byte[] piece = TestBytes.first(16_000);
        RequestBody body = OkHttpGround.body(-1, true, sink -> {
            for (int i = 0; i < pieces; i++) {
                sink.write(piece);
            }
        });
        try (Response response =
                calls.newCall(request(server.uri("/upload")).post(body).build()).execute()) {
            assertThat(response.body().string()).startsWith(16_000L * pieces + " ");
        }
    }

    @Test
    void aReaderThatDoesNotReadStallsTheServer(TestServer server) throws Exception {
        long size = 12 << 20;
        try (Response response = call(server, "/bytes/" + size).execute()) {
            long stalled = -1;
            while (stalled != seen(server, "/bytes/" + size).responseBytes()) {
                stalled = seen(server, "/bytes/" + size).responseBytes();
                for (int i = 0; i < 50; i++) {
                    text(server, "/bytes/1000");
                }
            }
            assertThat(stalled).isPositive().isLessThan(4 << 20);
            assertThat(response.body().bytes()).isEqualTo(TestBytes.first((int) size));
        }
    }

    @Test
    void aServerThatDoesNotReadHoldsTheWriter(TestServer server) throws Exception {
        AtomicLong written = new AtomicLong();
        RequestBody endless = OkHttpGround.body(-1, false, sink -> {
            byte[] piece = new byte[8192];
            while (true) {
                sink.write(piece);
                written.addAndGet(piece.length);
            }
        });
        Call.Factory impatient = H3CallFactory.of(
                new OkHttpClient.Builder().writeTimeout(Duration.ofMillis(500)).build(), h3);
        Request request = request(server.uri("/never")).post(endless).build();
        assertThatThrownBy(() -> impatient.newCall(request).execute()).isInstanceOf(SocketTimeoutException.class);
        assertThat(written.get()).isPositive().isLessThan(64 << 20);
        assertThat(text(server, "/bytes/3")).hasSize(3);
    }

    @Test
    void cancellingResetsTheStreamWhileItWaitsAndWhileItWrites(TestServer server) throws Exception {
        Call waiting = call(server, "/never?waiting");
        Call writing = calls.newCall(request(server.uri("/upload?writing"))
                .post(OkHttpGround.body(-1, false, sink -> {
                    while (true) {
                        sink.write(new byte[8192]);
                    }
                }))
                .build());
        for (Call each : new Call[] {waiting, writing}) {
            String target = each.request().url().encodedPath() + "?"
                    + each.request().url().encodedQuery();
            CompletableFuture<IOException> failed = new CompletableFuture<>();
            each.enqueue(new Callback() {
                @Override
                public void onFailure(Call call, IOException thrown) {
                    failed.complete(thrown);
                }

                @Override
                public void onResponse(Call call, Response response) {
                    failed.completeExceptionally(new AssertionError(response.toString()));
                }
            });
            server.awaitRequest(r -> r.target().equals(target), PATIENCE);
            each.cancel();
            assertThat(failed.get(30, TimeUnit.SECONDS)).hasMessage("Canceled");
        }
        server.awaitRequest(
                r -> r.target().equals("/upload?writing") && r.outcome() == Outcome.RESET_BY_CLIENT, PATIENCE);
        assertThat(text(server, "/bytes/3")).hasSize(3);
    }

    @Test
    void cancellingStopsABodyThatNobodyReads(TestServer server) throws Exception {
        String target = "/bytes/4000000000";
        Call call = call(server, target);
        try (Response response = call.execute()) {
            assertThat(response.body().source().readByteArray(1500)).isEqualTo(TestBytes.first(1500));
            call.cancel();
            server.awaitRequest(r -> r.target().equals(target) && isGivenUp(r), PATIENCE);
            assertThatThrownBy(() -> response.body().source().readByteArray(1 << 20))
                    .hasMessage("Canceled");
        }
    }

    @Test
    void closingStopsTheServer(TestServer server) throws Exception {
        String target = "/bytes/4000000001";
        try (Response response = call(server, target).execute()) {
            server.awaitRequest(r -> r.responseBytes() > 0, PATIENCE);
            assertThat(response.code()).isEqualTo(200);
        }
        server.awaitRequest(r -> r.target().equals(target) && isGivenUp(r), PATIENCE);
    }

    @Test
    void aServerThatWantsNoMoreOfABodyIsHeard(TestServer server) throws Exception {
        AtomicLong written = new AtomicLong();
        RequestBody long1 = OkHttpGround.body(1L << 32, false, sink -> {
            byte[] piece = new byte[1 << 16];
            for (long at = 0; at < 1L << 32; at += piece.length) {
                sink.write(piece);
                written.addAndGet(piece.length);
            }
        });
        try (Response response = calls.newCall(
                        request(server.uri("/stop?after=100000")).post(long1).build())
                .execute()) {
            assertThat(response.body().string()).isEqualTo("stopped\n");
        }
        assertThat(written.get()).isLessThan(1L << 31);
    }

    @Test
    void trailersAndEarlyHints(TestServer server) throws Exception {
        try (Response response = call(server, "/trailers").execute()) {
            assertThat(response.body().string()).isEqualTo("trailers follow\n");
            assertThat(response.trailers().get("x-checksum")).isEqualTo("deadbeef");
            assertThat(response.peekTrailers().get("x-count")).isEqualTo("16");
        }
        try (Response response = call(server, "/trailers").execute()) {
            assertThat(response.trailers().get("x-count")).as("unread").isEqualTo("16");
        }
        Response closed = call(server, "/slow?bytes=100000&delayMs=50").execute();
        assertThat(closed.peekTrailers()).isNull();
        closed.close();
        assertThatThrownBy(closed::trailers).isInstanceOfAny(IllegalStateException.class, IOException.class);
        try (Response response = call(server, "/early-hints").execute()) {
            assertThat(response.body().string()).isEqualTo("hinted\n");
            assertThat(Passage.of(response).response().informational())
                    .extracting("status")
                    .containsExactly(103);
        }
    }

    @Test
    void aBodyThatCanBeHadAgainIsSentAgainElsewhere() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger writes = new AtomicInteger();
        try (TestServer server = TestServer.newBuilder()
                .route("/once-rejected", (request, response) -> {
                    if (asked.getAndIncrement() == 0) {
                        // H3_REQUEST_REJECTED: nothing was done with it.
                        request.read().get();
                        response.reset(0x10b);
                    } else {
                        response.send(200, request.readAll().get().length + "");
                    }
                })
                .start()) {
            try (H3Client client = builder(server).build()) {
                Call.Factory own = H3CallFactory.of(new OkHttpClient(), client);
                RequestBody body = OkHttpGround.body(100_000, false, sink -> {
                    writes.incrementAndGet();
                    sink.write(new byte[50_000]).flush();
                    sink.write(new byte[50_000]);
                });
                try (Response response = own.newCall(
                                request(server.uri("/once-rejected")).post(body).build())
                        .execute()) {
                    assertThat(response.body().string()).isEqualTo("100000");
                }
                assertThat(writes).hasValue(2);
                asked.set(0);
                RequestBody once = OkHttpGround.body(-1, true, sink -> sink.writeUtf8("once"));
                assertThatThrownBy(() -> own.newCall(request(server.uri("/once-rejected"))
                                        .post(once)
                                        .build())
                                .execute())
                        .satisfies(thrown ->
                                assertThat(H3Exception.in(thrown).codeName()).isEqualTo("H3_REQUEST_REJECTED"));
            }
        }
    }

    @Test
    void failuresHaveTheTypesThatOkHttpsCallersCatch(TestServer server) throws Exception {
        int closed;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        URI nowhere = URI.create("https://localhost:" + closed + "/");
        assertThatThrownBy(() -> calls.newCall(request(nowhere).build()).execute())
                .isInstanceOf(ConnectException.class)
                .satisfies(thrown -> assertThat(H3Exception.in(thrown).kind()).isEqualTo(H3Exception.Kind.PORT_CLOSED));
        try (H3Client strict = H3Client.newBuilder()
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build())
                .build()) {
            assertThatThrownBy(() -> H3CallFactory.of(new OkHttpClient(), strict)
                            .newCall(request(server.uri("/")).build())
                            .execute())
                    .isInstanceOf(SSLHandshakeException.class)
                    .satisfies(thrown ->
                            assertThat(H3Exception.in(thrown).kind()).isEqualTo(H3Exception.Kind.CERTIFICATE_REJECTED));
        }
        assertThatThrownBy(() -> text(server, "/reset?after=-1"))
                .satisfies(
                        thrown -> assertThat(H3Exception.in(thrown).codeName()).isEqualTo("H3_INTERNAL_ERROR"));
        assertThatThrownBy(() -> text(server, "/truncate"))
                .satisfies(thrown -> assertThat(H3Exception.in(thrown).kind()).isEqualTo(H3Exception.Kind.TRUNCATED));
    }
}
