package dev.quiver.urlsession;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP/1.1 by hand on the loopback, one request a connection: what it answers is exactly what a test says. */
final class PlainServer implements AutoCloseable {
    /** Answers one request; the connection is closed when it returns. */
    interface Page {
        void answer(Map<String, String> fields, byte[] body, OutputStream out) throws IOException;
    }

    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket listening;

    PlainServer() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            while (!listening.isClosed()) {
                try {
                    Socket socket = listening.accept();
                    threads.execute(() -> serve(socket));
                } catch (IOException e) {
                    // Closed, or a client that went at once.
                }
            }
        });
    }

    PlainServer page(String path, Page page) {
        pages.put(path, page);
        return this;
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + path);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            String path = line(in).split(" ")[1];
            Map<String, String> fields = new TreeMap<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String[] field = line.split(": *", 2);
                fields.put(field[0].toLowerCase(Locale.ROOT), field[1]);
            }
            byte[] body = in.readNBytes(Integer.parseInt(fields.getOrDefault("content-length", "0")));
            Page missing = (all, none, out) -> out.write(ascii("HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n"));
            pages.getOrDefault(path, missing).answer(fields, body, socket.getOutputStream());
        } catch (IOException | ArrayIndexOutOfBoundsException e) {
            // The client went away.
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }
}
