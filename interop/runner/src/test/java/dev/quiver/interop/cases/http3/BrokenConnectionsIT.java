package dev.quiver.interop.cases.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.MatrixRunner;
import dev.quiver.interop.RunListener;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases with servers that break the rules of the connection, or say nothing at all. */
class BrokenConnectionsIT {
    private static final byte[] OK = HttpFrame.join(
            new HttpFrame(HttpFrame.HEADERS, FieldSection.of(":status", "200")).bytes(),
            new HttpFrame(HttpFrame.DATA, new byte[3]).bytes());
    private static final byte[] SETTINGS = control(new HttpFrame(HttpFrame.SETTINGS, new byte[0]));

    @TempDir
    private Path logs;

    @Test
    void byHandItWorks() throws Exception {
        try (RawServer server = new RawServer(List.of(SETTINGS), OK, true, true)) {
            assertThat(List.of("settings", "grease", "unknown-streams"))
                    .allSatisfy(name -> assertThat(run(server, name)).isInstanceOf(Answer.Succeeded.class));
        }
    }

    @Test
    void settingsThatAreMissingOrWrong() throws Exception {
        byte[] late = control(
                new HttpFrame(HttpFrame.reserved(1), new byte[2]), new HttpFrame(HttpFrame.SETTINGS, new byte[0]));
        try (RawServer server = new RawServer(List.of(late), OK, true, true)) {
            fails(server, "settings", "begins with 0x40[2], not with SETTINGS");
        }
        byte[] http2 = control(new HttpFrame(HttpFrame.SETTINGS, new byte[] {0x2, 0x1}));
        try (RawServer server = new RawServer(List.of(http2), OK, true, true)) {
            fails(server, "settings", "the setting 0x2 is HTTP/2's");
        }
        byte[] twice = control(new HttpFrame(HttpFrame.SETTINGS, new byte[] {0x6, 0x10, 0x6, 0x10}));
        try (RawServer server = new RawServer(List.of(twice), OK, true, true)) {
            fails(server, "settings", "MAX_FIELD_SECTION_SIZE came twice");
        }
        try (RawServer server = new RawServer(List.of(SETTINGS, SETTINGS), OK, true, true)) {
            fails(server, "settings", "2 control streams");
        }
        try (RawServer server = new RawServer(List.of(), OK, true, true)) {
            fails(server, "settings", "no SETTINGS came");
        }
    }

    @Test
    void aServerThatMindsWhatIsReserved() throws Exception {
        try (RawServer server = new RawServer(List.of(SETTINGS), OK, true, false)) {
            fails(server, "grease", "closed the connection with 0x103");
            fails(server, "unknown-streams", "closed the connection with 0x103");
        }
    }

    @Test
    void aFrameThatIsCutShort() throws Exception {
        byte[] cut = HttpFrame.join(OK, new byte[] {0x0, 0x9, 1, 2});
        try (RawServer server = new RawServer(List.of(SETTINGS), cut, true, true)) {
            fails(server, "settings", "the stream ended after 2 of the 9 bytes of a frame of type 0x0");
        }
    }

    @Test
    void aNameThatIsNotChecked() throws Exception {
        try (TestServer server = TestServer.start()) {
            MatrixRunner.Settings settings = new MatrixRunner.Settings(TrustEvaluator.insecure(), logs, 1, false);
            Cell cell = new MatrixRunner(named("wrong-name"), settings, RunListener.NONE)
                    .run(List.of(Runs.target(server, "/")))
                    .cells()
                    .get(0);
            assertThat(cell.answer()).isInstanceOf(Answer.Failed.class);
            assertThat(cell.answer().reason()).contains("not-this-host.invalid", "it was trusted");
        }
    }

    /** Every case that asks for the target's own page, all at the same time. */
    @Test
    void aServerThatIsSilentFailsInTime() throws Exception {
        List<String> elsewhere = List.of("reset", "goaway", "wrong-name", "mtls");
        try (TestServer server = TestServer.start()) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (TestCase one : Http3Cases.ALL) {
                if (!elsewhere.contains(one.name())) {
                    answers.add(CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return run(server.root(), server.address().getPort(), "/never", one.name());
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            task -> new Thread(task).start()));
                }
            }
            for (CompletableFuture<Answer> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Failed.class);
            }
        }
    }

    private static byte[] control(HttpFrame... frames) {
        byte[] said = HttpFrame.varint(0);
        for (HttpFrame frame : frames) {
            said = HttpFrame.join(said, frame.bytes());
        }
        return said;
    }

    private void fails(RawServer server, String name, String reason) throws Exception {
        Answer answer = run(server, name);
        assertThat(answer).as(answer.reason()).isInstanceOf(Answer.Failed.class);
        assertThat(answer.reason()).contains(reason);
    }

    private Answer run(RawServer server, String name) throws Exception {
        return run(server.root(), server.port(), "/", name);
    }

    private Answer run(X509Certificate root, int port, String path, String name) throws Exception {
        Target target = new Target("raw-" + port + "-" + name, "localhost", port, path, Map.of());
        MatrixRunner.Settings settings =
                new MatrixRunner.Settings(TrustEvaluator.anchors(List.of(root)), logs, 1, false);
        Cell cell = new MatrixRunner(named(name), settings, RunListener.NONE)
                .run(List.of(target))
                .cells()
                .get(0);
        return cell.answer();
    }

    private static List<TestCase> named(String name) {
        return Http3Cases.ALL.stream().filter(one -> one.name().equals(name)).toList();
    }
}
