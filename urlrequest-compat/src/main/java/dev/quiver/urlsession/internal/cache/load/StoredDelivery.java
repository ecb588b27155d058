package dev.quiver.urlsession.internal.cache.load;

import dev.quiver.urlsession.internal.cache.store.BodyReading;
import dev.quiver.urlsession.internal.load.Demand;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Gives a stored body on demand. All calls come in the load's turn; reading from files happens elsewhere. */
final class StoredDelivery {
    /** Who the body is for. */
    interface Receiver {
        /** Runs this in the load's turn. */
        void inTurn(Runnable step);

        void stored(ByteBuffer piece);

        void storedEnded();

        void storedFailed(IOException damaged);
    }

    private final @Nullable BodyReading body;
    private final Executor readers;
    private final Receiver receiver;
    private long left;
    private final Demand wanted = new Demand();
    private boolean reading;
    private boolean closed;

    /** @param body or null for a response without one */
    StoredDelivery(@Nullable BodyReading body, long length, Executor readers, Receiver receiver) {
        this.body = body;
        this.left = body == null ? 0 : length;
        this.readers = readers;
        this.receiver = receiver;
    }

    void request(long pieces) {
        wanted.add(pieces);
        go();
    }

    /** Gives what may go. Called once at the beginning too: a body without bytes ends unasked. */
    void go() {
        BodyReading source = body;
        while (!closed && !reading) {
            if (left == 0 || source == null) {
                close();
                receiver.storedEnded();
                return;
            }
            if (wanted.open() == 0) {
                return;
            }
            if (source.isSlow()) {
                reading = true;
                readers.execute(() -> readElsewhere(source));
                return;
            }
            try {
                give(source.next());
            } catch (IOException damaged) {
                fail(damaged);
            }
        }
    }

    void close() {
        closed = true;
        if (body != null && !reading) {
            body.close();
        }
    }

    private void readElsewhere(BodyReading source) {
        ByteBuffer piece;
        try {
            piece = source.next();
        } catch (IOException damaged) {
            receiver.inTurn(() -> {
                reading = false;
                fail(damaged);
            });
            return;
        }
        receiver.inTurn(() -> {
            reading = false;
            if (closed) {
                source.close();
                return;
            }
            try {
                give(piece);
            } catch (IOException damaged) {
                fail(damaged);
            }
            go();
        });
    }

    private void give(@Nullable ByteBuffer piece) throws IOException {
        if (piece == null) {
            throw new IOException("a stored body is shorter than it was");
        }
        left -= piece.remaining();
        wanted.take();
        receiver.stored(piece);
    }

    private void fail(IOException damaged) {
        boolean told = closed;
        close();
        if (!told) {
            receiver.storedFailed(damaged);
        }
    }
}
