package dev.quiver.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is sent. A file is streamed, never held whole. */
public sealed interface UploadBody {
    /** This text, in UTF-8. */
    record Text(String text) implements UploadBody {}

    /** The file's content, read while it is sent. */
    record OfFile(Path file) implements UploadBody {}

    /** What comes from a stream, once, of unknown length. */
    record OfStream(InputStream stream) implements UploadBody {}

    /**
     * Published on demand.
     *
     * @throws IOException if the file is not there to be read
     */
    default BodyPublisher publisher() throws IOException {
        if (this instanceof Text body) {
            return BodyPublishers.ofString(body.text());
        }
        if (this instanceof OfFile body) {
            return BodyPublishers.ofFile(body.file());
        }
        InputStream stream = ((OfStream) this).stream();
        return BodyPublishers.ofInputStream(() -> stream);
    }

    /** The bytes to come, or -1 where that is not known. */
    default long length() throws IOException {
        if (this instanceof Text body) {
            return body.text().getBytes(StandardCharsets.UTF_8).length;
        }
        return this instanceof OfFile body ? Files.size(body.file()) : -1;
    }

    /** Whether it can be sent twice. */
    default boolean repeatable() {
        return !(this instanceof OfStream);
    }
}
