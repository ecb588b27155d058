package dev.quiver.h3.internal.tunnel;

import dev.quiver.h3.H3ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Bytes both ways, in order, with back-pressure. Safe to use from any thread. */
public interface Pipe {
    /** Registers what is told that {@link #poll} may have something new; told at once, and never blocking. */
    void onReadable(Runnable reader);

    /** The next bytes, the caller's from now on; null if there are none now. What is not polled stalls the server. */
    @Nullable
    ByteBuffer poll();

    /** Whether nothing more will come. */
    boolean exhausted();

    /** Why it ended, or null where the server ended it well. */
    @Nullable
    IOException failure();

    /** Sends; the buffer is the pipe's. Completes when the transport has taken it, or fails with an IOException. */
    CompletableFuture<Void> send(ByteBuffer data);

    /** Ends this side behind what was sent. */
    void finish();

    /** Ends both sides at once, unsent bytes lost. */
    void reset(H3ErrorCode code);
}
