package dev.quiver.peers;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What does a proxy's work, over plain HTTP/1.1: {@code /work} is answered with a line of the method, the length and the
 * digest of what came; {@code /kept/…} keeps what is PUT. It outlives the proxy, and knows what was done.
 */
final class Backend implements AutoCloseable {
    private final com.sun.net.httpserver.HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> done = new ConcurrentHashMap<>();
    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

    private Backend() throws IOException {
        server = com.sun.net.httpserver.HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setExecutor(threads);
        server.createContext("/work", this::work);
        server.createContext("/kept/", this::keep);
        server.start();
    }

    static Backend start() {
        try {
            return new Backend();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How often the work of each target was done so far. */
    Map<String, Integer> done() {
        return Map.copyOf(done);
    }

    private void work(HttpExchange exchange) throws IOException {
        var digest = Digests.sha256();
        long bytes = 0;
        try (InputStream in = exchange.getRequestBody()) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                bytes += n;
            }
        }
        done.merge(exchange.getRequestURI().toString(), 1, Integer::sum);
        String line =
                exchange.getRequestMethod() + " " + bytes + " " + HexFormat.of().formatHex(digest.digest()) + "\n";
        answer(exchange, 200, line.getBytes(StandardCharsets.US_ASCII));
    }

    private void keep(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod()) {
            case "PUT" ->
                answer(
                        exchange,
                        kept.put(path, exchange.getRequestBody().readAllBytes()) == null ? 201 : 204,
                        new byte[0]);
            case "DELETE" -> answer(exchange, kept.remove(path) == null ? 404 : 204, new byte[0]);
            default -> answer(exchange, kept.containsKey(path) ? 200 : 404, kept.getOrDefault(path, new byte[0]));
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            boolean silent = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
            if (silent) {
                if (status != 204) {
                    exchange.getResponseHeaders().set("content-length", String.valueOf(body.length));
                }
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
