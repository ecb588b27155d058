import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnector;
import tech.kwik.flupke.server.Http3ApplicationProtocolFactory;

/** {@code KwikServer ADDRESS PORT KEYSTORE FILES [--retry] [--alpn hq-interop]}: HTTP/3 by flupke on kwik. */
public final class KwikServer {
    private static final char[] PASSWORD = "quiver".toCharArray();

    private KwikServer() {}

    public static void main(String[] arguments) throws Exception {
        Path files = Path.of(arguments[3]);
        List<String> options = List.of(arguments).subList(4, arguments.length);
        boolean hq = options.equals(List.of("--alpn", Hq.NAME));
        if (!hq && !options.isEmpty() && !options.equals(List.of("--retry"))) {
            throw new IllegalArgumentException("--retry or --alpn " + Hq.NAME + ", not " + options);
        }
        ServerConnectionConfig config = ServerConnectionConfig.builder()
                .maxIdleTimeoutInSeconds(30)
                .maxConnectionBufferSize(24 << 20)
                .maxBidirectionalStreamBufferSize(16 << 20)
                .maxUnidirectionalStreamBufferSize(1 << 20)
                .maxOpenPeerInitiatedBidirectionalStreams(1000)
                .maxOpenPeerInitiatedUnidirectionalStreams(100)
                .retryRequired(options.contains("--retry"))
                .build();
        ServerConnector server = ServerConnector.builder()
                .withSocket(new DatagramSocket(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]))))
                .withKeyStore(keys(Path.of(arguments[2])), "leaf", PASSWORD)
                .withConfiguration(config)
                .withSupportedVersions(List.of(QuicConnection.QuicVersion.V1, QuicConnection.QuicVersion.V2))
                .withLogger(new NullLogger())
                .build();
        Http3ApplicationProtocolFactory http3 = new Http3ApplicationProtocolFactory(new Answers(files));
        http3.setMaxHeaderSize(256 << 10);
        http3.setMaxDataSize(Long.MAX_VALUE);
        server.registerApplicationProtocol(Http3ApplicationProtocolFactory.HTTP3_PROTOCOL_ID, http3);
        if (hq) {
            server.registerApplicationProtocol(Hq.NAME, new Hq(files));
        }
        server.start();
        // Its threads may all be daemons.
        Thread.currentThread().join();
    }

    private static KeyStore keys(Path file) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        } catch (IOException e) {
            throw new IOException("cannot read " + file, e);
        }
        return keys;
    }
}
