import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http3.DefaultHttp3GoAwayFrame;
import io.netty.handler.codec.http3.Http3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is answered once a request is whole; README.md says it. */
final class Answers {
    private Answers() {}

    static void answer(Exchange exchange) throws IOException {
        String path = exchange.path();
        if (path.startsWith("/status/")) {
            status(exchange, path.substring(8));
            return;
        }
        switch (path) {
            case "/headers" -> headers(exchange);
            case "/trailers" -> {
                exchange.head(200, "content-type", "text/plain; charset=utf-8", "trailer", "x-checksum, x-count");
                exchange.send(Unpooled.copiedBuffer("trailers follow\n", StandardCharsets.US_ASCII));
                exchange.fields("x-checksum", "deadbeef", "x-count", "16");
                exchange.end();
            }
            case "/early-hints" -> {
                exchange.fields(":status", "103", "link", "</style.css>; rel=preload; as=style");
                exchange.text(200, "hinted\n");
            }
            case "/big-headers" ->
                exchange.text(200, "big\n", filler(exchange.number("bytes", 65536)).toArray(String[]::new));
            case "/slow" -> {
                exchange.head(200, "content-type", "application/octet-stream");
                slow(exchange, first(exchange, exchange.number("bytes", 10_000)), 0);
            }
            case "/never" -> {}
            case "/reset" -> reset(exchange);
            case "/goaway" -> {
                exchange.text(200, "going away\n");
                // Netty refuses no stream behind it by itself: they go on being answered.
                Http3.getLocalControlStream(exchange.stream().parent())
                        .writeAndFlush(new DefaultHttp3GoAwayFrame(exchange.stream().streamId() + 4));
            }
            default -> file(exchange, path);
        }
    }

    private static void status(Exchange exchange, String text) {
        int status = text.matches("[2-5][0-9][0-9]") ? Integer.parseInt(text) : 400;
        if (status == 204 || status == 205 || status == 304) {
            exchange.head(status);
            exchange.end();
        } else {
            exchange.text(status, "status " + status + "\n");
        }
    }

    private static void headers(Exchange exchange) {
        List<String> lines = new ArrayList<>();
        exchange.request().forEach(field -> {
            if (field.getKey().charAt(0) != ':') {
                lines.add(field.getKey() + ": " + field.getValue() + "\n");
            }
        });
        lines.sort(null);
        exchange.text(
                200,
                exchange.request().method() + " " + exchange.target() + "\nhost: "
                        + exchange.request().authority() + "\n" + String.join("", lines));
    }

    /** Fields whose size as RFC 9114 §4.2.2 counts it is just so many bytes; no value is longer than 4000. */
    private static List<String> filler(long bytes) {
        int around = "x-big-000".length() + 32;
        List<String> fields = new ArrayList<>();
        for (long left = bytes; left > around; ) {
            long size = Math.min(4000, left - around);
            long behind = left - around - size;
            if (behind > 0 && behind < around) {
                size -= around - behind;
            }
            fields.add(String.format("x-big-%03d", fields.size() / 2));
            fields.add("x".repeat((int) size));
            left -= around + size;
        }
        return fields;
    }

    private static byte[] first(Exchange exchange, long bytes) throws IOException {
        try (InputStream in = Files.newInputStream(exchange.files.resolve("16m.bin"))) {
            return in.readNBytes((int) bytes);
        }
    }

    private static void slow(Exchange exchange, byte[] body, int from) {
        if (from >= body.length) {
            exchange.end();
            return;
        }
        int to = (int) Math.min(body.length, from + Math.max(1, exchange.number("chunk", 1000)));
        later(exchange, exchange.number("delayMs", 100), () -> {
            exchange.send(Unpooled.wrappedBuffer(body, from, to - from));
            slow(exchange, body, to);
        });
    }

    /** RESET_STREAM behind so many bytes, or in place of a response. The delay is for what was sent to arrive. */
    private static void reset(Exchange exchange) throws IOException {
        long after = exchange.number("after", 1000);
        if (after >= 0) {
            exchange.head(200);
            exchange.send(Unpooled.wrappedBuffer(first(exchange, after)));
        }
        later(exchange, exchange.number("delayMs", 50), () -> {
            exchange.stream().shutdownOutput((int) exchange.number("code", 258));
            exchange.done();
        });
    }

    private static void later(Exchange exchange, long millis, Runnable task) {
        exchange.stream()
                .eventLoop()
                .schedule(
                        () -> {
                            if (exchange.stream().isActive()) {
                                task.run();
                            }
                        },
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    private static void file(Exchange exchange, String path) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        Path file = exchange.files.resolve(name.isEmpty() ? "index.html" : name);
        boolean head = "HEAD".contentEquals(exchange.request().method());
        boolean reads = head || "GET".contentEquals(exchange.request().method());
        if (!reads || !Files.isRegularFile(file)) {
            exchange.text(reads ? 404 : 405, "");
            return;
        }
        exchange.head(200, "content-length", String.valueOf(Files.size(file)));
        if (head) {
            exchange.end();
        } else {
            exchange.file(Parts.of(file, Files.size(file)));
        }
    }
}
