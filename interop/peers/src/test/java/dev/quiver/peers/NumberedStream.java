package dev.quiver.peers;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.QuicStream;
import dev.quiver.quic.ReceiveStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A stream that the peer opened at our request: its number among those of one command, and its size.
 *
 * @param id its id
 * @param number what it began with
 * @param size the bytes after that, all as expected
 */
record NumberedStream(long id, long number, long size) {

    /** Reads and checks it whole, and answers with its number where it goes both ways. */
    static CompletableFuture<NumberedStream> read(QuicStream stream, long seed) {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        Content[] content = new Content[1];
        return Reading.each((ReceiveStream) stream, data -> {
                    while (number.hasRemaining() && data.hasRemaining()) {
                        number.put(data.get());
                    }
                    if (content[0] == null && !number.hasRemaining()) {
                        content[0] = new Content(seed, number.getLong(0));
                    }
                    if (content[0] != null) {
                        content[0].check(data);
                    }
                })
                .thenCompose(end -> stream instanceof BidirectionalStream both
                        ? both.send(number.duplicate().flip()).thenCompose(sent -> both.finish())
                        : CompletableFuture.completedFuture(null))
                .thenApply(end -> new NumberedStream(stream.id(), number.getLong(0), content[0].position()));
    }
}
