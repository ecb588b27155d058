package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.quiver.h3.micrometer.H3ClientMetrics;
import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.KeyPurpose;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of all kinds that carry secrets, with every logger at its most talkative, the flight recorder on, a listener and
 * meters registered, and every exception and public object shown: none of them says a secret.
 */
class SecretsInLogsIT {
    private static final String AUTHORIZATION = "Bearer s3cr3t-authorization";
    private static final String COOKIE = "s3cr3t-cookie";
    private static final String SET_COOKIE = "s3cr3t-set-cookie";
    private static final String PASSWORD = "s3cr3t-password";
    private static final String USER_INFO = "s3cr3t-user-info";
    private static final String QUERY = "s3cr3t-query";
    private static final String BODY = "s3cr3t-body";
    private static final String HINT = "s3cr3t-hint";
    private static final String PROTOCOL = "s3cr3t-subprotocol";
    /** What all of them have in common. */
    private static final String MARK = "s3cr3t";

    @TempDir
    Path directory;

    private final TestAuthority authority = TestAuthority.create();
    private final TestCertificate certificate = authority.leafFor("localhost", "127.0.0.1");
    private final TestCertificate mine =
            authority.newLeaf().host("me.example").purposes(KeyPurpose.CLIENT).issue();
    private final Identity identity = new Identity(mine.privateKey(), mine.chain());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<CompletableFuture<?>> ends = new ArrayList<>();
    private TcpServer tcp;
    private TestServer server;
    private HttpServer proxy;
    private Overheard overheard;

