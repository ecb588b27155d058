import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.http3.server.HTTP3ServerConnectionFactory;
import org.eclipse.jetty.http3.server.HTTP3ServerQuicConfiguration;
import org.eclipse.jetty.quic.quiche.server.QuicheServerConnector;
import org.eclipse.jetty.quic.quiche.server.QuicheServerQuicConfiguration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * {@code JettyServer ADDRESS PORT KEYSTORE FILES PEMS [--tcp-only]}: HTTP/3 on UDP, HTTP/2 and 1.1 on TCP, one port. TCP can
 * be shared with another such server.
 */
public final class JettyServer {
    private JettyServer() {}

    public static void main(String[] arguments) throws Exception {
        InetSocketAddress address = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(arguments[2]);
        tls.setKeyStorePassword("quiver");
        HttpConfiguration http = new HttpConfiguration();
        // Clients send no SNI for an address or for a name without a dot.
        http.addCustomizer(new SecureRequestCustomizer(false));

        // A thread a request, which waits for its body: with fewer than the requests at once none is left that could
        // read the packets with those bodies.
        Server server = new Server(new QueuedThreadPool(1500));
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(1000);
        ServerConnector tcp = new ServerConnector(
                server,
                new SslConnectionFactory(tls, "alpn"),
                new ALPNServerConnectionFactory("h2", "http/1.1"),
                http2,
                new HttpConnectionFactory(http));
        tcp.setHost(address.getHostString());
        tcp.setPort(address.getPort());
        tcp.setReusePort(true);
        server.addConnector(tcp);

        if (arguments.length == 5) {
            server.addConnector(quic(server, tls, http, address, Path.of(arguments[4])));
        }

        server.setHandler(new Work(Path.of(arguments[3]), address.getPort()));
        // SIGTERM ends it in good order, within so long.
        server.setStopAtShutdown(true);
        server.setStopTimeout(1000);
        server.start();
    }

    private static QuicheServerConnector quic(
            Server server, SslContextFactory.Server tls, HttpConfiguration http, InetSocketAddress address, Path pems)
            throws IOException {
        QuicheServerQuicConfiguration quic = HTTP3ServerQuicConfiguration.configure(
                new QuicheServerQuicConfiguration(Files.createDirectories(pems)));
        // Its defaults are for one page; a large upload would measure them.
        quic.setSessionMaxData(24 << 20);
        quic.setRemoteBidirectionalStreamMaxData(16 << 20);
        QuicheServerConnector udp =
                new QuicheServerConnector(server, tls, quic, new HTTP3ServerConnectionFactory(http));
        udp.setHost(address.getHostString());
        udp.setPort(address.getPort());
        return udp;
    }
}
