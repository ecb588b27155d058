import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;

/** HTTP/0.9 over QUIC, as the QUIC interop runner has it: "GET /path" and a line's end bring the file's bytes and FIN. */
record Hq(Path files, Executor threads) implements ApplicationProtocolConnectionFactory {
    static final String NAME = "hq-interop";

    Hq(Path files) {
        this(files, Executors.newCachedThreadPool());
    }

    @Override
    public ApplicationProtocolConnection createConnection(String protocol, QuicConnection connection) {
        return new ApplicationProtocolConnection() {
            @Override
            public void acceptPeerInitiatedStream(QuicStream stream) {
                threads.execute(() -> answer(stream));
            }
        };
    }

    @Override
    public int maxConcurrentPeerInitiatedBidirectionalStreams() {
        return Integer.MAX_VALUE;
    }

    private void answer(QuicStream stream) {
        try {
            String line = new String(stream.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            Path file = files.resolve(line.substring(line.lastIndexOf('/') + 1));
            if (!line.startsWith("GET /") || !Files.isRegularFile(file)) {
                stream.resetStream(1);
                return;
            }
            try (OutputStream out = stream.getOutputStream()) {
                Files.copy(file, out);
            }
            System.out.println("done " + line + " " + NAME);
        } catch (IOException e) {
            System.out.println("broken: " + e);
        }
    }
}