    @BeforeEach
    void start() throws Exception {
        tcp = new TcpServer(certificate);
        server = TestServer.newBuilder()
                .certificate(certificate)
                .route("/basic", (request, response) -> {
                    boolean known = request.fields().first("authorization").isPresent();
                    response.head(known ? 200 : 401, Fields.of("www-authenticate", "Basic realm=\"r\""));
                    response.end();
                })
                .route("/digest", (request, response) -> {
                    boolean known = request.fields().first("authorization").isPresent();
                    response.head(
                            known ? 200 : 401,
                            Fields.of(
                                    "www-authenticate",
                                    "Digest realm=\"r\", qop=\"auth\", algorithm=SHA-256, nonce=\"n\""));
                    response.end();
                })
                .route("/sets", (request, response) -> {
                    response.informational(103, Fields.of("link", "<" + HINT + ">"));
                    response.head(
                            302,
                            Fields.of(
                                    "set-cookie",
                                    "a=" + SET_COOKIE,
                                    "location",
                                    "https://u:" + USER_INFO + "@localhost:1/x?" + QUERY));
                    response.end();
                })
                .route("/silent", (request, response) -> {})
                .route("/reset", (request, response) -> response.reset(H3ErrorCode.H3_INTERNAL_ERROR.value()))
                .start();
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            boolean known = exchange.getRequestHeaders().containsKey("Proxy-Authorization");
            exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"r\"");
            exchange.sendResponseHeaders(known ? 200 : 407, -1);
            exchange.close();
        });
        proxy.start();
        overheard = new Overheard();
    }

    @AfterEach
    void stop() {
        overheard.close();
        server.close();
        tcp.close();
        proxy.stop(0);
    }

    private H3Client.Builder builder() {
        CookieManager cookies = new CookieManager();
        cookies.getCookieStore().add(URI.create("https://localhost/"), cookie());
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(certificate.root()))
                .identity(identity)
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .exchangeListener((exchange, event) -> {
                    overheard.show(exchange);
                    overheard.show(event);
                })
                .exchangeListener(H3ClientMetrics.of(registry))
                .exchangeListener((exchange, event) -> {
                    throw new IllegalStateException("a listener that fails");
                })
                .authenticator(new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication("user", PASSWORD.toCharArray());
                    }
                });
    }

    private static java.net.HttpCookie cookie() {
        java.net.HttpCookie cookie = new java.net.HttpCookie("sid", COOKIE);
        cookie.setPath("/");
        cookie.setVersion(0);
        return cookie;
    }

    private static URI at(int port, String path) {
        return URI.create("https://u:" + USER_INFO + "@localhost:" + port + path + "?token=" + QUERY);
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", AUTHORIZATION)
                .header("X-Api-Key", AUTHORIZATION)
                .timeout(Duration.ofSeconds(30));
    }

    private void send(H3Client client, HttpRequest request) throws InterruptedException {
        try {
            H3Response<String> response = client.send(request, BodyHandlers.ofString());
            overheard.show(response);
            overheard.show(response.route());
            overheard.show(response.metrics());
            response.previousResponse().ifPresent(overheard::show);
            response.informational().forEach(overheard::show);
            response.peerStreams().forEach(overheard::show);
            if (response.handshake() != null) {
                overheard.show(response.handshake());
                overheard.show(response.sslSession().orElseThrow());
            }
        } catch (Exception failed) {
            if (failed instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            overheard.show(failed);
        }
    }

    private void open(H3Client client, URI uri, String... subprotocols) throws Exception {
        URI ws = URI.create(uri.toString().replaceFirst("^https", "wss"));
        try {
            H3WebSocket.Builder opening = client.newWebSocketBuilder()
                    .header("Authorization", AUTHORIZATION)
                    .connectTimeout(Duration.ofSeconds(30));
            for (String subprotocol : subprotocols) {
                opening.subprotocols(subprotocol, subprotocols);
            }
            WebSocket webSocket =
                    opening.buildAsync(ws, new WebSocketRecorder()).get(60, TimeUnit.SECONDS);
            webSocket.sendText(BODY, true).get(30, TimeUnit.SECONDS);
            overheard.show(webSocket);
            webSocket.abort();
        } catch (ExecutionException failed) {
            overheard.show(failed);
        }
    }

    private void byHttp3() throws Exception {
        H3Client.Builder builder = builder()
                .options(H3Options.newBuilder()
                        .informationalListener(overheard::show)
                        .build());
        overheard.show(builder);
        try (H3Client client = builder.build()) {
            overheard.show(client);
            int port = server.address().getPort();
            send(client, request(at(port, "/bytes/3")).build());
            send(
                    client,
                    request(at(port, "/echo"))
                            .POST(BodyPublishers.ofString(BODY))
                            .build());
            HttpRequest challenged = HttpRequest.newBuilder(at(port, "/basic")).build();
            send(client, challenged);
            send(client, HttpRequest.newBuilder(at(port, "/digest")).build());
            send(client, request(at(port, "/sets")).build());
            send(client, request(at(port, "/reset")).build());
            send(
                    client,
                    request(at(port, "/silent")).timeout(Duration.ofMillis(50)).build());
            CompletableFuture<HttpResponse<String>> given =
                    client.sendAsync(request(at(port, "/silent")).build(), BodyHandlers.ofString());
            ends.add(given);
            given.cancel(true);
            H3Options options = client.options().toBuilder()
                    .discovery(Discovery.HTTP3_ONLY)
                    .exchangeTimeout(Duration.ofSeconds(20))
                    .build();
            overheard.show(options);
            open(client, at(port, "/ws"));
            open(client, at(port, "/ws/403"));
            open(client, at(port, "/ws"), PROTOCOL);
            ExtendedConnect connect = ExtendedConnect.newBuilder(at(port, "/connect"), "quiver-echo")
                    .header("Authorization", AUTHORIZATION)
                    .build();
            overheard.show(connect);
            try (ConnectStream stream = client.connect(connect).get(30, TimeUnit.SECONDS)) {
                stream.send(ByteBuffer.wrap(BODY.getBytes(StandardCharsets.UTF_8)));
                overheard.show(stream);
                overheard.show(stream.response());
            }
            overheard.show(client.poolStats());
        }
    }

    private void byTcp() throws Exception {
        try (H3Client client = builder().build()) {
            int port = tcp.port();
            send(client, request(at(port, "/a")).build());
            send(
                    client,
                    request(at(port, "/a")).POST(BodyPublishers.ofString(BODY)).build());
            open(client, at(port, "/a"));
            // Nobody is there, over either transport.
            send(client, request(at(1, "/a")).build());
            send(
                    client,
                    request(URI.create("https://" + USER_INFO + "@no-such-host.invalid/?" + QUERY))
                            .build());
        }
        try (H3Client client =
                builder().proxy(ProxySelector.of(proxy.getAddress())).build()) {
            send(
                    client,
                    HttpRequest.newBuilder(URI.create("http://there.invalid/a?" + QUERY))
                            .build());
            send(client, request(at(1, "/a")).build());
        }
    }

    private void refused() throws Exception {
        try (H3Client client = builder()
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build())
                .build()) {
            String there = "http://" + USER_INFO + "@localhost:1/a?" + QUERY;
            send(client, request(URI.create(there)).build());
            open(client, URI.create(there));
            open(client, at(1, "/a"), "a b " + PROTOCOL);
            send(client, request(at(1, "/a")).header("TE", AUTHORIZATION).build());
            for (String bad : List.of("ftp://" + USER_INFO + "@h/?" + QUERY, "https:/no-host?" + QUERY)) {
                try {
                    client.warmUp(URI.create(bad));
                } catch (IllegalArgumentException refused) {
                    overheard.show(refused);
                }
            }
        }
    }

    @Test
    void noneIsSaid() throws Exception {
        overheard.show(identity);
        byHttp3();
        byTcp();
        refused();
        List<String> said = overheard.end(directory);
        registry.getMeters().forEach(meter -> said.add(meter.getId().toString()));

        assertThat(overheard.counts().keySet())
                .as("it was listened to")
                .contains(
                        "dev.quiver.h3.Exchange",
                        "dev.quiver.h3.Failure",
                        "dev.quiver.h3.Try",
                        "dev.quiver.h3.Connection",
                        "dev.quiver.quic.Handshake",
                        "Redirected",
                        "Challenged",
                        "InformationalResponse",
                        "ConnectException",
                        "HttpTimeoutException",
                        "H3Exception",
                        "log of dev.quiver.h3.listener")
                .anyMatch(name -> name.startsWith("log of io.netty"));
        assertThat(registry.find("http.client.requests").timers()).hasSizeGreaterThan(5);
        List<String> secrets = new ArrayList<>(List.of(MARK));
        for (String secret : List.of("user:" + PASSWORD, "u:" + USER_INFO, PASSWORD, COOKIE, BODY)) {
            // Its last characters depend on what follows.
            String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            secrets.add(encoded.substring(0, encoded.length() - 4));
        }
        byte[] key = mine.privateKey().getEncoded();
        String base64 = Base64.getEncoder().encodeToString(key);
        String hex = HexFormat.of().formatHex(key);
        // The end of PKCS#8 is the number that is the secret.
        secrets.add(base64.substring(base64.length() - 30, base64.length() - 4));
        secrets.add(hex.substring(hex.length() - 40));
        for (String secret : secrets) {
            assertThat(said.stream().filter(text -> text.contains(secret)))
                    .as(secret)
                    .isEmpty();
        }
    }
}
