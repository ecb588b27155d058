package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.quic.trust.TrustVerdict;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Origins that share a connection where certificate and address allow it (RFC 9114 §3.3). */
class CoalescingIT {
    private final TestCertificate certificate =
            TestAuthority.create().leafFor("a.quiver.test", "b.quiver.test", "*.wild.test");

    @Test
    void oneConnectionServesAllThatItsCertificateNames() throws Exception {
        try (TestServer server = server(TestServer.newBuilder());
                H3Client client = client(server, trust())) {
            get(client, server, "a.quiver.test");
            H3Response<String> second = get(client, server, "b.quiver.test");
            assertThat(get(client, server, "c.wild.test").body()).contains("host: c.wild.test");
            assertThat(second.body()).contains("host: b.quiver.test");
            assertThat(second.route().attempts().get(0).reason())
                    .contains("a.quiver.test")
                    .contains("covers this host too");
            assertThat(server.connectionsSoFar()).isEqualTo(1);
        }
    }

    @Test
    void aNameThatIsNotInItIsNotServed() throws Exception {
        try (TestServer server = server(TestServer.newBuilder());
                H3Client client = client(server, trust())) {
            get(client, server, "a.quiver.test");
            assertThat(catchThrowable(() -> get(client, server, "d.quiver.test")))
                    .isInstanceOfSatisfying(
                            H3Exception.class, e -> assertThat(e.kind()).isEqualTo(Kind.CERTIFICATE_REJECTED));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void anotherAddressIsAnotherConnection() throws Exception {
        try (TestServer server = server(TestServer.newBuilder());
                TestServer other = server(TestServer.newBuilder());
                H3Client client = H3Client.newBuilder()
                        .trust(trust())
                        .resolve("a.quiver.test", port(server), server.address())
                        .resolve("b.quiver.test", port(server), other.address())
                        .build()) {
            get(client, server, "a.quiver.test");
            get(client, server, "b.quiver.test");
            assertThat(other.requests()).hasSize(1);
        }
    }

    @Test
    void theEvaluatorIsAskedForEachHost() throws Exception {
        TrustEvaluator all = trust();
        TrustEvaluator picky = context -> context.host().startsWith("b.")
                ? CompletableFuture.completedFuture(TrustVerdict.rejected("not this one"))
                : all.evaluate(context);
        try (TestServer server = server(TestServer.newBuilder());
                H3Client client = client(server, picky)) {
            get(client, server, "a.quiver.test");
            assertThat(catchThrowable(() -> get(client, server, "b.quiver.test")))
                    .isInstanceOfSatisfying(
                            H3Exception.class, e -> assertThat(e.kind()).isEqualTo(Kind.CERTIFICATE_REJECTED));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void misdirectedRequestsGetAConnectionOfTheirOwn() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        try (TestServer server = server(TestServer.newBuilder().route("/headers", (request, response) -> {
                    boolean misdirected = request.authority().startsWith("b.") && first.getAndSet(false);
                    response.send(misdirected ? 421 : 200, request.authority());
                }));
                H3Client client = client(server, trust())) {
            get(client, server, "a.quiver.test");
            H3Response<String> second = get(client, server, "b.quiver.test");
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.route().attempts().get(0).reason()).contains("421");
            assertThat(server.connectionsSoFar()).isEqualTo(2);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void a421OnItsOwnConnectionIsTheCallers() throws Exception {
        try (TestServer server = server(TestServer.newBuilder()
                        .route("/headers", (request, response) -> response.send(421, "never\n")));
                H3Client client = client(server, trust())) {
            assertThat(get(client, server, "a.quiver.test").statusCode()).isEqualTo(421);
            assertThat(server.requests()).hasSize(1);
        }
    }

    private TestServer server(TestServer.Builder builder) throws Exception {
        return builder.certificate(certificate).start();
    }

    private TrustEvaluator trust() {
        return TrustEvaluator.anchors(certificate.root());
    }

    private static H3Client client(TestServer server, TrustEvaluator trust) {
        H3Client.Builder builder = H3Client.newBuilder().trust(trust);
        for (String host : new String[] {"a.quiver.test", "b.quiver.test", "c.wild.test", "d.quiver.test"}) {
            builder.resolve(host, port(server), server.address());
        }
        return builder.build();
    }

    private static H3Response<String> get(H3Client client, TestServer server, String host) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://" + host + ":" + port(server) + "/headers"))
                        .build(),
                BodyHandlers.ofString());
    }

    private static int port(TestServer server) {
        return server.address().getPort();
    }
}
