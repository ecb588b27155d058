package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.h3.Discovery;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Handler;
import dev.quiver.testkit.TestServer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers tell a session to remember, hop by hop: cookies, and hosts that are to be reached over TLS alone. */
class SessionStateIT {
    private static final String SITE = "https://other.example/";

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.newBuilder()
                .route(
                        "/set",
                        answer(200, "set-cookie", "a=1; Path=/; Max-Age=600", "set-cookie", "s=2; Path=/; Secure"))
                .route("/strict", answer(200, "set-cookie", "strict=1; SameSite=Strict", "set-cookie", "unsaid=1"))
                .route("/open", answer(200, "set-cookie", "open=1; SameSite=None; Secure"))
                .route("/redirect", answer(302, "set-cookie", "r=3; Path=/", "location", "/mine"))
                .route("/failing", answer(500, "set-cookie", "f=4; Path=/"))
                .route("/hsts", answer(200, "strict-transport-security", "max-age=600"))
                .route("/clear", (request, response) -> {
                    String open = request.fields().first("x-to").orElseThrow();
                    response.head(302, Fields.of("location", open)).get();
                    response.end();
                })
                .otherwise((request, response) -> {
                    response.head(200, Fields.EMPTY).get();
                    String cookie = request.fields().first("cookie").orElse("none");
                    response.write(ByteBuffer.wrap(cookie.getBytes(StandardCharsets.US_ASCII)))
                            .get();
                    response.end();
                })
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Handler answer(int status, String... fields) {
        return (request, response) -> {
            response.head(status, Fields.of(fields)).get();
            response.end();
        };
    }

    private UrlSessionConfiguration.Builder configuration() {
        return UrlSessionConfiguration.newBuilder()
                .trust(TrustEvaluator.anchors(server.root()))
                .discovery(Discovery.HTTP3_ONLY)
                .httpCookieStorage(CookieStorage.inMemory())
                .hstsStore(HstsStore.inMemory());
    }

    private UrlRequest get(String path) {
        return UrlRequest.of(server.uri(path));
    }

    private URI inTheClear(String path) {
        return URI.create(server.uri(path).toString().replaceFirst("https", "http"));
    }

    @Test
    void cookiesComeAndGoAtEachHop() throws Exception {
        UrlSessionConfiguration configuration = configuration().build();
        try (UrlSession session = UrlSession.newSession(configuration)) {
            assertThat(session.load(get("/mine")).text()).isEqualTo("none");
            session.load(get("/set"));
            assertThat(session.load(get("/redirect")).text()).isEqualTo("a=1; s=2; r=3");
            session.load(get("/failing"));
            assertThat(session.load(get("/mine")).text()).isEqualTo("a=1; s=2; r=3; f=4");
            assertThat(configuration.httpCookieStorage().cookies()).hasSize(4);
        }
    }

    @Test
    void aRequestOrASessionMayGoWithout() throws Exception {
        UrlSessionConfiguration.Builder builder = configuration();
        UrlRequest without =
                get("/set").toBuilder().httpShouldHandleCookies(false).build();
        UrlRequest own = get("/mine").toBuilder().setValue("cookie", "own=1").build();
        try (UrlSession session = UrlSession.newSession(builder.build())) {
            session.load(without);
            assertThat(session.load(get("/mine")).text()).isEqualTo("none");
            session.load(get("/set"));
            assertThat(session.load(without.toBuilder().url(server.uri("/mine")).build())
                            .text())
                    .isEqualTo("none");
            assertThat(session.load(own).text()).isEqualTo("own=1");
        }
        try (UrlSession session =
                UrlSession.newSession(builder.httpShouldSetCookies(false).build())) {
            assertThat(session.load(get("/mine")).text()).isEqualTo("none");
            session.load(get("/failing"));
            assertThat(builder.build().httpCookieStorage().cookies()).hasSize(3);
        }
        UrlSessionConfiguration never = builder.httpCookieAcceptPolicy(CookieAcceptPolicy.NEVER)
                .httpShouldSetCookies(true)
                .build();
        try (UrlSession session = UrlSession.newSession(never)) {
            session.load(get("/redirect"));
            assertThat(session.load(get("/mine")).text()).isEqualTo("a=1; s=2; f=4");
        }
    }

