package dev.quiver.cli.compare;

/** One client with its connections, asked the same thing again and again. Used by one thread. */
public interface Contender extends AutoCloseable {
    /**
     * One exchange: the first opens a connection, the next find it. Never throws for what the network does; when the calling
     * thread is interrupted it gives up and says {@code CANCELLED}.
     */
    Sample exchange();

    /** Gives up the connections. */
    @Override
    void close();
}
