package dev.quiver.cli.compare.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on the loopback that knows CONNECT alone (RFC 9110 §9.3.6) and leads to one server, whatever it is asked for:
 * by it clients over TCP go where they cannot be sent otherwise. It answers when the way to the server stands, so that its
 * clients wait for the way's round trip as they would for TCP's own handshake.
 */
final class TcpTunnel implements AutoCloseable {
    private static final int LONGEST_HEAD = 64 * 1024;

    private final ServerSocketChannel door;
    private final Dialer dialer;
    private final AtomicReference<@Nullable IOException> refusal = new AtomicReference<>();

    private TcpTunnel(ServerSocketChannel door, Dialer dialer) {
        this.door = door;
        this.dialer = dialer;
    }

    static TcpTunnel open(Dialer dialer) throws IOException {
        ServerSocketChannel door =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TcpTunnel tunnel = new TcpTunnel(door, dialer);
        daemon("compare-tunnel", tunnel::accept);
        return tunnel;
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) door.getLocalAddress();
    }

    /** Why the server could not be reached since it was asked last, or null. */
    @Nullable
    IOException takeRefusal() {
        return refusal.getAndSet(null);
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel client = door.accept();
                daemon("compare-connect", () -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(SocketChannel client) {
        try {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            readHead(client);
            SocketChannel server;
            try {
                server = dialer.dial();
            } catch (IOException e) {
                refusal.set(e);
                say(client, "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
                Splice.close(client);
                return;
            }
            say(client, "HTTP/1.1 200 OK\r\n\r\n");
            Splice.join(client, server);
        } catch (IOException e) {
            Splice.close(client);
        }
    }

    /** To the empty line and no further: what follows is the tunnel's. */
    private static void readHead(SocketChannel client) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        int last = 0;
        for (int length = 0; length < LONGEST_HEAD; length++) {
            one.clear();
            if (client.read(one) < 0) {
                throw new IOException("closed before it asked for anything");
            }
            last = last << 8 | one.get(0) & 0xff;
            if (last == 0x0d0a0d0a) {
                return;
            }
        }
        throw new IOException("no request");
    }

    private static void say(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets no more in. What was joined goes on until its ends are closed. */
    @Override
    public void close() throws IOException {
        door.close();
    }
}
