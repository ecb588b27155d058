package dev.quiver.cli;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The TCP side of an origin: HTTP/1.1 over TLS with bodies by path, 404 elsewhere. */
final class TcpOrigin implements AutoCloseable {
    private final Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    private final List<Map<String, List<String>>> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final HttpsServer server;

    TcpOrigin(TestCertificate certificate, int port) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "k", certificate.privateKey(), new char[0], certificate.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] sent = exchange.getRequestBody().readAllBytes();
                requests.add(Map.copyOf(exchange.getRequestHeaders()));
                byte[] body = exchange.getRequestURI().getPath().equals("/echo")
                        ? sent
                        : bodies.get(exchange.getRequestURI().getPath());
                if (body == null) {
                    exchange.sendResponseHeaders(404, -1);
                } else {
                    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                }
            }
        });
        server.setExecutor(workers);
        server.start();
    }

    TcpOrigin serve(String path, byte[] body) {
        bodies.put(path, body);
        return this;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The fields of each request, by names in any case. */
    List<Map<String, List<String>>> requests() {
        List<Map<String, List<String>>> all = new ArrayList<>();
        for (Map<String, List<String>> request : requests) {
            Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            fields.putAll(request);
            all.add(fields);
        }
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
