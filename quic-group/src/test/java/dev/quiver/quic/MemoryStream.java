package dev.quiver.quic;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** One end of a bidirectional stream in memory. */
public final class MemoryStream implements BidirectionalStream {
    private final MemoryPipe out;
    private final MemoryPipe in;
    private final Initiator initiator;
    private final List<String> ends = new CopyOnWriteArrayList<>();

    private MemoryStream(MemoryPipe out, MemoryPipe in, Initiator initiator) {
        this.out = out;
        this.in = in;
        this.initiator = initiator;
    }

    /** The two ends. */
    public record Pair(MemoryStream here, MemoryStream there) {}

    /**
     * @param seed of where received chunks are cut
     * @param window how many bytes each way may be sent and not received
     */
    public static Pair pair(long seed, int window) {
        MemoryPipe out = new MemoryPipe(new Random(seed), window);
        MemoryPipe back = new MemoryPipe(new Random(seed + 1), window);
        return new Pair(new MemoryStream(out, back, Initiator.LOCAL), new MemoryStream(back, out, Initiator.PEER));
    }

    @Override
    public long id() {
        return 0;
    }

    @Override
    public Initiator initiator() {
        return initiator;
    }

    @Override
    public QuicConnectionGroup group() {
        throw new UnsupportedOperationException("in memory there is no group");
    }

    @Override
    public CompletableFuture<Void> send(ByteBuffer data) {
        return out.send(data);
    }

    @Override
    public CompletableFuture<Void> send(ByteBuffer data, boolean last) {
        if (last) {
            ends.add("with " + data.remaining());
        }
        CompletableFuture<Void> sent = out.send(data);
        return last ? out.send(null) : sent;
    }

    /** How this end was finished: alone, or with how many bytes. */
    public List<String> ends() {
        return ends;
    }

    @Override
    public CompletableFuture<Void> finish() {
        ends.add("alone");
        return out.send(null);
    }

    @Override
    public void reset(long code) {
        out.reset(code);
    }

    @Override
    public void priority(int urgency, boolean incremental) {}

    @Override
    public CompletableFuture<Chunk> receive(int min, int max) {
        return in.receive(min, max);
    }

    @Override
    public void stopSending(long code) {
        in.stop(code);
    }

    /** Whether this end has sent a FIN. */
    public boolean finished() {
        return out.finished();
    }

    /** The code of the RESET_STREAM that this end has sent, or null. */
    public Long resetCode() {
        return out.resetCode();
    }

    /** The code of the STOP_SENDING that this end has sent, or null. */
    public Long stopCode() {
        return in.stopCode();
    }

    /** How many bytes this end has received. */
    public long received() {
        return in.taken();
    }

    /** How many bytes this end could receive at once. */
    public int receivable() {
        return in.held();
    }

    @Override
    public String toString() {
        return "memory stream";
    }
}
