package dev.quiver.cli.compare.link;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Opens a connection that leads to the server, by whatever way. */
@FunctionalInterface
interface Dialer {
    /** Returns when bytes can be sent; the caller closes it. */
    SocketChannel dial() throws IOException;
}
