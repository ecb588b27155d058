package dev.quiver.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.cases.Cases;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner with a server that behaves, with one that is not there, and with cases that misbehave themselves. */
@QuiverServer
class MatrixRunnerIT {
    @TempDir
    private Path logs;

    @Test
    void aGoodServerSucceeds(TestServer server) throws Exception {
        Matrix matrix = run(server, List.of(target(server)), Cases.named(List.of("handshake", "http3")));
        assertThat(matrix.cells()).allSatisfy(cell -> {
            assertThat(cell.answer()).as(cell.answer().reason()).isInstanceOf(Answer.Succeeded.class);
            assertThat(cell.handshakes()).isNotEmpty();
            assertThat(cell.logs()).isDirectoryContaining("glob:**.qlog");
        });
        assertThat(matrix.cells()).hasSize(2);
    }

    @Test
    void whatAnEarlierRunLeftIsNotTakenForThisOnes(TestServer server) throws Exception {
        for (int i = 0; i < 2; i++) {
            Matrix matrix = run(server, List.of(target(server)), Cases.named(List.of("methods")));
            Answer answer = matrix.cells().get(0).answer();
            assertThat(answer).as(answer.reason()).isInstanceOf(Answer.Succeeded.class);
        }
    }

    @Test
    void aServerThatIsNotThereFailsInEveryCell(TestServer server) throws Exception {
        int port;
        try (DatagramSocket once = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = once.getLocalPort();
        }
        Target nobody = new Target("nobody", "127.0.0.1", port, "/", Map.of());
        Matrix matrix = run(server, List.of(nobody, target(server)), Cases.named(List.of("handshake")));
        assertThat(matrix.cell(nobody, matrix.cases().get(0)).answer())
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.reason()).startsWith("not reached: PORT_CLOSED"));
        assertThat(matrix.count(Answer.Succeeded.class)).isEqualTo(1);
    }

    @Test
    void aCaseThatDoesNotEndFailsAtItsLimitAndTheNextRuns(TestServer server) throws Exception {
        TestCase endless = new FakeCase("endless", trial -> {
            trial.get(trial.open(), "/never");
            return Answer.succeeded("cannot be");
        });
        TestCase throwing = new FakeCase("throwing", trial -> {
            throw new IllegalStateException("of its own");
        });
        Matrix matrix = run(server, List.of(target(server)), List.of(endless, throwing));
        assertThat(matrix.cells())
                .extracting(cell -> cell.answer().reason())
                .containsExactly("not done within 1 s; no response had come", "IllegalStateException: of its own");
    }

    @Test
    void aHarshCaseIsRunLastAndStandsInItsPlace(TestServer server) throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        TestCase harsh = new FakeCase("harsh", trial -> {
            order.add("harsh");
            return Answer.succeeded("done");
        });
        TestCase mild = new FakeCase("mild", trial -> {
            order.add("mild");
            return Answer.succeeded("done");
        });
        Matrix matrix = run(server, List.of(target(server)), List.of(harsh, mild));
        assertThat(order).containsExactly("mild", "harsh");
        assertThat(matrix.cells()).extracting(cell -> cell.testCase().name()).containsExactly("harsh", "mild");
    }

    private Matrix run(TestServer server, List<Target> targets, List<TestCase> cases) throws Exception {
        TrustEvaluator trust = TrustEvaluator.anchors(List.of(server.root()));
        return new MatrixRunner(cases, new MatrixRunner.Settings(trust, logs, 2, false), RunListener.NONE).run(targets);
    }

    private static Target target(TestServer server) {
        return new Target("testkit", "localhost", server.address().getPort(), "/bytes/100", Map.of());
    }

    private record FakeCase(String name, Body body) implements TestCase {
        private interface Body {
            Answer run(Trial trial) throws Exception;
        }

        @Override
        public String abbreviation() {
            return name.substring(0, 2);
        }

        @Override
        public String title() {
            return "A case of this test.";
        }

        @Override
        public Group group() {
            return Group.HTTP3;
        }

        @Override
        public boolean harsh() {
            return name.equals("harsh");
        }

        @Override
        public Duration limit() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Answer run(Trial trial) throws Exception {
            return body.run(trial);
        }
    }
}
