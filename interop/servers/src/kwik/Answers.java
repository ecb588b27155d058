import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tech.kwik.flupke.server.HttpRequestHandler;
import tech.kwik.flupke.server.HttpServerRequest;
import tech.kwik.flupke.server.HttpServerResponse;

/** What the server does with a request; README.md says it. A thread a request, bodies are streamed. */
record Answers(Path files) implements HttpRequestHandler {

    @Override
    public void handleRequest(HttpServerRequest request, HttpServerResponse response) throws IOException {
        log("began", request, "");
        response.addHeader("server", "flupke");
        response.addHeader("x-proto", "HTTP/3.0");
        try {
            answer(request, response);
        } catch (IOException | RuntimeException e) {
            log("broken", request, "");
            throw e;
        }
        log("done", request, " " + response.status());
    }

    private void answer(HttpServerRequest request, HttpServerResponse response) throws IOException {
        String path = request.path().split("\\?", 2)[0];
        if (path.startsWith("/status/")) {
            String status = path.matches("/status/[2-5][0-9][0-9]") ? path.substring(8) : "400";
            boolean empty = List.of("204", "205", "304").contains(status);
            text(request, response, Integer.parseInt(status), empty ? null : "status " + status + "\n");
        } else if (path.startsWith("/work")) {
            work(request, response);
        } else if (path.matches("/refused/[345][0-9][0-9]") && request.method().equals("CONNECT")) {
            String status = path.substring(9);
            response.addHeader("x-why", "policy");
            if (status.startsWith("3")) {
                response.addHeader("location", "/elsewhere");
            }
            text(request, response, Integer.parseInt(status), status + ": no WebSocket here");
        } else {
            switch (path) {
                case "/echo" -> {
                    response.setStatus(200);
                    request.body().transferTo(response.getOutputStream());
                }
                case "/headers" -> headers(request, response);
                case "/big-headers" -> {
                    filler(response, number(request, "bytes", 65536));
                    text(request, response, 200, "big\n");
                }
                case "/slow" -> slow(request, response);
                case "/never" -> pause(Long.MAX_VALUE);
                default -> file(path, request, response);
            }
        }
    }

    private static void log(String what, HttpServerRequest request, String status) {
        System.out.println(what + " " + request.method() + " " + request.path() + " HTTP/3.0" + status);
    }

    private static long number(HttpServerRequest request, String name, long otherwise) {
        String path = request.path();
        for (String pair : path.substring(path.indexOf('?') + 1).split("&")) {
            if (pair.startsWith(name + "=")) {
                return Long.parseLong(pair.substring(name.length() + 1));
            }
        }
        return otherwise;
    }

    private static void text(HttpServerRequest request, HttpServerResponse response, int status, String body)
            throws IOException {
        response.setStatus(status);
        if (body == null) {
            return;
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.addHeader("content-type", "text/plain; charset=utf-8");
        response.addHeader("content-length", String.valueOf(bytes.length));
        if (bytes.length > 0 && !request.method().equals("HEAD")) {
            response.getOutputStream().write(bytes);
        }
    }

    private static void work(HttpServerRequest request, HttpServerResponse response) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        for (int n = request.body().read(buffer); n >= 0; n = request.body().read(buffer)) {
            digest.update(buffer, 0, n);
            bytes += n;
        }
        log("work", request, "");
        text(request, response, 200, request.method() + " " + bytes + " " + HexFormat.of().formatHex(digest.digest()) + "\n");
    }

    private static void headers(HttpServerRequest request, HttpServerResponse response) throws IOException {
        List<String> lines = new ArrayList<>();
        request.headers().map().forEach((name, values) -> values.forEach(value -> lines.add(name + ": " + value + "\n")));
        lines.sort(null);
        text(
                request,
                response,
                200,
                request.method() + " " + request.path() + "\nhost: " + request.authority() + "\n"
                        + String.join("", lines));
    }

    /** Fields whose size as RFC 9114 §4.2.2 counts it is just so many bytes; no value is longer than 4000. */
    private static void filler(HttpServerResponse response, long bytes) {
        int around = "x-big-000".length() + 32;
        int n = 0;
        for (long left = bytes; left > around; n++) {
            long size = Math.min(4000, left - around);
            long behind = left - around - size;
            if (behind > 0 && behind < around) {
                size -= around - behind;
            }
            response.addHeader(String.format("x-big-%03d", n), "x".repeat((int) size));
            left -= around + size;
        }
    }

    private void slow(HttpServerRequest request, HttpServerResponse response) throws IOException {
        response.setStatus(200);
        response.addHeader("content-type", "application/octet-stream");
        try (InputStream in = Files.newInputStream(files.resolve("16m.bin"))) {
            OutputStream out = response.getOutputStream();
            for (long left = number(request, "bytes", 10_000); left > 0; ) {
                pause(number(request, "delayMs", 100));
                byte[] part = in.readNBytes((int) Math.min(left, Math.max(1, number(request, "chunk", 1000))));
                out.write(part);
                left -= part.length;
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void file(String path, HttpServerRequest request, HttpServerResponse response) throws IOException {
        Path file = files.resolve(path.equals("/") ? "index.html" : path.substring(path.lastIndexOf('/') + 1));
        boolean head = request.method().equals("HEAD");
        boolean reads = head || request.method().equals("GET");
        if (!reads || !Files.isRegularFile(file)) {
            text(request, response, reads ? 404 : 405, "");
            return;
        }
        response.setStatus(200);
        response.addHeader("content-length", String.valueOf(Files.size(file)));
        if (!head) {
            Files.copy(file, response.getOutputStream());
        }
    }
}
