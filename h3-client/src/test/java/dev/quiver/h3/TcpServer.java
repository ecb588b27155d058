package dev.quiver.h3;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The TCP side of an origin: HTTP/1.1 over TLS, which may name alternative services. */
final class TcpServer implements AutoCloseable {
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> priorities = new CopyOnWriteArrayList<>();
    private final HttpsServer server;
    private volatile String altSvc;

    TcpServer(TestCertificate certificate) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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
            priorities.addAll(exchange.getRequestHeaders().getOrDefault("Priority", List.of()));
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getRequestBody().readAllBytes();
            byte[] answer = "by tcp".getBytes(StandardCharsets.UTF_8);
            if (altSvc != null) {
                exchange.getResponseHeaders().add("Alt-Svc", altSvc);
            }
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.setExecutor(workers);
        server.start();
    }

    /** What every response says from now on. */
    void altSvc(String value) {
        altSvc = value;
    }

    /** Method and target of each request. */
    List<String> requests() {
        return requests;
    }

    /** The {@code priority} fields that came. */
    List<String> priorities() {
        return priorities;
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI uri(String path) {
        return URI.create("https://localhost:" + port() + path);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
