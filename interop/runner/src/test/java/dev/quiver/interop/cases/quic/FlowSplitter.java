package dev.quiver.interop.cases.quic;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** One address for two servers: a client socket reaches the one or the other, as it was decided when it was first heard of. */
final class FlowSplitter implements AutoCloseable {
    private final DatagramSocket front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<SocketAddress, DatagramSocket> flows = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** @param server where a new client socket leads to */
    FlowSplitter(Supplier<InetSocketAddress> server) throws IOException {
        threads.execute(() -> forth(server));
    }

    int port() {
        return front.getLocalPort();
    }

    private void forth(Supplier<InetSocketAddress> server) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
                front.receive(packet);
                SocketAddress client = packet.getSocketAddress();
                DatagramSocket flow = flows.get(client);
                if (flow == null) {
                    DatagramSocket opened = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                    opened.connect(server.get());
                    flows.put(client, opened);
                    threads.execute(() -> back(opened, client));
                    flow = opened;
                }
                flow.send(new DatagramPacket(packet.getData(), packet.getLength()));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void back(DatagramSocket flow, SocketAddress client) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
                flow.receive(packet);
                front.send(new DatagramPacket(packet.getData(), packet.getLength(), client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() {
        front.close();
        flows.values().forEach(DatagramSocket::close);
        threads.shutdownNow();
    }
}
