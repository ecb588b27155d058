package dev.quiver.h3.contract;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The whole contract of {@link HttpClient}, to be held by each client over each protocol. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class ContractSuite
        implements FaceContract,
                RequestContract,
                PublisherContract,
                HandlerContract,
                SubscriberContract,
                FailureContract,
                FutureContract,
                RedirectContract,
                StateContract,
                LifeCycleContract,
                UnusualContract {
    private static final TestCertificate CERTIFICATE = TestAuthority.create().leafFor("localhost", "127.0.0.1");

    private final Setup setup;
    private final Routes routes = new Routes();
    private final List<HttpClient> clients = new CopyOnWriteArrayList<>();
    private TcpServer tcp;
    private TestServer udp;
    private HttpClient shared;

    ContractSuite(Setup setup) {
        this.setup = setup;
    }

    @BeforeAll
    void start() throws Exception {
        if (setup == Setup.QUIVER_H3) {
            udp = UdpServer.start(CERTIFICATE, 0, routes);
        } else {
            tcp = new TcpServer(CERTIFICATE, routes);
        }
        shared = built(builder());
    }

    @BeforeEach
    void forget() {
        routes.forget();
    }

    @AfterAll
    void stop() throws Exception {
        routes.close();
        for (HttpClient client : clients) {
            if (client instanceof H3Client ours) {
                ours.shutdownNow();
            }
            LifeCycle.of(client).shutdownNow();
        }
        if (tcp != null) {
            tcp.close();
        }
        if (udp != null) {
            udp.close();
        }
    }

    @Override
    public Setup setup() {
        return setup;
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public URI uri(String path) {
        return udp != null ? udp.uri(path) : tcp.uri(path);
    }

    @Override
    public URI nowhere() {
        try (DatagramSocket datagrams = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                ServerSocket connections =
                        new ServerSocket(datagrams.getLocalPort(), 1, InetAddress.getLoopbackAddress())) {
            return URI.create("https://localhost:" + connections.getLocalPort() + "/");
        } catch (java.io.IOException taken) {
            throw new java.io.UncheckedIOException(taken);
        }
    }

    @Override
    public HttpClient client() {
        return shared;
    }

    @Override
    public HttpClient built(HttpClient.Builder builder) {
        HttpClient client = builder.build();
        clients.add(client);
        return client;
    }

    @Override
    public HttpClient.Builder builder() {
        return switch (setup) {
            case JDK_HTTP_2 -> HttpClient.newBuilder().sslContext(trusting()).version(HttpClient.Version.HTTP_2);
            case JDK_HTTP_1_1 -> HttpClient.newBuilder().sslContext(trusting()).version(HttpClient.Version.HTTP_1_1);
            case QUIVER_H3 -> ours(Discovery.HTTP3_ONLY);
            // QUIC is tried on the server's port, where nobody listens.
            case QUIVER_TCP -> ours(Discovery.ANY);
        };
    }

    private static H3Client.Builder ours(Discovery discovery) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(CERTIFICATE.root()))
                .options(H3Options.newBuilder().discovery(discovery).build());
    }

    private static SSLContext trusting() {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry("root", CERTIFICATE.root());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
