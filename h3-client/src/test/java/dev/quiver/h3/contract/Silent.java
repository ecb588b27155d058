package dev.quiver.h3.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A TCP port that takes no more connections and refuses none: its backlog is full. */
final class Silent implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> full = new ArrayList<>();

    Silent(int port) throws IOException {
        listener = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        while (true) {
            Socket socket = new Socket();
            full.add(socket);
            try {
                socket.connect(listener.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException isFull) {
                return;
            }
        }
    }

    URI uri() {
        return URI.create(
                "https://127.0.0.1:" + ((InetSocketAddress) listener.getLocalSocketAddress()).getPort() + "/");
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : full) {
            socket.close();
        }
        listener.close();
    }
}
