package dev.quiver.testkit.relay;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The relay's sockets and the thread that reads them. What is to leave later waits in {@link Departures}. */
final class RelayLoop implements Runnable, AutoCloseable {
    private final InetSocketAddress server;
    private final Link toServer;
    private final Link toClient;
    private final DatagramTap tap;
    private final long origin = System.nanoTime();
    private final Selector selector;
    private final DatagramChannel front;
    private final InetSocketAddress address;
    private final Map<InetSocketAddress, Flow> flows = new ConcurrentHashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);
    private final Departures departures;
    private final Thread thread;
    private volatile boolean closed;

    RelayLoop(InetSocketAddress server, Link toServer, Link toClient, DatagramTap tap) throws IOException {
        this.server = server;
        this.tap = tap;
        this.toServer = toServer;
        this.toClient = toClient;
        this.selector = Selector.open();
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open();
            Flow.enlarge(channel);
            channel.bind(new InetSocketAddress(loopbackLike(server.getAddress()), 0));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            this.front = channel;
            this.address = (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            selector.close();
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
        String name = "quiver-relay-" + address.getPort();
        this.departures = new Departures(name + "-departures", origin);
        this.thread = new Thread(this, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static InetAddress loopbackLike(InetAddress server) throws IOException {
        return InetAddress.getByName(server instanceof Inet6Address ? "::1" : "127.0.0.1");
    }

    InetSocketAddress address() {
        return address;
    }

    int clients() {
        return flows.size();
    }

    void rebind(@Nullable InetAddress local) throws IOException {
        for (Flow flow : flows.values()) {
            flow.rebind(local);
        }
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                selector.select(this::ready);
            }
        } catch (IOException | ClosedSelectorException e) {
            if (!closed) {
                throw new IllegalStateException("the relay at " + address + " has lost its sockets", e);
            }
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.attachment() instanceof Flow.Door door) {
                fromServer(door);
            } else {
                fromClients();
            }
        } catch (PortUnreachableException e) {
            // The server is not there; its silence is what the client shall see, as through a real network.
        } catch (IOException e) {
            key.cancel();
        }
    }

    private void fromClients() throws IOException {
        while (true) {
            buffer.clear();
            InetSocketAddress client = (InetSocketAddress) front.receive(buffer);
            if (client == null) {
                return;
            }
            Flow flow = flows.get(client);
            if (flow == null) {
                flow = new Flow(client, server, selector);
                flows.put(client, flow);
            }
            pass(toServer, flow, Direction.TO_SERVER);
        }
    }

    private void fromServer(Flow.Door door) throws IOException {
        while (true) {
            buffer.clear();
            // An empty datagram reads as 0 like nothing at all; QUIC has none.
            if (door.channel().read(buffer) <= 0) {
                return;
            }
            if (door.channel() == door.flow().upstream()) {
                pass(toClient, door.flow(), Direction.TO_CLIENT);
            } else {
                toClient.strayed(buffer.position());
            }
        }
    }

    private void pass(Link link, Flow flow, Direction direction) {
        buffer.flip();
        if (!tap.passes(direction, flow.client(), buffer.asReadOnlyBuffer())) {
            link.tapped(buffer.remaining());
            return;
        }
        long now = System.nanoTime() - origin;
        Fate fate = link.next(now, buffer.remaining());
        if (fate.verdict() != Fate.Verdict.FORWARDED) {
            return;
        }
        if (fate.flippedBit() >= 0) {
            int at = fate.flippedBit() >> 3;
            buffer.put(at, (byte) (buffer.get(at) ^ 1 << (fate.flippedBit() & 7)));
        }
        boolean atOnce = fate.departNanos() <= now && departures.isEmpty();
        @Nullable
        ByteBuffer kept = atOnce
                ? null
                : ByteBuffer.allocate(buffer.remaining())
                        .put(buffer.duplicate())
                        .flip();
        for (int copy = 0; copy < fate.copies(); copy++) {
            if (kept == null) {
                send(link, flow, direction, buffer.duplicate());
            } else {
                ByteBuffer datagram = kept.duplicate();
                departures.add(fate.departNanos(), () -> send(link, flow, direction, datagram));
            }
        }
    }

    private void send(Link link, Flow flow, Direction direction, ByteBuffer datagram) {
        int bytes = datagram.remaining();
        // Whoever has received the datagram finds it in the books.
        synchronized (link) {
            try {
                int sent = direction == Direction.TO_SERVER
                        ? flow.upstream().write(datagram)
                        : front.send(datagram, flow.client());
                if (sent == bytes) {
                    link.sent(bytes);
                } else {
                    link.refused();
                }
            } catch (IOException e) {
                link.refused();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        Threads.join(thread);
        departures.close();
        try {
            front.close();
            for (Flow flow : flows.values()) {
                flow.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new IllegalStateException("the relay at " + address + " could not close its sockets", e);
        }
    }
}
