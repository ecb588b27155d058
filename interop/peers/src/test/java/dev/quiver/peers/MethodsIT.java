package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.Protocol;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** GET, HEAD, POST, PUT and DELETE: what the server says it got is what was sent, and its log has each once. */
@Tag("real-server")
class MethodsIT {
    private static final byte[] BODY = "what is sent\n".repeat(5000).getBytes(StandardCharsets.UTF_8);
    private static final String NOTHING = Digests.sha256(new byte[0]);

    @ParameterizedTest
    @EnumSource
    void files(HttpServer kind) throws Exception {
        try (HttpServer.Running server = kind.start();
                H3Client client = Http3.client(server.at())) {
            H3Response<byte[]> got = ask(client, server, "GET", "/1m.bin?get", false);
            assertThat(got.statusCode()).isEqualTo(200);
            assertThat(Digests.sha256(got.body()))
                    .isEqualTo(Digests.sha256(server.at().served("1m.bin")));
            H3Response<byte[]> head = ask(client, server, "HEAD", "/1m.bin?head", false);
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValueAsLong("content-length")).hasValue(1 << 20);
            assertThat(head.body()).isEmpty();
            // What is no file server's business is said by a status, or answered as a GET is.
            for (String method : new String[] {"POST", "PUT", "DELETE"}) {
                int status =
                        ask(client, server, method, "/1k.bin?" + method, true).statusCode();
                assertThat(status).isEqualTo(kind.answersAnyMethodWithTheFile() ? 200 : 405);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GTLSSERVER")
    void work(HttpServer kind) throws Exception {
        try (HttpServer.Running server = kind.start();
                H3Client client = Http3.client(server.at())) {
            for (String method : new String[] {"GET", "POST", "PUT", "DELETE"}) {
                boolean body = !method.equals("GET");
                H3Response<byte[]> response = ask(client, server, method, "/work?" + method, body);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(new String(response.body(), StandardCharsets.UTF_8))
                        .isEqualTo(method + " " + (body ? BODY.length + " " + Digests.sha256(BODY) : "0 " + NOTHING)
                                + "\n");
            }
            assertThat(ask(client, server, "HEAD", "/work?HEAD", false).body()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GTLSSERVER")
    void whatIsPutIsThereUntilItIsDeleted(HttpServer kind) throws Exception {
        try (HttpServer.Running server = kind.start();
                H3Client client = Http3.client(server.at())) {
            assertThat(ask(client, server, "PUT", "/kept/it?1", true).statusCode())
                    .isEqualTo(201);
            assertThat(ask(client, server, "GET", "/kept/it?2", false).body()).isEqualTo(BODY);
            assertThat(ask(client, server, "PUT", "/kept/it?3", true).statusCode())
                    .isEqualTo(204);
            assertThat(ask(client, server, "DELETE", "/kept/it?4", false).statusCode())
                    .isEqualTo(204);
            assertThat(ask(client, server, "GET", "/kept/it?5", false).statusCode())
                    .isEqualTo(404);
        }
    }

    private static H3Response<byte[]> ask(
            H3Client client, HttpServer.Running server, String method, String target, boolean body) throws Exception {
        H3Response<byte[]> response = client.send(
                HttpRequest.newBuilder(URI.create(server.at().url(target)))
                        .method(method, body ? BodyPublishers.ofByteArray(BODY) : BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(response.protocol()).isEqualTo(Protocol.H3);
        Matrix.note(server.kind(), method + " " + target.replaceAll("\\?.*", ""), "status " + response.statusCode());
        assertThat(Waiting.until(() -> server.logged(target), lines -> !lines.isEmpty()))
                .as("the server's log of " + target)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.method()).isEqualTo(method);
                    assertThat(line.protocol()).isEqualTo("HTTP/3.0");
                    assertThat(line.status()).isIn(response.statusCode(), -1);
                });
        return response;
    }
}
