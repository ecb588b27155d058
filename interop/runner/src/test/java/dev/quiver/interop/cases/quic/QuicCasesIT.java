package dev.quiver.interop.cases.quic;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Answer.By;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import dev.quiver.testkit.TestServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case with a server that does all that it should: each succeeds, but for what this client does not do. */
class QuicCasesIT {
    private static final Set<String> LACKING = Set.of("chacha20", "keyupdate", "ecn", "v2", "connectionmigration");

    @TempDir
    private static Path logs;

    private static final Map<TestCase, Future<Cell>> CELLS = new HashMap<>();
    private static ExecutorService lanes;
    private static TestServer server;
    private static TestServer wary;
    private static @Nullable TestServer six;

    /** Side by side, because they wait most of the time. */
    @BeforeAll
    static void start() throws Exception {
        server = TestServer.newBuilder().earlyData(true).maxStreams(30).start();
        wary = TestServer.newBuilder()
                .certificate(server.certificate())
                .retry(true)
                .start();
        Map<String, String> places = new HashMap<>();
        places.put("retry", "localhost:" + wary.address().getPort());
        try {
            six = TestServer.newBuilder()
                    .certificate(server.certificate())
                    .address(new InetSocketAddress("::1", 0))
                    .start();
            places.put("ipv6", "[::1]:" + six.address().getPort());
        } catch (IOException e) {
            System.out.println("this machine has no IPv6: " + e);
        }
        Target target = CaseRun.target(server, "/bytes/20000", places);
        lanes = Executors.newFixedThreadPool(8);
        for (TestCase testCase : QuicCases.ALL) {
            CELLS.put(testCase, lanes.submit(() -> CaseRun.run(testCase, server, target, logs)));
        }
    }

    @AfterAll
    static void stop() {
        lanes.shutdownNow();
        server.close();
        wary.close();
        if (six != null) {
            six.close();
        }
    }

    static List<TestCase> cases() {
        return QuicCases.ALL;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void succeedsOrIsRightlyUnsupported(TestCase testCase) throws Exception {
        Cell cell = CELLS.get(testCase).get(3, MINUTES);
        String reason = cell.answer().reason();
        System.out.println(testCase.name() + ": " + reason + " (" + cell.took().toMillis() + " ms)");
        if (LACKING.contains(testCase.name())) {
            assertThat(cell.answer()).isEqualTo(Answer.unsupported(By.QUIVER, reason));
        } else if (testCase.name().equals("ipv6") && six == null) {
            assertThat(cell.answer()).as(reason).isInstanceOf(Answer.Unsupported.class);
        } else {
            assertThat(cell.answer()).as(reason).isInstanceOf(Answer.Succeeded.class);
            assertThat(reason).containsAnyOf("qlog", "relay");
        }
    }
}
