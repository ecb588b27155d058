package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Challenges of HTTP, asked of the task's delegate. */
class HttpChallengeIT implements UrlSessionTaskDelegate {
    private final List<AuthenticationChallenge> challenges = new CopyOnWriteArrayList<>();
    private final Queue<ChallengeAnswer> answers = new ArrayDeque<>();
    private PlainServer server;
    private UrlSession session;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer()
                .page("/basic", (fields, body, out) -> {
                    // user:secret
                    boolean known = "Basic dXNlcjpzZWNyZXQ=".equals(fields.get("authorization"));
                    String head = known
                            ? "HTTP/1.1 200 OK\r\n"
                            : "HTTP/1.1 401 Who\r\nwww-authenticate: Negotiate, Basic realm=\"the \\\"realm\\\"\"\r\n";
                    String text = known ? "come in " + body.length : "who is there?";
                    out.write(PlainServer.ascii(head + "content-length: " + text.length() + "\r\n\r\n" + text));
                })
                .page(
                        "/bare",
                        (fields, body, out) ->
                                out.write(PlainServer.ascii("HTTP/1.1 401 Who\r\ncontent-length: 0\r\n\r\n")));
        session = UrlSession.newBuilder(UrlSessionConfiguration.standard())
                .client(HttpClient.newHttpClient())
                .delegate(this)
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        session.close();
        server.close();
    }

    @Override
    public CompletionStage<ChallengeAnswer> didReceiveChallenge(
            UrlSession of, UrlSessionTask task, AuthenticationChallenge challenge) {
        challenges.add(challenge);
        ChallengeAnswer answer = answers.poll();
        return CompletableFuture.completedFuture(answer == null ? ChallengeAnswer.performDefaultHandling() : answer);
    }

    @Test
    void isAnsweredAndTheAnswerKept() throws Exception {
        answers.add(ChallengeAnswer.use(UrlCredential.password("user", "secret")));
        UrlRequest post = UrlRequest.newBuilder(server.url("/basic"))
                .httpMethod("POST")
                .httpBody(new byte[7])
                .build();
        assertThat(session.load(post).text()).isEqualTo("come in 7");
        ProtectionSpace space = challenges.get(0).protectionSpace();
        assertThat(space.realm()).isEqualTo("the \"realm\"");
        assertThat(space.authenticationMethod()).isEqualTo(AuthenticationMethod.HTTP_BASIC);
        assertThat(challenges.get(0).failureResponse().statusCode()).isEqualTo(401);
        assertThat(challenges.get(0).proposedCredential()).isNull();

        assertThat(session.load(get("/basic")).text()).isEqualTo("come in 0");
        assertThat(challenges).as("what was accepted goes unasked").hasSize(1);

        session.reset();
        assertThat(session.load(get("/basic")).response().statusCode()).isEqualTo(401);
    }

    @Test
    void isAskedAgainAfterAWrongAnswer() throws Exception {
        answers.add(ChallengeAnswer.use(UrlCredential.password("user", "wrong")));
        answers.add(ChallengeAnswer.use(UrlCredential.password("user", "secret")));
        DataTask task = session.dataTask(get("/basic"));
        assertThat(task.await().text()).isEqualTo("come in 0");
        assertThat(challenges)
                .extracting(AuthenticationChallenge::previousFailureCount)
                .containsExactly(0, 1);
    }

    @Test
    void unansweredItsResponseIsTheTasks() throws Exception {
        UrlData data = session.load(get("/basic"));
        assertThat(data.response().statusCode()).isEqualTo(401);
        assertThat(data.text()).isEqualTo("who is there?");
        answers.add(ChallengeAnswer.rejectProtectionSpace());
        assertThat(session.load(get("/basic")).response().statusCode()).isEqualTo(401);
    }

    @Test
    void cancelledItEndsTheTask() {
        answers.add(ChallengeAnswer.cancel());
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(get("/basic")));
        assertThat(error.code()).isEqualTo(UrlErrorCode.USER_CANCELLED_AUTHENTICATION);
    }

    @Test
    void answeredByTheWrongKindItFails() {
        answers.add(ChallengeAnswer.use(UrlCredential.trustServer()));
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(get("/basic")));
        assertThat(error.code()).isEqualTo(UrlErrorCode.USER_AUTHENTICATION_REQUIRED);
    }

    @Test
    void aRequestThatBringsItsOwnFieldIsNotAskedAbout() throws Exception {
        UrlRequest request = UrlRequest.newBuilder(server.url("/basic"))
                .setValue("Authorization", "Basic b3duOm93bg==")
                .build();
        assertThat(session.load(request).response().statusCode()).isEqualTo(401);
        assertThat(challenges).isEmpty();
    }

    @Test
    void aStatusWithoutAChallengeIsAnAnswer() throws Exception {
        assertThat(session.load(get("/bare")).response().statusCode()).isEqualTo(401);
        assertThat(challenges).isEmpty();
    }

    @Test
    void noSecretIsTold() {
        assertThat(UrlCredential.password("user", "secret").toString()).doesNotContain("secret");
    }

    private UrlRequest get(String path) {
        return UrlRequest.of(server.url(path));
    }
}
