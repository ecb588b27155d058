package dev.quiver.quic.trust;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of an HTTP/1.0 server as an issuer's is, on loopback; 404 for what it has no answer to. */
final class IssuerServer implements AutoCloseable {
    interface Answer {
        byte[] to(byte[] request) throws Exception;
    }

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Thread thread = new Thread(this::serve, "issuer-server");

    IssuerServer() throws IOException {
        thread.start();
    }

    void put(String path, Answer answer) {
        answers.put(path, answer);
    }

    List<String> asked() {
        return asked;
    }

    String uri(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                connection.setSoTimeout(10_000);
                answer(connection);
            } catch (Exception e) {
                // The client went away, or the server is closed: the test sees what came of it.
            }
        }
    }

    @SuppressWarnings("deprecation")
    private void answer(Socket connection) throws Exception {
        DataInputStream in = new DataInputStream(connection.getInputStream());
        String path = in.readLine().split(" ", -1)[1];
        asked.add(path);
        int length = 0;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        byte[] request = in.readNBytes(length);
        Answer answer = answers.get(path);
        byte[] body = answer == null ? new byte[0] : answer.to(request);
        OutputStream out = connection.getOutputStream();
        out.write(((answer == null ? "HTTP/1.0 404 Not Found" : "HTTP/1.0 200 OK") + "\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
    }

    @Override
    public void close() throws Exception {
        socket.close();
        thread.interrupt();
        thread.join(10_000);
    }
}
