package dev.quiver.cli.compare.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * One end of the link for TCP, in its own network namespace and so in its own process: TCP over the link towards the other
 * end, a Unix socket towards this program, which namespaces do not part. Needs this package and the JDK alone.
 *
 * <pre>near UNIX-SOCKET ADDRESS PORT    what comes by the socket goes over the link
 * far UNIX-SOCKET ADDRESS PORT     what comes over the link goes by the socket</pre>
 */
final class Hop {
    /** What the near end says by the Unix socket when its connection over the link stands. */
    static final byte STANDS = 1;

    private Hop() {}

    /** Ends when the process is ended. */
    public static void main(String[] words) throws IOException {
        UnixDomainSocketAddress own = UnixDomainSocketAddress.of(words[1]);
        InetSocketAddress link = new InetSocketAddress(words[2], Integer.parseInt(words[3]));
        if (words[0].equals("near")) {
            serve(ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(own), client -> near(client, link));
        } else {
            serve(ServerSocketChannel.open().bind(link), client -> far(client, own));
        }
    }

    private interface Greeting {
        void meet(SocketChannel client) throws IOException;
    }

    private static void serve(ServerSocketChannel door, Greeting greeting) throws IOException {
        System.out.println("READY");
        while (true) {
            SocketChannel client = door.accept();
            TcpTunnel.daemon("hop", () -> {
                try {
                    greeting.meet(client);
                } catch (IOException e) {
                    Splice.close(client);
                }
            });
        }
    }

    private static void near(SocketChannel client, InetSocketAddress link) throws IOException {
        SocketChannel over = SocketChannel.open(link);
        over.setOption(StandardSocketOptions.TCP_NODELAY, true);
        client.write(ByteBuffer.wrap(new byte[] {STANDS}));
        Splice.join(client, over);
    }

    private static void far(SocketChannel client, UnixDomainSocketAddress own) throws IOException {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Splice.join(client, SocketChannel.open(own));
    }
}
