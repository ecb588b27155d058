package dev.quiver.cli.compare.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** Two connections made one: what comes on either goes out on the other, ends included. Two daemon threads. */
final class Splice {
    private static final int CHUNK = 64 * 1024;

    private final AtomicInteger ended = new AtomicInteger();

    private Splice() {}

    /** Returns at once; both are closed when both ways have ended, or one broke. */
    static void join(SocketChannel one, SocketChannel other) {
        Splice splice = new Splice();
        splice.start(one, other);
        splice.start(other, one);
    }

    private void start(SocketChannel from, SocketChannel to) {
        Thread thread = new Thread(() -> copy(from, to), "compare-splice");
        thread.setDaemon(true);
        thread.start();
    }

    private void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
            if (ended.incrementAndGet() == 2) {
                close(from, to);
            }
        } catch (IOException e) {
            close(from, to);
        }
    }

    /** Closes both, whatever comes of it. */
    static void close(SocketChannel... channels) {
        for (SocketChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing is left to be done about it.
            }
        }
    }
}
