package dev.quiver.quic;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between one client and a server on loopback, remembers what the client sent, and can send it again. */
final class RecordingRelay implements AutoCloseable {
    private final DatagramSocket front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final DatagramSocket back = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final List<byte[]> fromClient = new CopyOnWriteArrayList<>();
    private final Thread forth = new Thread(this::forth, "relay-forth");
    private final Thread backwards = new Thread(this::back, "relay-back");
    private volatile SocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    RecordingRelay(int serverPort) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        forth.start();
        backwards.start();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) front.getLocalSocketAddress();
    }

    /** Sends all that the client ever sent to the server, from another address. */
    void repeat() throws IOException {
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (byte[] datagram : fromClient) {
                other.send(new DatagramPacket(datagram, datagram.length, server));
            }
        }
    }

    private void forth() {
        byte[] buffer = new byte[65536];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                front.receive(packet);
                client = packet.getSocketAddress();
                fromClient.add(Arrays.copyOf(buffer, packet.getLength()));
                back.send(new DatagramPacket(buffer, packet.getLength(), server));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void back() {
        byte[] buffer = new byte[65536];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                back.receive(packet);
                front.send(new DatagramPacket(buffer, packet.getLength(), client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() throws InterruptedException {
        front.close();
        back.close();
        forth.join();
        backwards.join();
    }
}
