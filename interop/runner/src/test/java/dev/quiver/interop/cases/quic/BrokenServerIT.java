package dev.quiver.interop.cases.quic;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.Answer;
import dev.quiver.interop.TestCase;
import dev.quiver.testkit.Handler;
import dev.quiver.testkit.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers broken on purpose: the cases do not say that they succeeded, and they say why. */
class BrokenServerIT {
    @TempDir
    private static Path logs;

    private static final Map<Scenario, Future<Answer>> ANSWERS = new LinkedHashMap<>();
    private static ExecutorService lanes;

    /** A case, the server it meets, what it asks for and what is said of the server; and what must come of it. */
    private record Scenario(
            TestCase testCase,
            TestServer.Builder server,
            String path,
            Map<String, String> options,
            String result,
            String words) {
        @Override
        public String toString() {
            return testCase.name() + " with " + path + " is " + result + ": " + words;
        }
    }

    private static Scenario failing(String testCase, TestServer.Builder server, String path, String words) {
        return new Scenario(CaseRun.impatient(testCase, 20), server, path, Map.of(), "failed", words);
    }

    private static List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>();
        for (String name : List.of(
                "handshake",
                "transfer",
                "longrtt",
                "multiplexing",
                "retry",
                "resumption",
                "zerortt",
                "http3",
                "blackhole",
                "amplificationlimit",
                "handshakeloss",
                "transferloss",
                "handshakecorruption",
                "transfercorruption",
                "versionnegotiation",
                "rebind-port",
                "rebind-addr",
                "goodput",
                "crosstraffic")) {
            all.add(failing(
                    name,
                    answering("the right answer", "the wrong answer"),
                    "/x",
                    "GET /x: 16 bytes that differ from the first answer"));
        }
        for (String name : List.of("blackhole", "rebind-port")) {
            all.add(new Scenario(CaseRun.impatient(name, 15), dying(6), "/x", Map.of(), "failed", "came whole after"));
        }
        all.add(failing("transfer", answering("whole", "cut"), "/x", "GET /x: 3 bytes, not 5 as in the first answer"));
        all.add(failing("transfer", TestServer.newBuilder(), "/truncate", "TRUNCATED"));
        all.add(failing("http3", TestServer.newBuilder(), "/reset?after=10&delayMs=10", "STREAM_RESET"));
        all.add(failing("handshake", TestServer.newBuilder(), "/empty", "TRUNCATED"));
        all.add(failing("transfer", TestServer.newBuilder(), "/close", "CLOSED_BY_PEER"));
        all.add(new Scenario(
                CaseRun.impatient("http3", 4), TestServer.newBuilder(), "/never", Map.of(), "failed", "TIMEOUT"));
        all.add(new Scenario(
                CaseRun.named("handshake"),
                TestServer.newBuilder().route("/1k.bin", (request, response) -> response.send(200, "x".repeat(1024))),
                "/",
                Map.of("offers", "files"),
                "failed",
                "GET /1k.bin: 1024 bytes that differ from the known bytes of the test files"));
        all.add(new Scenario(
                CaseRun.named("retry"),
                TestServer.newBuilder(),
                "/bytes/9",
                Map.of(),
                "unsupported by the server",
                "no Retry was sent by localhost:"));
        all.add(new Scenario(
                CaseRun.named("retry"),
                TestServer.newBuilder(),
                "/bytes/9",
                Map.of("retry", "itself"),
                "failed",
                "which is said to demand one"));
        all.add(new Scenario(
                CaseRun.named("zerortt"),
                TestServer.newBuilder(),
                "/bytes/9",
                Map.of(),
                "unsupported by the server",
                "does not allow early data"));
        all.add(new Scenario(
                CaseRun.impatient("multiplexing", 8),
                TestServer.newBuilder().maxStreams(5).route("/x", onlyTheFirst(4)),
                "/x",
                Map.of(),
                "failed",
                "of 200 answered in all the time there was"));
        return all;
    }

    /** Answers one thing at first, and another ever after, on any path. */
    private static TestServer.Builder answering(String first, String later) {
        AtomicInteger asked = new AtomicInteger();
        return TestServer.newBuilder()
                .route("/*", (request, response) -> response.send(200, asked.getAndIncrement() == 0 ? first : later));
    }

    /** Answers so many requests, and then says nothing any more. */
    private static TestServer.Builder dying(int answers) {
        return TestServer.newBuilder().route("/x", onlyTheFirst(answers));
    }

    /** Answers so many requests, and no other. */
    private static Handler onlyTheFirst(int answers) {
        AtomicInteger asked = new AtomicInteger();
        return (request, response) -> {
            if (asked.getAndIncrement() < answers) {
                response.send(200, "x");
            } else {
                Thread.sleep(60_000);
            }
        };
    }

    @BeforeAll
    static void start() {
        lanes = Executors.newFixedThreadPool(6);
        for (Scenario scenario : scenarios()) {
            Path folder = logs.resolve(String.valueOf(ANSWERS.size()));
            ANSWERS.put(scenario, lanes.submit(() -> {
                try (TestServer server = scenario.server().start()) {
                    Map<String, String> options = new LinkedHashMap<>(scenario.options());
                    options.replaceAll((key, value) -> value.equals("itself")
                            ? "localhost:" + server.address().getPort()
                            : value);
                    return CaseRun.run(
                                    scenario.testCase(),
                                    server,
                                    CaseRun.target(server, scenario.path(), options),
                                    folder)
                            .answer();
                }
            }));
        }
    }

    @AfterAll
    static void stop() {
        lanes.shutdownNow();
    }

    static List<Scenario> all() {
        return List.copyOf(ANSWERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("all")
    void isSeen(Scenario scenario) throws Exception {
        Answer answer = ANSWERS.get(scenario).get(3, MINUTES);
        String by = answer instanceof Answer.Unsupported unsupported ? " by " + unsupported.by() : "";
        assertThat(answer.result() + by).as(answer.reason()).isEqualTo(scenario.result());
        assertThat(answer.reason()).contains(scenario.words());
    }
}
