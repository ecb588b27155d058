package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.UrlCredential.Password;
import dev.quiver.urlsession.UrlCredential.Persistence;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials that a session has, Digest, and a proxy's challenges, against a server that computes for itself. */
class CredentialStorageIT implements UrlSessionTaskDelegate {
    private static final String BASIC = "Basic dXNlcjpzZWNyZXQ=";

    private final List<AuthenticationChallenge> challenges = new CopyOnWriteArrayList<>();
    private final AtomicInteger nonce = new AtomicInteger();
    private final AtomicInteger turnedDown = new AtomicInteger();
    private ChallengeAnswer answer = ChallengeAnswer.performDefaultHandling();
    private PlainServer server;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer()
                .page(
                        "/basic",
                        (fields, body, out) -> respond(
                                out,
                                BASIC.equals(fields.get("authorization")),
                                "401 Who",
                                "www-authenticate: Basic realm=r",
                                ""))
                .page("/digest", (fields, body, out) -> {
                    String given = fields.get("authorization");
                    boolean right = given != null && given.equals(expected(given));
                    boolean fresh = right && given.contains("nonce=\"n" + nonce + "\"");
                    String ask = "www-authenticate: Basic realm=b, Digest realm=\"d\", qop=\"auth,auth-int\","
                            + " algorithm=SHA-256, nonce=\"n" + nonce + "\"" + (right && !fresh ? ", stale=true" : "");
                    respond(out, fresh, "401 Who", ask, "");
                })
                .page(
                        "http://behind.example/",
                        (fields, body, out) -> respond(
                                out,
                                BASIC.equals(fields.get("proxy-authorization")),
                                "407 Who",
                                "proxy-authenticate: Basic realm=p",
                                ""));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void respond(java.io.OutputStream out, boolean known, String refusal, String challenge, String more)
            throws IOException {
        if (!known) {
            turnedDown.incrementAndGet();
        }
        out.write(PlainServer.ascii("HTTP/1.1 " + (known ? "200 OK\r\n" : refusal + "\r\n" + challenge + "\r\n") + more
                + "content-length: 0\r\n\r\n"));
    }

    /** The same field with the response that belongs to it (RFC 7616 §3.4.1). */
    private static String expected(String given) {
        String a1 = hash("user:d:secret");
        String a2 = hash("GET:" + part(given, "uri"));
        String response = hash(String.join(
                ":", a1, part(given, "nonce"), part(given, "nc"), part(given, "cnonce"), part(given, "qop"), a2));
        return given.replaceFirst("response=\"[0-9a-f]*\"", "response=\"" + response + "\"");
    }

    private static String part(String field, String name) {
        Matcher part = Pattern.compile("\\b" + name + "=\"?([^\",]*)").matcher(field);
        return part.find() ? part.group(1) : "";
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public CompletionStage<ChallengeAnswer> didReceiveChallenge(
            UrlSession of, UrlSessionTask task, AuthenticationChallenge challenge) {
        challenges.add(challenge);
        return CompletableFuture.completedFuture(answer);
    }

    private UrlSession session(UrlCredentialStorage storage, @Nullable UrlSessionDelegate delegate, HttpClient client) {
        UrlSession.Builder builder = UrlSession.newBuilder(UrlSessionConfiguration.newBuilder()
                        .urlCredentialStorage(storage)
                        .build())
                .client(client);
        return (delegate == null ? builder : builder.delegate(delegate)).build();
    }

    private ProtectionSpace space(String realm, AuthenticationMethod method) {
        URI url = server.url("/");
        return new ProtectionSpace(url.getHost(), url.getPort(), "http", realm, method, false);
    }

    private int status(UrlSession session, String path) throws Exception {
        URI url = path.startsWith("/") ? server.url(path) : URI.create(path);
        return session.load(UrlRequest.of(url)).response().statusCode();
    }

    @Test
    void theDefaultAnswersWithoutADelegate() throws Exception {
        UrlCredentialStorage storage = UrlCredentialStorage.inMemory();
        try (UrlSession session = session(storage, null, HttpClient.newHttpClient())) {
            assertThat(status(session, "/basic")).isEqualTo(401);
            ProtectionSpace space = space("r", AuthenticationMethod.HTTP_BASIC);
            storage.set(new Password("user", "wrong", Persistence.FOR_SESSION), space);
            assertThat(status(session, "/basic")).as("tried once").isEqualTo(401);
            assertThat(turnedDown).hasValue(3);
            storage.set(new Password("user", "secret", Persistence.FOR_SESSION), space);
            assertThat(status(session, "/basic")).isEqualTo(200);
            assertThat(turnedDown).hasValue(4);
            assertThat(status(session, "/basic")).isEqualTo(200);
            assertThat(turnedDown).as("unasked").hasValue(4);
        }
    }

    @Test
    void whatADelegateAnsweredIsKeptOnceItWasAccepted() throws Exception {
        UrlCredentialStorage storage = UrlCredentialStorage.inMemory();
        answer = ChallengeAnswer.use(UrlCredential.password("user", "secret"));
        try (UrlSession session = session(storage, this, HttpClient.newHttpClient())) {
            assertThat(status(session, "/basic")).isEqualTo(200);
        }
        assertThat(storage.defaultCredential(space("r", AuthenticationMethod.HTTP_BASIC)))
                .contains(new Password("user", "secret", Persistence.FOR_SESSION));
    }

    @Test
    void aPasswordForOneChallengeIsNotKept() throws Exception {
        UrlCredentialStorage storage = UrlCredentialStorage.inMemory();
        answer = ChallengeAnswer.use(new Password("user", "secret", Persistence.NONE));
        try (UrlSession session = session(storage, this, HttpClient.newHttpClient())) {
            assertThat(status(session, "/basic")).isEqualTo(200);
            assertThat(status(session, "/basic")).isEqualTo(200);
        }
        assertThat(challenges).hasSize(2);
        assertThat(storage.allCredentials()).isEmpty();
    }

    @Test
    void digestIsAnsweredAndItsNonceRenewed() throws Exception {
        answer = ChallengeAnswer.use(UrlCredential.password("user", "secret"));
        try (UrlSession session = session(UrlCredentialStorage.inMemory(), this, HttpClient.newHttpClient())) {
            assertThat(status(session, "/digest")).isEqualTo(200);
            assertThat(challenges).hasSize(1);
            assertThat(challenges.get(0).protectionSpace())
                    .as("the stronger of the two")
                    .isEqualTo(space("d", AuthenticationMethod.HTTP_DIGEST));
            assertThat(status(session, "/digest")).isEqualTo(200);
            assertThat(turnedDown).hasValue(1);
            nonce.incrementAndGet();
            assertThat(status(session, "/digest")).isEqualTo(200);
            assertThat(turnedDown).as("too old").hasValue(2);
            assertThat(challenges).as("no one is asked about that").hasSize(1);
        }
    }

    @Test
    void aProxysChallengeIsTheProxys() throws Exception {
        answer = ChallengeAnswer.use(UrlCredential.password("user", "secret"));
        URI proxy = server.url("/");
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())))
                .build();
        try (UrlSession session = session(UrlCredentialStorage.inMemory(), this, client)) {
            assertThat(status(session, "http://behind.example/")).isEqualTo(200);
        }
        assertThat(challenges)
                .extracting(AuthenticationChallenge::protectionSpace)
                .containsExactly(new ProtectionSpace(
                        proxy.getHost(), proxy.getPort(), "http", "p", AuthenticationMethod.HTTP_BASIC, true));
        assertThat(turnedDown).hasValue(1);
    }
}
