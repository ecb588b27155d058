package dev.quiver.benchmarks.peers.jetty;

import dev.quiver.benchmarks.peer.Chunks;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** A body of zero bytes in Jetty's form; always ready to be read. */
final class Zeros implements Request.Content {
    private final long length;
    private final Iterator<byte[]> chunks;
    private Content.@Nullable Chunk failure;

    Zeros(long length) {
        this.length = length;
        this.chunks = new Chunks(length).iterator();
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public String getContentType() {
        return "application/octet-stream";
    }

    @Override
    public boolean rewind() {
        return false;
    }

    @Override
    public Content.Chunk read() {
        if (failure != null) {
            return failure;
        }
        if (!chunks.hasNext()) {
            return Content.Chunk.EOF;
        }
        ByteBuffer chunk = ByteBuffer.wrap(chunks.next());
        return Content.Chunk.from(chunk, !chunks.hasNext());
    }

    @Override
    public void demand(Runnable ready) {
        ready.run();
    }

    @Override
    public void fail(Throwable cause) {
        failure = Content.Chunk.from(cause);
    }
}
