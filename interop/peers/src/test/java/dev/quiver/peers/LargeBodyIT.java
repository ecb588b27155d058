package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.Protocol;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A body larger than every window, down and up; {@code -Dquiver.test.flags=-Dquiver.large.mib=1024} makes it a GiB. */
@Tag("real-server")
@Timeout(900)
class LargeBodyIT {
    private static final int MIB = Integer.getInteger("quiver.large.mib", 64);

    @ParameterizedTest
    @EnumSource
    void bothWays(HttpServer kind) throws Exception {
        try (HttpServer.Running server = kind.start(false);
                H3Client client = Http3.client(server.at())) {
            Path file = large(server.at());
            String expected = Digests.sha256(file);

            long began = System.nanoTime();
            H3Response<InputStream> down = client.send(
                    HttpRequest.newBuilder(URI.create(server.at().url("/" + file.getFileName())))
                            .build(),
                    BodyHandlers.ofInputStream());
            assertThat(down.protocol()).isEqualTo(Protocol.H3);
            assertThat(digest(down.body())).isEqualTo(expected);
            note(kind, "down", began);

            began = System.nanoTime();
            H3Response<byte[]> up = client.send(
                    HttpRequest.newBuilder(URI.create(server.at().url(kind.works() ? "/work" : "/1k.bin")))
                            .PUT(BodyPublishers.ofFile(file))
                            .build(),
                    BodyHandlers.ofByteArray());
            assertThat(up.statusCode()).isEqualTo(200);
            if (kind.works()) {
                assertThat(up.body()).asString().isEqualTo("PUT " + Files.size(file) + " " + expected + "\n");
            }
            assertThat(up.metrics().requestBytes()).isEqualTo(Files.size(file));
            note(kind, kind.works() ? "up" : "up, unread by the server's program", began);
        }
    }

    private static void note(HttpServer kind, String way, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        Matrix.note(
                kind,
                MIB + " MiB " + way,
                String.format(Locale.ROOT, "digests equal, %.1f s, %.0f MiB/s", seconds, MIB / seconds));
    }

    private static Path large(RealServer server) throws IOException {
        Path file = server.served("large-" + MIB + "m.bin");
        if (!Files.exists(file)) {
            Path being = Files.createTempFile(file.getParent(), "large", ".part");
            Content content = new Content(7, MIB);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(being))) {
                for (int i = 0; i < MIB; i++) {
                    out.write(content.next(1 << 20));
                }
            }
            Files.move(being, file);
        }
        return file;
    }

    private static String digest(InputStream body) throws IOException {
        var digest = Digests.sha256();
        try (body) {
            byte[] buffer = new byte[1 << 16];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
