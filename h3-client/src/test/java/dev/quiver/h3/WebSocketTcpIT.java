package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WebSockets where HTTP/3 is not to be had for them: the JDK's client, under this client's trust. */
@Timeout(120)
class WebSocketTcpIT {
    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    private SSLServerSocket tcp;

    @BeforeEach
    void start() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "k", certificate.privateKey(), new char[0], certificate.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        tcp = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread server = new Thread(this::serve, "tcp-websocket");
        server.setDaemon(true);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        tcp.close();
    }

    /** Says "by tcp" and closes; refuses the path /403. */
    private void serve() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                String first = in.readLine();
                String key = "";
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                        key = line.substring(line.indexOf(':') + 1).strip();
                    }
                }
                answer(socket.getOutputStream(), String.valueOf(first), key);
                socket.getInputStream().read(new byte[64]);
            } catch (Exception next) {
                // A client that went away, or the end of the test.
            }
        }
    }

    private static void answer(OutputStream out, String first, String key) throws Exception {
        if (first.contains("/403")) {
            out.write("HTTP/1.1 403 Forbidden\r\nx-refused-by: tcp\r\ncontent-length: 2\r\n\r\nno"
                    .getBytes(StandardCharsets.ISO_8859_1));
        } else {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1));
            out.write(("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
                            + "sec-websocket-accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(new byte[] {(byte) 0x81, 6, 'b', 'y', ' ', 't', 'c', 'p', (byte) 0x88, 2, 0x0f, (byte) 0xa0});
        }
        out.flush();
    }

    private URI uri(String path) {
        return URI.create("wss://localhost:" + tcp.getLocalPort() + path);
    }

    private H3Client client() {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(certificate.root()))
                .build();
    }

    private void speaksByTcp(H3Client client, String reason) throws Exception {
        WebSocketRecorder heard = new WebSocketRecorder();
        H3WebSocket webSocket = (H3WebSocket)
                client.newWebSocketBuilder().buildAsync(uri("/"), heard).get(30, TimeUnit.SECONDS);
        assertThat(heard.next()).isEqualTo("open");
        assertThat(heard.next()).isEqualTo("text by tcp");
        assertThat(heard.next()).isEqualTo("close 4000 ");
        assertThat(webSocket.protocol()).isEqualTo(Protocol.HTTP_1_1);
        assertThat(webSocket.route().winner()).isEqualTo(Route.Via.TCP);
        assertThat(webSocket.route().toString()).contains(reason);
    }

    @Test
    void whereThereIsNoQuic() throws Exception {
        try (H3Client client = client()) {
            speaksByTcp(client, "quic failed");
        }
    }

    @Test
    void whereTheServersHttp3DoesNotAllowIt() throws Exception {
        try (TestServer quic = TestServer.newBuilder()
                        .port(tcp.getLocalPort())
                        .certificate(certificate)
                        .extendedConnect(false)
                        .start();
                H3Client client = client()) {
            speaksByTcp(client, "SETTINGS_ENABLE_CONNECT_PROTOCOL");
            assertThat(quic.requests()).isEmpty();
        }
    }

    @Test
    void aRefusalIsReadable() {
        try (H3Client client = client()) {
            assertThat(catchThrowable(() -> client.newWebSocketBuilder()
                            .buildAsync(uri("/403"), new WebSocketRecorder())
                            .get(30, TimeUnit.SECONDS)))
                    .cause()
                    .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                        assertThat(refused.getResponse().statusCode()).isEqualTo(403);
                        assertThat(refused.getResponse().headers().firstValue("x-refused-by"))
                                .hasValue("tcp");
                        assertThat(refused.getResponse().body()).isEqualTo("no");
                    });
        }
    }
}
