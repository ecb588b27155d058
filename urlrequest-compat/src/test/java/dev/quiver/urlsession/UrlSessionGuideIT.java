package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java pieces of docs/urlsession.md, between marks of their names: the page's text is compared with them. */
class UrlSessionGuideIT {
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong shown = new AtomicLong();
    private CorelibsServer server;
    private UrlSession session;
    private URI url;
    private UrlRequest request;

    @BeforeEach
    void start() throws IOException {
        server = new CorelibsServer();
        session = UrlSession.newSession(server.configuration().build());
        url = server.url("/Nepal");
        request = UrlRequest.of(url);
    }

    @AfterEach
    void stop() {
        session.close();
        server.close();
    }

    @Test
    void load() throws Exception {
        // begin load
        UrlData data = session.load(UrlRequest.of(url));
        CompletableFuture<UrlData> later = session.data(UrlRequest.of(url));
        // end
        assertThat(later.get(30, TimeUnit.SECONDS).text()).isEqualTo(data.text());
    }

    @Test
    void handler() throws Exception {
        // begin handler
        DataTask task = session.dataTask(request, (data, response, error) -> {
            if (error != null) {
                System.out.println(error.code());
            }
        });
        task.priority(UrlSessionTask.HIGH_PRIORITY);
        task.resume();
        // end
        assertThat(task.await().text()).isEqualTo("Kathmandu");
    }

    @Test
    void configuration() throws Exception {
        UrlSessionDelegate delegate = delegate();
        // begin configuration
        UrlSessionConfiguration configuration = UrlSessionConfiguration.newBuilder()
                .timeoutIntervalForRequest(Duration.ofSeconds(10))
                .httpAdditionalHeader("Accept-Language", "de")
                .waitsForConnectivity(true)
                .build();
        UrlSession session =
                UrlSession.newBuilder(configuration).delegate(delegate).build();
        // end
        session.close();
        assertThat(session.delegate()).contains(delegate);
    }

    @Test
    void delegates() throws Exception {
        try (UrlSession own = UrlSession.newBuilder(server.configuration().build())
                .delegate(delegate())
                .build()) {
            DataTask task = own.dataTask(UrlRequest.of(server.url("/302?location=Peru")));
            assertThat(task.await().response().statusCode()).isEqualTo(302);
        }
        assertThat(received).hasPositiveValue();
    }

    private UrlSessionDataDelegate delegate() {
        // begin delegate
        UrlSessionDataDelegate delegate = new UrlSessionDataDelegate() {
            @Override
            public CompletionStage<Optional<UrlRequest>> willPerformHttpRedirection(
                    UrlSession session, UrlSessionTask task, HttpUrlResponse response, UrlRequest newRequest) {
                return CompletableFuture.completedFuture(Optional.empty());
            }

            @Override
            public void didReceiveData(UrlSession session, DataTask task, ByteBuffer data) {
                received.addAndGet(data.remaining());
            }
        };
        // end
        return delegate;
    }

    @Test
    void trust() throws Exception {
        X509Certificate expected = server.server().certificate().chain().get(0);
        // begin trust
        UrlSessionDelegate pinning = new UrlSessionDelegate() {
            @Override
            public CompletionStage<ChallengeAnswer> didReceiveChallenge(
                    UrlSession session, AuthenticationChallenge challenge) {
                boolean known = challenge.serverTrust() != null
                        && challenge.serverTrust().leaf().equals(expected);
                return CompletableFuture.completedFuture(
                        known ? ChallengeAnswer.use(UrlCredential.trustServer()) : ChallengeAnswer.cancel());
            }
        };
        // end
        try (UrlSession own = UrlSession.newBuilder(UrlSessionConfiguration.standard())
                .delegate(pinning)
                .build()) {
            assertThat(own.load(request).text()).isEqualTo("Kathmandu");
        }
    }

    @Test
    void upload() throws Exception {
        byte[] bytes = new byte[1000];
        UrlRequest request =
                UrlRequest.newBuilder(server.url("/body")).httpMethod("PUT").build();
        // begin upload
        UploadTask task = session.uploadTask(request, bytes);
        Runnable stop = task.progress().observe(progress -> show(progress.fractionCompleted()));
        task.resume();
        // end
        task.await();
        stop.run();
        assertThat(shown).hasPositiveValue();
    }

    private void show(double fraction) {
        assertThat(fraction).isBetween(0.0, 1.0);
        shown.incrementAndGet();
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "handler", "configuration", "delegate", "trust", "upload"})
    void thePageSaysTheSame(String name) throws IOException {
        Path here = Path.of("src/test/java/dev/quiver/urlsession/UrlSessionGuideIT.java");
        String compiled = piece(Files.readAllLines(here), "// begin " + name, "// end");
        String page = piece(Files.readAllLines(Path.of("../docs/urlsession.md")), "<!-- " + name + " -->", "```");
        assertThat(page).isEqualTo(compiled);
    }

    /** What stands between two lines, a fence at its top aside, without the indentation of its first line. */
    private static String piece(List<String> lines, String from, String to) {
        List<String> after = lines.stream()
                .dropWhile(line -> !line.strip().equals(from))
                .skip(1)
                .dropWhile(line -> line.startsWith("```"))
                .takeWhile(line -> !line.strip().equals(to))
                .toList();
        assertThat(after).as(from).isNotEmpty();
        int indent = after.get(0).length() - after.get(0).stripLeading().length();
        return after.stream()
                .map(line -> line.length() > indent ? line.substring(indent) : line.strip())
                .collect(Collectors.joining("\n"));
    }
}
