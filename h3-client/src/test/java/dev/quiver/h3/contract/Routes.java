package dev.quiver.h3.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the contract's servers answer, the same over every protocol. */
final class Routes implements AutoCloseable {
    /** What {@code /text} says in UTF-8. */
    static final String TEXT = "first line\nzweite Zeile: äöü €\r\nthird";

    static final java.util.List<String> PATHS = java.util.List.of(
            "/echo",
            "/text",
            "/bytes",
            "/empty",
            "/status",
            "/redirect",
            "/round",
            "/cookie",
            "/download",
            "/fields",
            "/hints",
            "/never",
            "/head-then-never",
            "/endless",
            "/broken",
            "/basic",
            "/gzip",
            "/busy");

    private final CountDownLatch closing = new CountDownLatch(1);
    private final CopyOnWriteArrayList<String> seen = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> gone = new LinkedBlockingQueue<>();

    void answer(Ask ask, Reply reply) throws Exception {
        seen.add(ask.method() + " " + ask.path());
        switch (ask.path()) {
            case "/echo" -> echo(ask, reply);
            case "/text" ->
                send(
                        reply,
                        200,
                        TEXT.getBytes(ask.query().containsKey("latin") ? ISO_8859_1 : UTF_8),
                        "content-type",
                        ask.query().containsKey("latin") ? "text/plain; charset=ISO-8859-1" : "text/plain");
            case "/bytes" -> bytes(Integer.parseInt(ask.query().get("n")), reply);
            case "/empty" -> send(reply, 200, new byte[0]);
            case "/status" -> send(reply, Integer.parseInt(ask.query().get("code")), new byte[0], "x-status", "yes");
            case "/redirect" -> {
                ask.body();
                String to = ask.query().get("to");
                int code = Integer.parseInt(ask.query().getOrDefault("code", "302"));
                if (to == null) {
                    send(reply, code, "nowhere".getBytes(UTF_8));
                } else {
                    send(reply, code, code == 304 ? new byte[0] : "elsewhere".getBytes(UTF_8), "location", to);
                }
            }
            case "/round" -> send(reply, 302, new byte[0], "location", "/round");
            case "/cookie" -> send(reply, 200, new byte[0], "set-cookie", "taste=sweet; Path=/");
            case "/download" ->
                send(
                        reply,
                        200,
                        "downloaded".getBytes(UTF_8),
                        "content-disposition",
                        "attachment; filename=\"report.txt\"");
            case "/fields" -> send(reply, 200, new byte[0], "X-Two", "one", "x-two", "two", "x-empty", "");
            case "/hints" -> {
                reply.informational(103, "link", "</style.css>");
                send(reply, 200, "hinted".getBytes(UTF_8));
            }
            case "/never" -> closing.await();
            case "/head-then-never" -> {
                reply.head(200);
                reply.write("x".getBytes(UTF_8));
                closing.await();
            }
            case "/endless" -> endless(ask, reply);
            case "/broken" -> {
                reply.head(200, "content-length", "1000");
                reply.write(new byte[10]);
                reply.abort();
            }
            case "/basic" -> basic(ask, reply);
            case "/gzip" -> gzip(ask, reply);
            case "/busy" -> {
                ask.body();
                boolean first = !seen.subList(0, seen.size() - 1).contains(seen.get(seen.size() - 1));
                String code = ask.query().get("code");
                if (first) {
                    send(reply, Integer.parseInt(code), "busy".getBytes(UTF_8), "retry-after", "0");
                } else {
                    send(reply, 200, "done".getBytes(UTF_8));
                }
            }
            default -> send(reply, 404, new byte[0]);
        }
    }

    private static void send(Reply reply, int status, byte[] body, String... fields) throws Exception {
        reply.head(status, fields);
        if (body.length > 0) {
            reply.write(body);
        }
        reply.end();
    }

    private static void echo(Ask ask, Reply reply) throws Exception {
        byte[] body = ask.body();
        StringBuilder said = new StringBuilder(ask.method()).append('\n');
        new TreeMap<>(ask.fields())
                .forEach((name, values) -> values.forEach(
                        value -> said.append(name).append(": ").append(value).append('\n')));
        said.append('\n').append(new String(body, UTF_8));
        send(
                reply,
                200,
                said.toString().getBytes(UTF_8),
                "x-length",
                String.valueOf(body.length),
                "x-method",
                ask.method(),
                "x-protocol",
                ask.protocol());
    }

    private static void bytes(int n, Reply reply) throws Exception {
        reply.head(200, "content-length", String.valueOf(n));
        byte[] piece = new byte[16384];
        for (int at = 0; at < n; at += piece.length) {
            int length = Math.min(piece.length, n - at);
            byte[] next = length == piece.length ? piece.clone() : new byte[length];
            for (int i = 0; i < length; i++) {
                next[i] = value(at + i);
            }
            reply.write(next);
        }
        reply.end();
    }

    /** The byte at this place of {@code /bytes}. */
    static byte value(int index) {
        return (byte) (index * 31 + index / 251);
    }

    private void endless(Ask ask, Reply reply) throws Exception {
        // A request that was not read to its end and is then reset takes the news of STOP_SENDING with it (quiche).
        ask.body();
        reply.head(200);
        byte[] piece = new byte[8192];
        try {
            while (closing.getCount() > 0) {
                reply.write(piece);
            }
        } catch (Exception left) {
            gone.add(ask.query().getOrDefault("id", "endless"));
            throw left;
        }
    }

    private static void gzip(Ask ask, Reply reply) throws Exception {
        if (!ask.fields().getOrDefault("accept-encoding", java.util.List.of()).contains("gzip")) {
            send(reply, 200, TEXT.getBytes(UTF_8), "content-type", "text/plain");
            return;
        }
        java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream out = new java.util.zip.GZIPOutputStream(packed)) {
            out.write(TEXT.getBytes(UTF_8));
        }
        send(
                reply,
                200,
                packed.toByteArray(),
                "content-type",
                "text/plain",
                "content-encoding",
                "gzip",
                "content-length",
                String.valueOf(packed.size()));
    }

    private static void basic(Ask ask, Reply reply) throws Exception {
        byte[] body = ask.body();
        Map<String, String> query = ask.query();
        String expected = "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                (query.getOrDefault("user", "alice") + ":" + query.getOrDefault("pass", "secret"))
                                        .getBytes(UTF_8));
        if (ask.fields().getOrDefault("authorization", java.util.List.of()).contains(expected)) {
            send(reply, 200, ("welcome " + new String(body, UTF_8)).getBytes(UTF_8));
        } else if (query.containsKey("scheme")) {
            send(reply, 401, "no".getBytes(UTF_8), "www-authenticate", query.get("scheme") + " realm=\"the realm\"");
        } else if (query.containsKey("bare")) {
            send(reply, 401, "no".getBytes(UTF_8));
        } else {
            send(reply, 401, "no".getBytes(UTF_8), "www-authenticate", "Basic realm=\"the realm\", charset=\"UTF-8\"");
        }
    }

    /** Method and path of each request so far, in order. */
    java.util.List<String> seen() {
        return java.util.List.copyOf(seen);
    }

    void forget() {
        seen.clear();
        gone.clear();
    }

    /** Whether the server has seen by now, or within a short while, that this endless response was given up. */
    boolean gone(String id) throws InterruptedException {
        return id.equals(gone.poll(50, TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
