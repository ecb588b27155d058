package dev.quiver.quic;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A UDP relay that gives each address of the client one of its own towards the server; {@link #cut} makes those dead. */
final class NatRelay implements AutoCloseable {
    private final DatagramSocket front = new DatagramSocket(0, InetAddress.getByName("0.0.0.0"));
    private final InetSocketAddress server;
    private final List<Thread> threads = new ArrayList<>();
    // Guarded by this.
    private Way way = new Way(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    private boolean cut;

    /** From one address of the client to the server and back. */
    private record Way(SocketAddress client, DatagramSocket back) {
        private Way(SocketAddress client) throws IOException {
            this(client, new DatagramSocket(0, InetAddress.getLoopbackAddress()));
        }
    }

    NatRelay(int serverPort) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        run(this::forth);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), front.getLocalPort());
    }

    /** Nothing comes or goes any more by the way in use; another address of the client opens another. */
    synchronized void cut() {
        cut = true;
        way.back.close();
    }

    private synchronized DatagramSocket towardsServer(SocketAddress client) throws IOException {
        if (!client.equals(way.client)) {
            way.back.close();
            Way made = new Way(client);
            way = made;
            cut = false;
            run(() -> back(made));
        }
        return way.back;
    }

    private synchronized boolean isCut(SocketAddress client) {
        return cut && client.equals(way.client);
    }

    private void forth() throws IOException {
        byte[] buffer = new byte[65536];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            front.receive(packet);
            // A single byte is the probe of a closed port, from a socket of its own.
            if (packet.getLength() > 1 && !isCut(packet.getSocketAddress())) {
                DatagramSocket back = towardsServer(packet.getSocketAddress());
                try {
                    back.send(new DatagramPacket(buffer, packet.getLength(), server));
                } catch (IOException e) {
                    // Cut meanwhile.
                }
            }
        }
    }

    private void back(Way from) throws IOException {
        byte[] buffer = new byte[65536];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            from.back.receive(packet);
            front.send(new DatagramPacket(buffer, packet.getLength(), from.client));
        }
    }

    private interface Forwarding {
        void run() throws IOException;
    }

    private synchronized void run(Forwarding forwarding) {
        Thread thread = new Thread(
                () -> {
                    try {
                        forwarding.run();
                    } catch (IOException e) {
                        // Closed.
                    }
                },
                "nat-relay");
        threads.add(thread);
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        front.close();
        List<Thread> all;
        synchronized (this) {
            way.back.close();
            all = List.copyOf(threads);
        }
        for (Thread thread : all) {
            thread.join();
        }
    }
}