    @Test
    void webSocketsOpenWithTheSessionsCookiesAndOverTls() throws Exception {
        try (UrlSession session = UrlSession.newSession(configuration().build())) {
            session.load(get("/set"));
            session.load(get("/hsts"));
            URI clear = URI.create(server.uri("/ws").toString().replaceFirst("https", "ws"));
            WebSocketTask task = session.webSocketTask(clear);
            task.resume();
            task.sendMessage(WebSocketMessage.of("hello")).get(30, TimeUnit.SECONDS);
            assertThat(task.receiveMessage().get(30, TimeUnit.SECONDS)).isEqualTo(new WebSocketMessage.Text("hello"));
            assertThat(task.currentRequest().url().getScheme()).isEqualTo("wss");
            assertThat(server.awaitRequest(r -> r.target().equals("/ws"), Duration.ofSeconds(30))
                            .fields()
                            .first("cookie"))
                    .contains("a=1; s=2");
            task.cancel(1000, "");
        }
    }

    @Test
    void anotherSitesDocument() throws Exception {
        UrlSessionConfiguration configuration = configuration()
                .httpCookieAcceptPolicy(CookieAcceptPolicy.ALWAYS)
                .build();
        try (UrlSession session = UrlSession.newSession(configuration)) {
            session.load(get("/strict"));
            assertThat(session.load(get("/mine")).text()).isEqualTo("strict=1; unsaid=1");
            assertThat(session.load(partOf(SITE, "/mine")).text()).isEqualTo("none");
            session.load(partOf(SITE, "/set"));
            session.load(partOf(SITE, "/open"));
            assertThat(session.load(partOf(SITE, "/mine")).text()).isEqualTo("open=1");
            assertThat(session.load(partOf(server.uri("/").toString(), "/mine")).text())
                    .isEqualTo("strict=1; unsaid=1; open=1");
        }
        UrlSessionConfiguration usual = configuration().build();
        try (UrlSession session = UrlSession.newSession(usual)) {
            session.load(partOf(SITE, "/open"));
            assertThat(usual.httpCookieStorage().cookies()).isEmpty();
        }
    }

    private UrlRequest partOf(String document, String path) {
        return get(path).toBuilder().mainDocumentUrl(URI.create(document)).build();
    }

    @Test
    void theNextProcessHasWhatLasts() throws Exception {
        try (UrlSession session = UrlSession.newSession(remembering(folder))) {
            session.load(get("/set"));
            session.load(get("/hsts"));
        }
        try (UrlSession session = UrlSession.newSession(remembering(folder))) {
            assertThat(session.load(UrlRequest.of(inTheClear("/mine"))).text()).isEqualTo("a=1");
        }
    }

    private UrlSessionConfiguration remembering(Path directory) {
        return configuration()
                .httpCookieStorage(CookieStorage.inFile(directory.resolve("cookies")))
                .hstsStore(HstsStore.inFile(directory.resolve("hsts")))
                .build();
    }

    @Test
    void aClientWithCookiesOfItsOwnKeepsThem() throws Exception {
        CookieManager manager = new CookieManager();
        CookieStorage storage = CookieStorage.inMemory();
        try (PlainServer plain = new PlainServer()
                .page(
                        "/set",
                        (fields, body, out) -> out.write(
                                PlainServer.ascii("HTTP/1.1 200 OK\r\nset-cookie: p=1\r\ncontent-length: 0\r\n\r\n")))
                .page(
                        "/mine",
                        (fields, body, out) -> out.write(PlainServer.ascii("HTTP/1.1 200 OK\r\ncontent-length: "
                                + String.valueOf(fields.get("cookie")).length() + "\r\n\r\n"
                                + fields.get("cookie"))))) {
            HttpClient client = HttpClient.newBuilder().cookieHandler(manager).build();
            UrlSessionConfiguration configuration = UrlSessionConfiguration.newBuilder()
                    .httpCookieStorage(storage)
                    .build();
            try (UrlSession session = UrlSession.newSession(configuration, client)) {
                session.load(UrlRequest.of(plain.url("/set")));
                assertThat(session.load(UrlRequest.of(plain.url("/mine"))).text())
                        .isEqualTo("p=1");
            }
            assertThat(storage.cookies()).isEmpty();
            assertThat(manager.getCookieStore().getCookies()).hasSize(1);
        }
    }

