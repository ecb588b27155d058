package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Handler;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A download over HTTP/3 whose process ends, and that another process finishes once the server is up again. */
class DownloadAcrossProcessesIT {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void onlyTheMissingBytesAreFetched() throws Exception {
        long length = 120 * MIB;
        TestServer first = server(0, null, length, "\"v1\"");
        Path root = first.certificate().writeTo(folder).ca();
        run(first, root, Long.toString(length / 2));
        first.close();

        try (TestServer again = server(first.address().getPort(), first.certificate(), length, "\"v1\"")) {
            String[] told = run(again, root).split(" ");
            assertThat(told[0]).isEqualTo(TestBytes.sha256(length));
            RequestRecord request = again.requests().get(0);
            long offset =
                    Long.parseLong(request.fields().first("range").orElseThrow().replaceAll("bytes=(\\d+)-", "$1"));
            assertThat(offset).isBetween(length / 2, length - 1);
            assertThat(Long.parseLong(told[1])).isEqualTo(length - offset);
            assertThat(request.responseBytes()).isEqualTo(length - offset);
            assertThat(again.requests()).hasSize(1);
        }
    }

    @Test
    void aFileThatHasChangedComesWhole() throws Exception {
        TestServer first = server(0, null, 30 * MIB, "\"v1\"");
        Path root = first.certificate().writeTo(folder).ca();
        run(first, root, Long.toString(10 * MIB));
        first.close();

        long now = 21 * MIB;
        try (TestServer again = server(first.address().getPort(), first.certificate(), now, "\"v2\"")) {
            assertThat(run(again, root)).isEqualTo(TestBytes.sha256(now) + " " + now);
            assertThat(again.requests()).hasSize(1);
        }
    }

    private String run(TestServer server, Path root, String... stopAt) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m", // Less than the file: it is not kept in memory.
                "-cp",
                System.getProperty("java.class.path"),
                DownloadProcess.class.getName(),
                server.uri("/file").toString(),
                root.toString(),
                folder.resolve("left").toString()));
        command.addAll(List.of(stopAt));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return printed.strip();
    }

    private static TestServer server(int port, TestCertificate certificate, long length, String tag)
            throws IOException {
        TestServer.Builder builder = TestServer.newBuilder().port(port).route("/file", file(length, tag));
        return (certificate == null ? builder : builder.certificate(certificate)).start();
    }

    private static Handler file(long length, String tag) {
        return (request, response) -> {
            String range = request.fields().first("range").orElse("bytes=0-");
            boolean part =
                    request.fields().first("if-range").filter(tag::equals).isPresent();
            long from = part ? Long.parseLong(range.replaceAll("bytes=(\\d+)-", "$1")) : 0;
            Fields fields = Fields.of("etag", tag, "content-length", Long.toString(length - from));
            if (part) {
                fields = fields.with("content-range", "bytes " + from + "-" + (length - 1) + "/" + length);
            }
            response.head(part ? 206 : 200, fields).get(60, TimeUnit.SECONDS);
            for (long at = from; at < length; at += 65_536) {
                response.write(TestBytes.at(at, (int) Math.min(65_536, length - at)))
                        .get(60, TimeUnit.SECONDS);
            }
            response.end().get(60, TimeUnit.SECONDS);
        };
    }
}
