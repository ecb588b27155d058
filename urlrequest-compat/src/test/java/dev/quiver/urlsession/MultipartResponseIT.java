package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Responses in several parts, as a delegate is told them: each with a head of its own. */
class MultipartResponseIT {
    private static final String PARTS = "--next\r\nContent-Type: text/plain\r\n\r\none\r\n"
            + "--next\r\nContent-Type: image/x\r\nContent-Length: 3\r\n\r\ntwo\r\n--next--\r\n";

    private final List<String> told = new ArrayList<>();
    private final CompletableFuture<List<String>> end = new CompletableFuture<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private PlainServer server;

    /** Writes down what it is told; on its own queue, so without locks. */
    private class Notes implements UrlSessionDataDelegate {
        @Override
        public CompletionStage<ResponseDisposition> didReceiveResponse(
                UrlSession session, DataTask task, HttpUrlResponse response) {
            told.add(response.statusCode() + " " + response.mimeType().orElse("?") + " "
                    + response.expectedContentLength());
            return CompletableFuture.completedFuture(ResponseDisposition.ALLOW);
        }

        @Override
        public void didReceiveData(UrlSession session, DataTask task, ByteBuffer data) {
            told.add(StandardCharsets.US_ASCII.decode(data).toString());
        }

        @Override
        public void didComplete(UrlSession session, UrlSessionTask task, @Nullable UrlError error) {
            told.add(error == null ? "done" : error.code().toString());
            end.complete(told);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer()
                .page(
                        "/mixed",
                        (fields, body, out) -> out.write(PlainServer.ascii(
                                "HTTP/1.1 200 OK\r\ncontent-type: multipart/mixed; boundary=\"next\"\r\ncontent-length: "
                                        + PARTS.length() + "\r\n\r\n" + PARTS)))
                .page("/pictures", (fields, body, out) -> {
                    out.write(PlainServer.ascii("HTTP/1.1 200 OK\r\ncontent-type: multipart/x-mixed-replace;boundary=f"
                            + "\r\nconnection: close\r\n\r\n--f\r\n\r\nfirst\r\n--f\r\n\r\n"));
                    out.flush();
                    await(goOn);
                    out.write(PlainServer.ascii("second\r\n--f\r\n"));
                })
                .page(
                        "/none",
                        (fields, body, out) -> out.write(
                                PlainServer.ascii(
                                        "HTTP/1.1 200 OK\r\ncontent-type: multipart/mixed; boundary=x\r\ncontent-length: 2\r\n\r\nno")));
    }

    @AfterEach
    void stop() throws IOException {
        goOn.countDown();
        server.close();
    }

    @Test
    void eachPartHasAResponseOfItsOwn() throws Exception {
        assertThat(load("/mixed", new Notes()))
                .containsExactly(
                        "200 multipart/mixed " + PARTS.length(),
                        "200 text/plain -1",
                        "one",
                        "200 image/x 3",
                        "two",
                        "done");
    }

    @Test
    void aPartIsThereBeforeTheNextHasCome() throws Exception {
        CompletableFuture<Void> first = new CompletableFuture<>();
        Notes notes = new Notes() {
            @Override
            public void didReceiveData(UrlSession session, DataTask task, ByteBuffer data) {
                super.didReceiveData(session, task, data);
                first.complete(null);
            }
        };
        try (UrlSession session = session(notes)) {
            session.dataTask(UrlRequest.of(server.url("/pictures"))).resume();
            first.get(30, TimeUnit.SECONDS);
            goOn.countDown();
            // The stream breaks off before a third part's fields.
            assertThat(end.get(30, TimeUnit.SECONDS))
                    .containsExactly(
                            "200 multipart/x-mixed-replace -1",
                            "200 ? -1",
                            "first",
                            "200 ? -1",
                            "second",
                            "CANNOT_PARSE_RESPONSE");
        }
    }

    @Test
    void contentWithoutAPartIsNone() throws Exception {
        assertThat(load("/none", new Notes())).containsExactly("200 multipart/mixed 2", "CANNOT_PARSE_RESPONSE");
    }

    @Test
    void aPartWaitsForItsAnswerAndMayEndTheTask() throws Exception {
        AtomicReference<CompletableFuture<ResponseDisposition>> answer = new AtomicReference<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        Notes notes = new Notes() {
            @Override
            public CompletionStage<ResponseDisposition> didReceiveResponse(
                    UrlSession session, DataTask task, HttpUrlResponse response) {
                super.didReceiveResponse(session, task, response);
                answer.set(new CompletableFuture<>());
                if (response.mimeType().orElse("").equals("image/x")) {
                    asked.complete(null);
                } else {
                    answer.get().complete(ResponseDisposition.ALLOW);
                }
                return answer.get();
            }
        };
        try (UrlSession session = session(notes)) {
            session.dataTask(UrlRequest.of(server.url("/mixed"))).resume();
            asked.get(30, TimeUnit.SECONDS);
            answer.get().complete(ResponseDisposition.CANCEL);
            assertThat(end.get(30, TimeUnit.SECONDS)).endsWith("200 image/x 3", "CANCELLED");
        }
    }

    @Test
    void whoCollectsGetsTheContentAsItCame() throws Exception {
        try (UrlSession session = session(new Notes())) {
            assertThat(session.load(UrlRequest.of(server.url("/mixed"))).text()).isEqualTo(PARTS);
        }
    }

    private List<String> load(String path, Notes notes) throws Exception {
        try (UrlSession session = session(notes)) {
            session.dataTask(UrlRequest.of(server.url(path))).resume();
            return end.get(30, TimeUnit.SECONDS);
        }
    }

    private static UrlSession session(Notes notes) {
        return UrlSession.newBuilder(UrlSessionConfiguration.ephemeral())
                .client(HttpClient.newHttpClient())
                .delegate(notes)
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
