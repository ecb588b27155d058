package dev.quiver.interop.cases.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Target;
import dev.quiver.testkit.TestServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that gives tickets and does not know them any more when they come back, as one of a farm without common keys. */
class ForgottenTicketIT {
    @TempDir
    private Path logs;

    private Answer answer(String testCase) throws Exception {
        try (TestServer first = TestServer.newBuilder().earlyData(true).start();
                TestServer second = TestServer.newBuilder()
                        .earlyData(true)
                        .certificate(first.certificate())
                        .start();
                FlowSplitter both = new FlowSplitter(() -> (first.requests().isEmpty() ? first : second).address())) {
            // With the test files there is no request for reference, which would be the first.
            Target target = new Target("farm", "localhost", both.port(), "/", Map.of("offers", "files"));
            return CaseRun.run(CaseRun.named(testCase), first, target, logs).answer();
        }
    }

    @Test
    void isAFailedResumption() throws Exception {
        Answer answer = answer("resumption");
        assertThat(answer.result()).as(answer.reason()).isEqualTo("failed");
        assertThat(answer.reason())
                .contains(
                        "a session ticket came, and the connection made with it was not resumed: the server presented 1");
    }

    @Test
    void isEarlyDataRejected() throws Exception {
        Answer answer = answer("zerortt");
        assertThat(answer.result()).as(answer.reason()).isEqualTo("failed");
        assertThat(answer.reason()).contains("the server rejected them although its ticket allows early data");
    }
}
