package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.h3.Discovery;
import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.IdentityRequest;
import dev.quiver.quic.trust.TrustContext;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server asks who its client is, and the delegate answers. */
@Timeout(120)
class ClientCertificateIT {
    private static final TestAuthority CLIENTS = TestAuthority.create();
    private static final TestCertificate ALICE = CLIENTS.clientLeaf("Alice");

    private final List<AuthenticationChallenge> challenges = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int last = open.size() - 1; last >= 0; last--) {
            open.get(last).close();
        }
    }

    @Test
    void theDelegatesIdentityIsShown() throws Exception {
        List<List<X509Certificate>> shown = new CopyOnWriteArrayList<>();
        TestServer server = server(true, shown);
        UrlSession session = session(challenge -> ChallengeAnswer.use(credential(ALICE)), server);

        assertThat(status(session, server.uri("/status/200"))).isEqualTo(200);
        assertThat(status(session, server.uri("/status/200"))).isEqualTo(200);
        assertThat(shown).containsExactly(ALICE.chain());

        assertThat(challenges).hasSize(1);
        AuthenticationChallenge challenge = challenges.get(0);
        assertThat(challenge.protectionSpace().host()).isEqualTo("localhost");
        assertThat(challenge.protectionSpace().port())
                .isEqualTo(server.address().getPort());
        assertThat(challenge.serverTrust()).isNull();
        IdentityRequest asked = challenge.identityRequest();
        assertThat(asked.host()).isEqualTo("localhost");
        assertThat(asked.transport()).isEqualTo(TrustContext.Transport.QUIC);
        assertThat(asked.keyTypes()).contains("EC");
        assertThat(asked.issuers()).as("this server names no authority").isEmpty();
        assertThat(asked.accepts(identity(ALICE))).isTrue();
    }

    @Test
    void cancellingShowsNothing() throws Exception {
        assertNothingIsShown(ChallengeAnswer.cancel());
    }

    @Test
    void defaultHandlingShowsNothing() throws Exception {
        assertNothingIsShown(ChallengeAnswer.performDefaultHandling());
    }

    @Test
    void rejectingTheSpaceShowsNothing() throws Exception {
        assertNothingIsShown(ChallengeAnswer.rejectProtectionSpace());
    }

    @Test
    void aPasswordIsNoCertificate() throws Exception {
        assertNothingIsShown(ChallengeAnswer.use(UrlCredential.password("alice", "secret")));
    }

    private void assertNothingIsShown(ChallengeAnswer answer) throws Exception {
        List<List<X509Certificate>> shown = new CopyOnWriteArrayList<>();
        TestServer server = server(true, shown);
        assertThat(failure(session(challenge -> answer, server), server))
                .isEqualTo(UrlErrorCode.CLIENT_CERTIFICATE_REQUIRED);
        assertThat(shown).isEmpty();
        assertThat(server.requests()).isEmpty();
        assertThat(challenges).isNotEmpty();
    }

    @Test
    void aDelegateThatFailsShowsNothing() throws Exception {
        List<List<X509Certificate>> shown = new CopyOnWriteArrayList<>();
        TestServer server = server(true, shown);
        UrlSession session = session(
                challenge -> {
                    throw new IllegalStateException("it does not know");
                },
                server);
        assertThat(failure(session, server)).isEqualTo(UrlErrorCode.CLIENT_CERTIFICATE_REQUIRED);
        assertThat(shown).isEmpty();
    }

    @Test
    void withoutADelegateNothingIsShown() throws Exception {
        List<List<X509Certificate>> shown = new CopyOnWriteArrayList<>();
        TestServer server = server(true, shown);
        UrlSession session = UrlSession.newSession(configuration(server));
        open.add(session);
        assertThat(failure(session, server)).isEqualTo(UrlErrorCode.CLIENT_CERTIFICATE_REQUIRED);
        assertThat(shown).isEmpty();
    }

    @Test
    void aCertificateThatTheServerDoesNotTrustIsRejected() throws Exception {
        List<List<X509Certificate>> shown = new CopyOnWriteArrayList<>();
        TestServer server = server(true, shown);
        TestCertificate stranger = TestAuthority.create().clientLeaf("Mallory");
        assertThat(failure(session(challenge -> ChallengeAnswer.use(credential(stranger)), server), server))
                .isEqualTo(UrlErrorCode.CLIENT_CERTIFICATE_REJECTED);
        assertThat(shown).contains(stranger.chain());
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aServerThatCanDoWithoutAnswersWithout() throws Exception {
        List<List<X509Certificate>> shown = new CopyOnWriteArrayList<>();
        TestServer server = server(false, shown);
        UrlSession session = session(challenge -> ChallengeAnswer.performDefaultHandling(), server);
        assertThat(status(session, server.uri("/status/200"))).isEqualTo(200);
        assertThat(challenges).hasSize(1);
        assertThat(shown).isEmpty();
    }

    @Test
    void anotherHostIsAskedAboutAnewAndSeesNothing() throws Exception {
        List<List<X509Certificate>> shown = new CopyOnWriteArrayList<>();
        List<List<X509Certificate>> shownToOther = new CopyOnWriteArrayList<>();
        TestServer server = server(true, shown);
        TestServer other = server(false, shownToOther);
        int port = server.address().getPort();
        UrlSession session = session(
                challenge -> challenge.protectionSpace().port() == port
                        ? ChallengeAnswer.use(credential(ALICE))
                        : ChallengeAnswer.performDefaultHandling(),
                server,
                other);

        assertThat(status(session, server.uri("/status/200"))).isEqualTo(200);
        assertThat(status(session, other.uri("/status/200"))).isEqualTo(200);
        assertThat(shown).containsExactly(ALICE.chain());
        assertThat(shownToOther).isEmpty();
        assertThat(challenges)
                .extracting(challenge -> challenge.protectionSpace().port())
                .containsExactly(port, other.address().getPort());
    }

    @Test
    void anotherNameOfTheSameServerDoesNotUseTheIdentifiedConnection() throws Exception {
        List<List<X509Certificate>> shown = new CopyOnWriteArrayList<>();
        TestServer server = server(false, shown);
        UrlSession session = session(
                challenge -> challenge.protectionSpace().host().equals("localhost")
                        ? ChallengeAnswer.use(credential(ALICE))
                        : ChallengeAnswer.performDefaultHandling(),
                server);

        assertThat(status(session, server.uri("/status/200"))).isEqualTo(200);
        URI byAddress = URI.create("https://127.0.0.1:" + server.address().getPort() + "/status/200");
        assertThat(status(session, byAddress)).isEqualTo(200);
        assertThat(shown).containsExactly(ALICE.chain());
        assertThat(challenges)
                .extracting(challenge -> challenge.protectionSpace().host())
                .containsExactly("localhost", "127.0.0.1");
        assertThat(server.requests().get(1).connection())
                .isNotEqualTo(server.requests().get(0).connection());
    }

    /** Wants certificates of {@link #CLIENTS}, and notes what it is shown before it judges. */
    private TestServer server(boolean required, List<List<X509Certificate>> shown) throws IOException {
        TrustEvaluator judge = TrustEvaluator.clientAnchors(List.of(CLIENTS.certificate()));
        TestServer server = TestServer.newBuilder()
                .clientCertificates(required, context -> {
                    shown.add(context.presented());
                    return judge.evaluate(context);
                })
                .start();
        open.add(server);
        return server;
    }

    private UrlSession session(Function<AuthenticationChallenge, ChallengeAnswer> answer, TestServer... trusted) {
        UrlSession session = UrlSession.newBuilder(configuration(trusted))
                .delegate(new UrlSessionDelegate() {
                    @Override
                    public CompletionStage<ChallengeAnswer> didReceiveChallenge(
                            UrlSession of, AuthenticationChallenge challenge) {
                        if (challenge.protectionSpace().authenticationMethod() == AuthenticationMethod.SERVER_TRUST) {
                            return CompletableFuture.completedFuture(ChallengeAnswer.performDefaultHandling());
                        }
                        challenges.add(challenge);
                        return CompletableFuture.completedFuture(answer.apply(challenge));
                    }
                })
                .build();
        open.add(session);
        return session;
    }

    private static UrlSessionConfiguration configuration(TestServer... trusted) {
        List<X509Certificate> roots =
                List.of(trusted).stream().map(TestServer::root).toList();
        return UrlSessionConfiguration.newBuilder()
                .discovery(Discovery.HTTP3_ONLY)
                .trust(TrustEvaluator.anchors(roots))
                .build();
    }

    private static Identity identity(TestCertificate certificate) {
        return new Identity(certificate.privateKey(), certificate.chain());
    }

    private static UrlCredential credential(TestCertificate certificate) {
        return UrlCredential.clientCertificate(identity(certificate));
    }

    private static int status(UrlSession session, URI uri) throws Exception {
        return session.load(UrlRequest.of(uri)).response().statusCode();
    }

    private static UrlErrorCode failure(UrlSession session, TestServer server) {
        return catchThrowableOfType(UrlError.class, () -> session.load(UrlRequest.of(server.uri("/status/200"))))
                .code();
    }
}