    @Test
    void aHostThatWantsTlsGetsNothingInTheClear() throws Exception {
        UrlSessionConfiguration configuration = configuration().build();
        try (UrlSession session = UrlSession.newSession(configuration)) {
            session.load(get("/hsts"));
            assertThat(configuration.hstsStore().hosts()).containsExactly("localhost");
            session.load(get("/set"));
            DataTask task = session.dataTask(UrlRequest.of(inTheClear("/mine")));
            UrlData data = task.await();
            assertThat(data.text()).isEqualTo("a=1; s=2");
            assertThat(data.response().url()).isEqualTo(server.uri("/mine"));
            assertThat(task.originalRequest().url()).isEqualTo(inTheClear("/mine"));
            assertThat(task.currentRequest().url()).isEqualTo(server.uri("/mine"));
        }
    }

    @Test
    void theMetricsTellWhatWasUpgraded() throws Exception {
        HstsStore hsts = HstsStore.inMemory();
        UrlSessionConfiguration configuration = configuration().hstsStore(hsts).build();
        Recorder recorder = new Recorder();
        try (UrlSession session =
                UrlSession.newBuilder(configuration).delegate(recorder).build()) {
            session.load(get("/hsts"));
        }
        Recorder second = new Recorder();
        try (UrlSession session =
                UrlSession.newBuilder(configuration).delegate(second).build()) {
            UrlRequest request = UrlRequest.newBuilder(inTheClear("/clear"))
                    .setValue("x-to", inTheClear("/mine").toString())
                    .build();
            session.dataTask(request).resume();
            assertThat(second.awaitEnd()).isEmpty();
            List<TransactionMetrics> transactions =
                    second.metrics.get(30, TimeUnit.SECONDS).transactionMetrics();
            assertThat(transactions)
                    .extracting(TransactionMetrics::upgradedFrom)
                    .containsExactly(inTheClear("/clear"), inTheClear("/mine"));
            assertThat(transactions)
                    .extracting(TransactionMetrics::url)
                    .containsExactly(server.uri("/clear"), server.uri("/mine"));
        }
    }

    @Test
    void unknownHostsAreStillNotRedirectedIntoTheClear() throws Exception {
        try (UrlSession session = UrlSession.newSession(configuration().build())) {
            UrlRequest request = UrlRequest.newBuilder(server.uri("/clear"))
                    .setValue("x-to", inTheClear("/mine").toString())
                    .build();
            UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(request));
            assertThat(error.code()).isEqualTo(UrlErrorCode.APP_TRANSPORT_SECURITY_REQUIRES_SECURE_CONNECTION);
        }
    }

    @Test
    void whatOnlyTheDelegateTrustsDoesNotMakeAHostKnown() throws Exception {
        UrlSessionDelegate trusting = new UrlSessionDelegate() {
            @Override
            public CompletionStage<ChallengeAnswer> didReceiveChallenge(
                    UrlSession of, AuthenticationChallenge challenge) {
                return CompletableFuture.completedFuture(ChallengeAnswer.use(UrlCredential.trustServer()));
            }
        };
        UrlSessionConfiguration configuration =
                configuration().trust(TrustEvaluator.platform()).build();
        try (UrlSession session =
                UrlSession.newBuilder(configuration).delegate(trusting).build()) {
            assertThat(session.load(get("/hsts")).response().statusCode()).isEqualTo(200);
            assertThat(configuration.hstsStore().hosts()).isEmpty();
        }
    }

    @Test
    void anEphemeralConfigurationSharesNothing() {
        UrlSessionConfiguration one = UrlSessionConfiguration.ephemeral();
        assertThat(one.httpCookieStorage())
                .isNotSameAs(UrlSessionConfiguration.ephemeral().httpCookieStorage());
        assertThat(one.hstsStore()).isNotSameAs(HstsStore.shared());
        assertThat(UrlSessionConfiguration.standard().httpCookieStorage()).isSameAs(CookieStorage.shared());
    }
}
