package dev.quiver.benchmarks.peer;

import java.util.concurrent.CompletableFuture;

/**
 * One client under test: a client of its own, with one connection to one origin. Bodies are counted as they come, never
 * kept. Safe to use from any thread. The futures complete on whatever thread the client completes on: the harness starts
 * the next request right there.
 */
public interface Peer extends AutoCloseable {
    /** A GET. */
    CompletableFuture<Reply> get(String path);

    /** A PUT of so many zero bytes, handed over in pieces of 64 KiB as the client asks for them. */
    CompletableFuture<Reply> put(String path, long bytes);

    /** Ends the client and its connections. */
    @Override
    void close() throws Exception;
}
