package dev.quiver.urlsession.internal.coding;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The codings of one response undone, the last applied first, a piece of output at a time: nothing is decoded before it
 * is asked for, so that what waits is never more than the input given and one buffer a coding. Not thread-safe.
 */
public final class DecodingChain implements AutoCloseable {
    private static final int PIECE = 16 * 1024;

    private static final class Stage {
        final ContentCoding coding;
        final ContentDecoder decoder;
        // What the stage before it made and it has not yet used.
        final ByteBuffer between = ByteBuffer.allocate(PIECE).limit(0);
        long decoded;

        Stage(ContentCoding coding) {
            this.coding = coding;
            this.decoder = coding.newDecoder();
        }
    }

    private final List<Stage> stages = new ArrayList<>();
    private final ExpansionLimit limit;
    private long received;
    private boolean closed;

    /** @param codings as {@code Content-Encoding} lists them: in the order in which they were applied */
    public DecodingChain(List<ContentCoding> codings, ExpansionLimit limit) {
        if (codings.isEmpty()) {
            throw new IllegalArgumentException("nothing to decode");
        }
        this.limit = limit;
        List<ContentCoding> outermostFirst = new ArrayList<>(codings);
        Collections.reverse(outermostFirst);
        outermostFirst.forEach(coding -> stages.add(new Stage(coding)));
    }

    /**
     * Decodes the next piece.
     *
     * @param input what was received; its position moves over what was used
     * @return a new buffer with some bytes, or null when all that was given in is decoded
     * @throws MalformedContentException if it cannot be decoded or grows beyond the limit
     */
    public @Nullable ByteBuffer next(ByteBuffer input) throws MalformedContentException {
        ByteBuffer output = ByteBuffer.allocate(PIECE);
        int before = input.remaining();
        pull(stages.size() - 1, input, output);
        received += before - input.remaining();
        return output.position() == 0 ? null : output.flip();
    }

    /** Fills the output from stage {@code index}, and it from the one before it, until nothing moves. */
    private void pull(int index, ByteBuffer input, ByteBuffer output) throws MalformedContentException {
        Stage stage = stages.get(index);
        ByteBuffer source = index == 0 ? input : stage.between;
        int usedBefore = input.position();
        while (output.hasRemaining()) {
            if (index > 0 && !source.hasRemaining()) {
                source.clear();
                pull(index - 1, input, source);
                source.flip();
            }
            int given = output.position();
            boolean fed = source.hasRemaining();
            stage.decoder.decode(source, output);
            stage.decoded += output.position() - given;
            limit.check(received + input.position() - usedBefore, stage.decoded);
            if (!fed || index == 0) {
                return;
            }
        }
    }

    /**
     * Checks that the content may end here.
     *
     * @throws MalformedContentException if one of the codings was cut off
     */
    public void end() throws MalformedContentException {
        for (Stage stage : stages) {
            if (!stage.decoder.mayEnd()) {
                throw new MalformedContentException(stage.coding + ": the content ends in the middle of the coding");
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stages.forEach(stage -> stage.decoder.close());
        }
    }
}
