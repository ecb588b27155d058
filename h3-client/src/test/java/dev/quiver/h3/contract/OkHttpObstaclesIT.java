package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.okhttp.H3CallFactory;
import dev.quiver.h3.okhttp.H3Interceptor;
import dev.quiver.h3.okhttp.Obstacle;
import dev.quiver.h3.okhttp.Passage;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.File;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import okhttp3.Cache;
import okhttp3.CertificatePinner;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.TlsVersion;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be honoured over Quiver goes by OkHttp's own stack, and is told; on one port, by TCP and by QUIC. */
class OkHttpObstaclesIT {
    private static final TestCertificate CERTIFICATE = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    private static final H3Client H3 = h3().build();

    private static final Routes ROUTES = new Routes();
    private static TcpServer tcp;
    private static TestServer udp;

    private static H3Client.Builder h3() {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(CERTIFICATE.root()))
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build());
    }

    @BeforeAll
    static void start() throws Exception {
        tcp = new TcpServer(CERTIFICATE, ROUTES);
        udp = UdpServer.start(CERTIFICATE, tcp.uri("/").getPort(), ROUTES);
    }

    @AfterAll
    static void stop() throws Exception {
        ROUTES.close();
        H3.shutdownNow();
        udp.close();
        tcp.close();
    }

    private static Request.Builder request(String path) {
        return new Request.Builder().url(HttpUrl.get(tcp.uri(path)));
    }

    /** Trusts the servers over TCP, which is an obstacle, waived. */
    private static OkHttpClient client(UnaryOperator<OkHttpClient.Builder> more, Obstacle... waived) {
        OkHttpClient.Builder builder = OkHttpGround.trusting(CERTIFICATE);
        builder.addInterceptor(
                H3Interceptor.newBuilder(H3).waive(Obstacle.TRUST).waive(waived).build());
        return more.apply(builder).build();
    }

    private static Response call(OkHttpClient client, Request.Builder request) throws IOException {
        try (Response response = client.newCall(request.build()).execute()) {
            String echoed = response.body().string();
            boolean h3 = response.protocol() == Protocol.HTTP_3;
            assertThat(Passage.of(response).byQuiver()).isEqualTo(h3);
            if (response.code() == 200) {
                assertThat(response.header("x-protocol"))
                        .as(echoed)
                        .isEqualTo(h3 ? "HTTP/3" : response.protocol() == Protocol.HTTP_2 ? "HTTP/2.0" : "HTTP/1.1");
            }
            return response;
        }
    }

    /** By OkHttp because of it; by Quiver without it. */
    private static void standsInTheWay(Obstacle obstacle, UnaryOperator<OkHttpClient.Builder> setting)
            throws IOException {
        Response around = call(client(setting), request("/echo"));
        assertThat(around.code()).isEqualTo(200);
        assertThat(Passage.of(around).obstacles()).containsExactly(obstacle);
        assertThat(Passage.of(around).response()).isNull();
        assertThat(Passage.of(around)).hasToString("by OkHttp: " + obstacle.reason());
        Response through = call(client(setting, obstacle), request("/echo"));
        assertThat(through.protocol()).as("waived").isEqualTo(Protocol.HTTP_3);
        assertThat(Passage.of(through).obstacles()).isEmpty();
        assertThat(Passage.of(through).response().protocol()).isEqualTo(dev.quiver.h3.Protocol.H3);
    }

    @Test
    void nothingInTheWay() throws Exception {
        Response response = call(client(b -> b), request("/echo"));
        assertThat(response.protocol()).isEqualTo(Protocol.HTTP_3);
        assertThat(Passage.of(response)).asString().startsWith("h3 by Quiver: quic won");
        assertThat(Passage.of(response).response().metrics().responseBytes()).isPositive();
    }

    @Test
    void pinsOfThisHost() throws Exception {
        String pin = CertificatePinner.pin(CERTIFICATE.chain().get(0));
        standsInTheWay(
                Obstacle.CERTIFICATE_PINS,
                b -> b.certificatePinner(
                        new CertificatePinner.Builder().add("localhost", pin).build()));
        Response response = call(
                client(b -> b.certificatePinner(new CertificatePinner.Builder()
                        .add("elsewhere.example", pin)
                        .build())),
                request("/echo"));
        assertThat(response.protocol()).isEqualTo(Protocol.HTTP_3);
    }

    @Test
    void settingsOfTheClient(@TempDir File dir) throws Exception {
        standsInTheWay(Obstacle.HOSTNAME_VERIFIER, b -> b.hostnameVerifier((host, session) -> true));
        standsInTheWay(Obstacle.DNS, b -> b.dns(host -> List.of(InetAddress.getLoopbackAddress())));
        standsInTheWay(Obstacle.SOCKET_FACTORY, b -> b.socketFactory(new OwnSockets()));
        standsInTheWay(Obstacle.PROTOCOLS, b -> b.protocols(List.of(Protocol.HTTP_1_1)));
        standsInTheWay(Obstacle.NO_RETRIES, b -> b.retryOnConnectionFailure(false));
        standsInTheWay(
                Obstacle.NETWORK_INTERCEPTORS, b -> b.addNetworkInterceptor(chain -> chain.proceed(chain.request())));
        standsInTheWay(Obstacle.EVENT_LISTENER, b -> b.eventListener(new EventListener() {}));
        standsInTheWay(Obstacle.EVENT_LISTENER, b -> b.eventListenerFactory(call -> new EventListener() {}));
        try (Cache cache = new Cache(dir, 1 << 20)) {
            standsInTheWay(Obstacle.CACHE, b -> b.cache(cache));
        }
    }

    @Test
    void connectionSpecsWithoutTls13() throws Exception {
        ConnectionSpec older = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
                .tlsVersions(TlsVersion.TLS_1_2)
                .build();
        standsInTheWay(Obstacle.CONNECTION_SPECS, b -> b.connectionSpecs(List.of(older)));
        ConnectionSpec picky = new ConnectionSpec.Builder(true)
                .cipherSuites(CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384)
                .tlsVersions(TlsVersion.TLS_1_3)
                .build();
        standsInTheWay(Obstacle.CONNECTION_SPECS, b -> b.connectionSpecs(List.of(picky)));
        Response restricted =
                call(client(b -> b.connectionSpecs(List.of(ConnectionSpec.RESTRICTED_TLS))), request("/echo"));
        assertThat(restricted.protocol()).isEqualTo(Protocol.HTTP_3);
    }

    @Test
    void trustOfItsOwn() throws Exception {
        OkHttpClient own = OkHttpGround.trusting(CERTIFICATE)
                .addInterceptor(new H3Interceptor(H3))
                .build();
        Response around = call(own, request("/echo"));
        assertThat(Passage.of(around).obstacles()).containsExactly(Obstacle.TRUST);
        assertThat(around.protocol()).isEqualTo(Protocol.HTTP_2);
        // The platform's own, said by hand, is no other.
        OkHttpClient platform = new OkHttpClient();
        OkHttpClient same = new OkHttpClient.Builder()
                .sslSocketFactory(platform.sslSocketFactory(), platform.x509TrustManager())
                .addInterceptor(new H3Interceptor(H3))
                .build();
        assertThat(call(same, request("/echo")).protocol()).isEqualTo(Protocol.HTTP_3);
    }

    @Test
    void proxiesOnEitherSide() throws Exception {
        ProxySelector dead = new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", 1)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress sa, IOException ioe) {}
        };
        // OkHttp's own stack tries the proxy, where nobody is: Quiver did not go around it.
        assertThatThrownBy(() -> call(client(b -> b.proxySelector(dead)), request("/echo")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> call(
                        client(b -> b.proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", 1)))),
                        request("/echo")))
                .isInstanceOf(IOException.class);
        try (H3Client proxied = h3().proxy(dead).build()) {
            OkHttpClient straight = OkHttpGround.trusting(CERTIFICATE)
                    .proxy(Proxy.NO_PROXY)
                    .addInterceptor(H3Interceptor.newBuilder(proxied)
                            .waive(Obstacle.TRUST)
                            .build())
                    .build();
            Response response = call(straight, request("/echo"));
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
            assertThat(Passage.of(response).obstacles()).containsExactly(Obstacle.PROXY);
        }
    }

    @Test
    void whatAnInterceptorBeforeSaysCounts() throws Exception {
        Interceptor before =
                chain -> chain.withDns(host -> Dns.SYSTEM.lookup(host)).proceed(chain.request());
        OkHttpClient client = OkHttpGround.trusting(CERTIFICATE)
                .addInterceptor(before)
                .addInterceptor(
                        H3Interceptor.newBuilder(H3).waive(Obstacle.TRUST).build())
                .build();
        assertThat(Passage.of(call(client, request("/echo"))).obstacles()).containsExactly(Obstacle.DNS);
    }

    @Test
    void aClientDerivedLaterIsSeenAsItIs() throws Exception {
        OkHttpClient plain = client(b -> b);
        OkHttpClient derived =
                plain.newBuilder().dns(host -> Dns.SYSTEM.lookup(host)).build();
        assertThat(call(plain, request("/echo")).protocol()).isEqualTo(Protocol.HTTP_3);
        assertThat(call(derived, request("/echo")).protocol()).isEqualTo(Protocol.HTTP_2);
    }

    @Test
    void requests() throws Exception {
        OkHttpClient client = client(b -> b);
        Response host = call(client, request("/echo").header("Host", "elsewhere.example"));
        assertThat(Passage.of(host).obstacles()).containsExactly(Obstacle.REQUEST);
        Response same = call(
                client,
                request("/echo").header("Host", "localhost:" + udp.uri("/").getPort()));
        assertThat(same.protocol()).isEqualTo(Protocol.HTTP_3);
        Request strange = request("/echo")
                .headers(new okhttp3.Headers.Builder()
                        .addUnsafeNonAscii("x-strange", "日本")
                        .build())
                .build();
        // OkHttp sends it, and this server answers that it wants no such thing.
        Response unsayable = call(client, strange.newBuilder());
        assertThat(Passage.of(unsayable).obstacles()).containsExactly(Obstacle.REQUEST);
        assertThat(unsayable.protocol()).isEqualTo(Protocol.HTTP_2);
        Response duplex = call(client, request("/echo").post(new RequestBody() {
            @Override
            public okhttp3.MediaType contentType() {
                return null;
            }

            @Override
            public boolean isDuplex() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                try (sink) {
                    sink.writeUtf8("both ways");
                }
            }
        }));
        assertThat(Passage.of(duplex).obstacles()).containsExactly(Obstacle.DUPLEX);
        assertThat(duplex.protocol()).isEqualTo(Protocol.HTTP_2);
    }

    @Test
    void aRedirectIntoAnObstacleGoesByOkHttpFromThere() throws Exception {
        OkHttpClient client = client(b -> b.certificatePinner(new CertificatePinner.Builder()
                .add("127.0.0.1", CertificatePinner.pin(CERTIFICATE.chain().get(0)))
                .build()));
        String there = tcp.uri("/echo").toString().replace("localhost", "127.0.0.1");
        Response response = call(client, request("/redirect?to=" + there));
        assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
        assertThat(Passage.of(response).obstacles()).containsExactly(Obstacle.CERTIFICATE_PINS);
        assertThat(response.priorResponse().protocol()).isEqualTo(Protocol.HTTP_3);
    }

    @Test
    void webSocketsAreOkHttps() throws Exception {
        CompletableFuture<Response> refused = new CompletableFuture<>();
        client(b -> b).newWebSocket(request("/status?code=403").build(), new WebSocketListener() {
            @Override
            public void onFailure(WebSocket webSocket, Throwable thrown, Response response) {
                refused.complete(response);
            }
        });
        Response response = refused.get(30, TimeUnit.SECONDS);
        assertThat(response.code()).isEqualTo(403);
        assertThat(response.protocol()).isEqualTo(Protocol.HTTP_1_1);
    }

    @Test
    void aFactoryKnowsItsClient() throws Exception {
        OkHttpClient pinning = OkHttpGround.trusting(CERTIFICATE)
                .certificatePinner(new CertificatePinner.Builder()
                        .add(
                                "localhost",
                                CertificatePinner.pin(CERTIFICATE.chain().get(0)))
                        .build())
                .build();
        try (Response response =
                H3CallFactory.of(pinning, H3).newCall(request("/echo").build()).execute()) {
            assertThat(Set.copyOf(Passage.of(response).obstacles()))
                    .containsExactlyInAnyOrder(Obstacle.TRUST, Obstacle.CERTIFICATE_PINS);
        }
        try (Response response = H3CallFactory.of(new OkHttpClient(), H3)
                .newCall(request("/echo").build())
                .execute()) {
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_3);
        }
        assertThat(Passage.of(new Response.Builder()
                        .request(request("/").build())
                        .protocol(Protocol.HTTP_2)
                        .code(200)
                        .message("")
                        .build()))
                .isNull();
    }

    @Test
    void whatTheH3ClientMustNotDoItself() {
        try (H3Client following =
                        h3().followRedirects(HttpClient.Redirect.NORMAL).build();
                H3Client eating = h3().cookieHandler(new CookieManager()).build();
                H3Client telling = h3().authenticator(new Authenticator() {}).build()) {
            for (H3Client each : List.of(following, eating, telling)) {
                assertThatThrownBy(() -> new H3Interceptor(each))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("the OkHttpClient's");
            }
        }
        assertThatThrownBy(() -> H3Interceptor.newBuilder(H3).waive(Obstacle.DUPLEX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DUPLEX");
    }

    private static final class OwnSockets extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new Socket();
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return new Socket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return new Socket(host, port, local, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return new Socket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return new Socket(host, port, local, localPort);
        }
    }
}
