import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the server does with a request; README.md says it. A thread a request, bodies are streamed. */
final class Work extends Handler.Abstract {
    private final Path files;
    private final String alternative;
    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

    Work(Path files, int port) {
        this.files = files;
        this.alternative = "h3=\":" + port + "\"; ma=3600; persist=1";
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String protocol = request.getConnectionMetaData().getProtocol();
        response.getHeaders().put("x-proto", protocol);
        if (!protocol.equals("HTTP/3.0")) {
            response.getHeaders().put("alt-svc", alternative);
        }
        String path = Request.getPathInContext(request);
        // Not closed: that fails a request whose body nobody wanted, after its answer.
        InputStream in = Content.Source.asInputStream(request);
        try {
            if (path.startsWith("/work")) {
                work(request, response, in);
            } else if (path.startsWith("/kept/")) {
                keep(path, request, response, in);
            } else if (path.equals("/echo")) {
                response.setStatus(200);
                try (OutputStream out = Content.Sink.asOutputStream(response)) {
                    in.transferTo(out);
                }
            } else {
                file(path, request, response);
            }
            callback.succeeded();
            log("done", request, response.getStatus());
        } catch (IOException e) {
            log("broken", request, response.getStatus());
            callback.failed(e);
        }
        return true;
    }

    private void work(Request request, Response response, InputStream in) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
            bytes += n;
        }
        log("work", request, 0);
        String line = request.getMethod() + " " + bytes + " " + HexFormat.of().formatHex(digest.digest()) + "\n";
        answer(request, response, 200, line.getBytes(StandardCharsets.US_ASCII));
    }

    private void keep(String path, Request request, Response response, InputStream in) throws IOException {
        switch (request.getMethod()) {
            case "PUT" -> answer(request, response, kept.put(path, in.readAllBytes()) == null ? 201 : 204, new byte[0]);
            case "DELETE" -> answer(request, response, kept.remove(path) == null ? 404 : 204, new byte[0]);
            case "GET", "HEAD" -> {
                byte[] body = kept.get(path);
                answer(request, response, body == null ? 404 : 200, body == null ? new byte[0] : body);
            }
            default -> answer(request, response, 405, new byte[0]);
        }
    }

    private void file(String path, Request request, Response response) throws IOException {
        Path file = files.resolve(path.equals("/") ? "index.html" : path.substring(path.lastIndexOf('/') + 1));
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!reads || !Files.isRegularFile(file)) {
            answer(request, response, reads ? 404 : 405, new byte[0]);
            return;
        }
        response.setStatus(200);
        response.getHeaders().put("content-length", Files.size(file));
        if (request.getMethod().equals("GET")) {
            try (OutputStream out = Content.Sink.asOutputStream(response)) {
                Files.copy(file, out);
            }
        }
    }

    private static void answer(Request request, Response response, int status, byte[] body) throws IOException {
        response.setStatus(status);
        if (status != 204) {
            response.getHeaders().put("content-length", body.length);
        }
        if (!request.getMethod().equals("HEAD")) {
            try (OutputStream out = Content.Sink.asOutputStream(response)) {
                out.write(body);
            }
        }
    }

    private static void log(String what, Request request, int status) {
        System.out.println(what + " " + request.getMethod() + " " + request.getHttpURI().getPathQuery() + " "
                + request.getConnectionMetaData().getProtocol() + (status == 0 ? "" : " " + status));
    }
}
