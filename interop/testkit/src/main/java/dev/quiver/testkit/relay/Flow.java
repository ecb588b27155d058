package dev.quiver.testkit.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client's way through the relay: its address, and the socket by which the server knows it. */
final class Flow {
    private static final int BUFFER_BYTES = 4 << 20;

    private final InetSocketAddress client;
    private final InetSocketAddress server;
    private final Selector selector;
    private final List<DatagramChannel> left = new ArrayList<>();
    private volatile DatagramChannel upstream;

    Flow(InetSocketAddress client, InetSocketAddress server, Selector selector) throws IOException {
        this.client = client;
        this.server = server;
        this.selector = selector;
        this.upstream = open(null);
    }

    private DatagramChannel open(@Nullable InetAddress local) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            enlarge(channel);
            channel.configureBlocking(false);
            if (local != null) {
                channel.bind(new InetSocketAddress(local, 0));
            }
            channel.connect(server);
            channel.register(selector, SelectionKey.OP_READ, new Door(this, channel));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The system's default holds some 200 KB: less than one burst of a window at full speed. */
    static void enlarge(DatagramChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
    }

    /** A socket of this flow, as the selector knows it. */
    record Door(Flow flow, DatagramChannel channel) {}

    InetSocketAddress client() {
        return client;
    }

    DatagramChannel upstream() {
        return upstream;
    }

    /**
     * Takes another port towards the server, at this address or else the system's choice. The old socket stays open and its mail is thrown away: closing it would
     * make the system answer the server with port-unreachable, which a NAT does not.
     */
    synchronized void rebind(@Nullable InetAddress local) throws IOException {
        DatagramChannel next = open(local);
        left.add(upstream);
        upstream = next;
    }

    synchronized void close() throws IOException {
        upstream.close();
        for (DatagramChannel channel : left) {
            channel.close();
        }
    }
}
