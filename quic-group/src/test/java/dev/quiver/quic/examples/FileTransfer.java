package dev.quiver.quic.examples;

import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.SendStream;
import dev.quiver.quic.StreamOutput;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Files over one-way streams: neither side ever holds more of one than a window. */
public final class FileTransfer {
    /** Codes are the application's to define; the peer reads them in its {@code QuicException}. */
    public static final long CANNOT_READ = 1;

    public static final long CANNOT_WRITE = 2;

    private FileTransfer() {}

    /** Sends a file with a thread that may block; resets the stream if the file cannot be read to its end. */
    public static void send(QuicConnectionGroup group, Path file)
            throws IOException, InterruptedException, ExecutionException {
        SendStream stream = group.openSendStream().get();
        StreamOutput.sendAll(stream, CANNOT_READ, out -> Files.copy(file, out));
    }

    /** Sends a file without a thread of one's own: any {@code Flow.Publisher<ByteBuffer>} can feed a stream. */
    public static CompletableFuture<Void> sendAsync(QuicConnectionGroup group, Path file) throws IOException {
        var content = BodyPublishers.ofFile(file);
        return group.openSendStream().thenCompose(stream -> {
            var subscriber = stream.subscriber();
            content.subscribe(subscriber);
            return subscriber.done();
        });
    }

    /** Receives a file. What the disk does not take, the peer does not send: the stream's window is the bound. */
    public static void receive(ReceiveStream stream, Path file) throws IOException {
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "incoming", ".part");
        try (var in = stream.inputStream(CANNOT_WRITE)) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            // Here only after a FIN: a reset or a lost connection is an exception, never a short file.
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
