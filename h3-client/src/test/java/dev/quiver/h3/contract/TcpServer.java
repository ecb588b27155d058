package dev.quiver.h3.contract;

import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Serves routes over TLS by HTTP/2 and HTTP/1.1. */
public final class TcpServer implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;

    /** Starts on a free port of the loopback. */
    TcpServer(TestCertificate certificate, Routes routes) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(200, 4);
        threads.setName("contract-tcp");
        threads.setDaemon(true);
        // Routes block for as long as they like: none may take the place of who reads the connection.
        threads.setReservedThreads(0);
        server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "k", certificate.privateKey(), new char[0], certificate.chain().toArray(X509Certificate[]::new));
        tls.setKeyStore(keys);
        tls.setKeyStorePassword("");
        tls.setSniRequired(false);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        connector = new ServerConnector(
                server,
                1,
                1,
                new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(configuration),
                new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setStopTimeout(0);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                TcpReply reply = new TcpReply(request, response, callback);
                try {
                    routes.answer(new TcpAsk(request), reply);
                } catch (Exception failed) {
                    reply.fail(failed);
                }
                return true;
            }
        });
        server.start();
    }

    URI uri(String path) {
        return URI.create("https://localhost:" + connector.getLocalPort() + path);
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    private record TcpAsk(Request request) implements Ask {
        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String path() {
            return Request.getPathInContext(request);
        }

        @Override
        public Map<String, String> query() {
            return parsed(request.getHttpURI().getQuery());
        }

        @Override
        public Map<String, List<String>> fields() {
            Map<String, List<String>> all = new TreeMap<>();
            for (HttpField field : request.getHeaders()) {
                all.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new java.util.ArrayList<>())
                        .add(field.getValue());
            }
            return all;
        }

        @Override
        public String protocol() {
            return request.getConnectionMetaData().getHttpVersion().asString();
        }

        @Override
        public byte[] body() throws IOException {
            return Content.Source.asInputStream(request).readAllBytes();
        }
    }

    /** A query's parameters. */
    static Map<String, String> parsed(String query) {
        Map<String, String> all = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int at = pair.indexOf('=');
            all.put(
                    at < 0 ? pair : pair.substring(0, at),
                    at < 0 ? "" : URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
        }
        return all;
    }

    private record TcpReply(Request request, Response response, Callback callback) implements Reply {
        @Override
        public void informational(int status, String... namesAndValues) throws Exception {
            HttpFields.Mutable fields = HttpFields.build();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                fields.add(namesAndValues[i], namesAndValues[i + 1]);
            }
            response.writeInterim(status, fields).get();
        }

        @Override
        public void head(int status, String... namesAndValues) {
            response.setStatus(status);
            for (int i = 0; i < namesAndValues.length; i += 2) {
                response.getHeaders().add(namesAndValues[i], namesAndValues[i + 1]);
            }
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            Content.Sink.write(response, false, ByteBuffer.wrap(bytes));
        }

        @Override
        public void end() throws IOException {
            Content.Sink.write(response, true, ByteBuffer.allocate(0));
            callback.succeeded();
        }

        @Override
        public void abort() {
            fail(new IOException("broken off"));
        }

        void fail(Exception cause) {
            callback.failed(cause);
        }
    }
}
