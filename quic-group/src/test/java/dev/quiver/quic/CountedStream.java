package dev.quiver.quic;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** A stream to receive from that gives the same chunk a number of times, at once or from another thread. */
final class CountedStream implements ReceiveStream {
    private final byte[] chunk;
    private final boolean async;
    private long left;

    CountedStream(long chunks, byte[] chunk, boolean async) {
        this.left = chunks;
        this.chunk = chunk;
        this.async = async;
    }

    @Override
    public long id() {
        return 3;
    }

    @Override
    public Initiator initiator() {
        return Initiator.PEER;
    }

    @Override
    public QuicConnectionGroup group() {
        throw new UnsupportedOperationException("in memory there is no group");
    }

    @Override
    public synchronized CompletableFuture<Chunk> receive(int min, int max) {
        // Every other stream tells its end with the last bytes, the others behind them.
        boolean with = chunk.length % 2 == 0;
        boolean last = left == 0 || with && left == 1;
        ByteBuffer data = left == 0 ? ByteBuffer.allocate(0) : ByteBuffer.wrap(chunk.clone());
        left = Math.max(0, left - 1);
        Chunk next = new Chunk(data, last);
        return async ? CompletableFuture.supplyAsync(() -> next) : CompletableFuture.completedFuture(next);
    }

    @Override
    public void stopSending(long code) {}
}
