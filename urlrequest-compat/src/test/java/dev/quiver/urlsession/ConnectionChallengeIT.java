package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.h3.Discovery;
import dev.quiver.quic.trust.TrustVerdict;
import dev.quiver.testkit.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The delegate judges a server that nobody else vouches for. */
class ConnectionChallengeIT implements UrlSessionDelegate {
    private final List<AuthenticationChallenge> challenges = new CopyOnWriteArrayList<>();
    private TestServer server;
    private UrlSession session;
    private CompletionStage<ChallengeAnswer> answer;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start();
        session = UrlSession.newBuilder(UrlSessionConfiguration.newBuilder()
                        .discovery(Discovery.HTTP3_ONLY)
                        .build())
                .delegate(this)
                .build();
    }

    @AfterEach
    void stop() {
        session.close();
        server.close();
    }

    @Override
    public CompletionStage<ChallengeAnswer> didReceiveChallenge(UrlSession of, AuthenticationChallenge challenge) {
        challenges.add(challenge);
        return answer;
    }

    @Test
    void isAskedOncePerConnectionAndSeesTheChain() throws Exception {
        answer = answered(ChallengeAnswer.use(UrlCredential.trustServer()));
        assertThat(status()).isEqualTo(200);
        assertThat(status()).isEqualTo(200);
        assertThat(challenges).hasSize(1);
        AuthenticationChallenge challenge = challenges.get(0);
        assertThat(challenge.protectionSpace().authenticationMethod()).isEqualTo(AuthenticationMethod.SERVER_TRUST);
        assertThat(challenge.protectionSpace().port())
                .isEqualTo(server.address().getPort());
        assertThat(challenge.serverTrust().presented())
                .isEqualTo(server.certificate().chain());
        assertThat(challenge.serverTrust().platformVerdict()).isInstanceOf(TrustVerdict.Rejected.class);
    }

    @Test
    void defaultHandlingIsTheConfigurationsTrust() {
        answer = answered(ChallengeAnswer.performDefaultHandling());
        assertThat(failure()).isEqualTo(UrlErrorCode.SERVER_CERTIFICATE_HAS_UNKNOWN_ROOT);
    }

    @Test
    void cancellingIsACancelledTask() {
        answer = answered(ChallengeAnswer.cancel());
        assertThat(failure()).isEqualTo(UrlErrorCode.CANCELLED);
    }

    @Test
    void rejectingTheSpaceTrustsNobody() {
        answer = answered(ChallengeAnswer.rejectProtectionSpace());
        assertThat(failure()).isEqualTo(UrlErrorCode.SERVER_CERTIFICATE_UNTRUSTED);
    }

    @Test
    void aPasswordConvincesNobodyHere() {
        answer = answered(ChallengeAnswer.use(UrlCredential.password("user", "secret")));
        assertThat(failure()).isEqualTo(UrlErrorCode.SERVER_CERTIFICATE_UNTRUSTED);
    }

    @Test
    void aDelegateThatFailsTrustsNobody() {
        answer = CompletableFuture.failedFuture(new IllegalStateException("it does not know"));
        assertThat(failure()).isEqualTo(UrlErrorCode.SERVER_CERTIFICATE_UNTRUSTED);
        assertThat(server.requests()).isEmpty();
    }

    private int status() throws Exception {
        return session.load(UrlRequest.of(server.uri("/status/200"))).response().statusCode();
    }

    private UrlErrorCode failure() {
        return catchThrowableOfType(UrlError.class, () -> session.load(UrlRequest.of(server.uri("/status/200"))))
                .code();
    }

    private static CompletionStage<ChallengeAnswer> answered(ChallengeAnswer how) {
        return CompletableFuture.completedFuture(how);
    }
}
