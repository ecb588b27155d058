package dev.quiver.urlsession.cachecases;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The suite's server over HTTP/1.1: answers the requests of each case as the case says, and remembers them. */
final class CaseServer implements AutoCloseable {
    /** A request as it came; names in any case. */
    record Seen(String method, String number, Map<String, String> fields) {}

    /** A case under way. */
    static final class Running {
        private final CacheCase script;
        private final List<Seen> seen = new ArrayList<>();
        private final List<Map<String, String>> validators = new ArrayList<>();

        Running(CacheCase script) {
            this.script = script;
        }

        synchronized @Nullable Seen request(int number) {
            return seen.stream()
                    .filter(one -> one.number.equals(Integer.toString(number)))
                    .findFirst()
                    .orElse(null);
        }
    }

    private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final VirtualTime time;
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    CaseServer(VirtualTime time) throws IOException {
        this.time = time;
        Thread accepting = new Thread(this::accept, "cache-case-server");
        accepting.setDaemon(true);
        accepting.start();
    }

    String base(String id) {
        return "http://localhost:" + socket.getLocalPort() + "/test/" + id;
    }

    Running begin(String id, CacheCase script) {
        Running one = new Running(script);
        running.put(id, one);
        return one;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket peer = socket.accept();
                Thread serving = new Thread(() -> serve(peer), "cache-case-connection");
                serving.setDaemon(true);
                serving.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket peer) {
        try (peer) {
            InputStream in = new BufferedInputStream(peer.getInputStream());
            while (true) {
                String first = line(in);
                if (first == null) {
                    return;
                }
                Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
                    int colon = line.indexOf(':');
                    fields.merge(
                            line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
                }
                in.skipNBytes(Long.parseLong(fields.getOrDefault("content-length", "0")));
                String[] words = first.split(" ");
                String id = words[1].split("[/?]")[2];
                byte[] answer = answer(id, words[0], fields);
                if (answer == null) {
                    return;
                }
                OutputStream out = peer.getOutputStream();
                out.write(answer);
                out.flush();
            }
        } catch (IOException gone) {
            // The client has its reasons.
        }
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private byte @Nullable [] answer(String id, String method, Map<String, String> fields) {
        Running one = running.get(id);
        if (one == null) {
            return null;
        }
        synchronized (one) {
            String number = fields.getOrDefault("req-num", "1");
            one.seen.add(new Seen(method, number, fields));
            int index = Integer.parseInt(number) - 1;
            JsonNode script = one.script.requests().get(index);
            if (script.path("disconnect").asBoolean()) {
                return null;
            }
            time.advance(
                    java.time.Duration.ofSeconds(script.path("response_pause").asInt()));
            return write(id, one, script, index, method, fields);
        }
    }

    private byte[] write(
            String id, Running one, JsonNode script, int index, String method, Map<String, String> request) {
        int status = script.path("response_status").path(0).asInt(200);
        String reason = script.path("response_status").path(1).asText("OK");
        if (script.path("expected_type").asText().endsWith("validated")) {
            Map<String, String> before = one.validators.get(one.validators.size() - 1);
            boolean same = matches(before.get("etag"), request.get("if-none-match"))
                    || matches(before.get("last-modified"), request.get("if-modified-since"));
            status = same ? 304 : 999;
            reason = same ? "Not Modified" : "304 Not Generated";
        }
        List<String> lines = new ArrayList<>();
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (JsonNode field : script.path("response_headers")) {
            String name = field.get(0).asText();
            String value = CaseDates.value(name, field.get(1), time.instant(), script);
            if (script.path("magic_locations").asBoolean()
                    && name.toLowerCase(Locale.ROOT).endsWith("location")) {
                value = base(id) + (value.isEmpty() ? "" : "/" + value);
            }
            lines.add(name + ": " + value);
            sent.putIfAbsent(name, value);
        }
        one.validators.add(sent);
        StringBuilder numbers = new StringBuilder();
        one.seen.forEach(seen -> numbers.append(numbers.isEmpty() ? "" : " ").append(seen.number));
        lines.add("Server-Request-Count: " + one.seen.size());
        lines.add("Client-Request-Count: " + (index + 1));
        lines.add("Server-Now: " + time.instant().toEpochMilli());
        lines.add("Server-Base-Url: " + base(id));
        lines.add("Request-Numbers: " + numbers);
        if (!sent.containsKey("content-type")) {
            lines.add("Content-Type: text/plain");
        }
        if (!sent.containsKey("date")) {
            lines.add("Date: " + CaseDates.imf(time.instant()));
        }
        byte[] body = body(id, script, status);
        boolean framed = status != 204 && status != 304;
        if (framed && sent.containsKey("content-length")) {
            body = java.util.Arrays.copyOf(body, Integer.parseInt(sent.get("content-length")));
        } else if (framed && !method.equals("HEAD")) {
            lines.add("Content-Length: " + body.length);
        }
        String head = "HTTP/1.1 " + status + " " + reason + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = java.util.Arrays.copyOf(start, start.length + (method.equals("HEAD") ? 0 : body.length));
        System.arraycopy(body, 0, all, start.length, all.length - start.length);
        return all;
    }

    private static byte[] body(String id, JsonNode script, int status) {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        JsonNode told = script.path("response_body");
        return (told.isTextual() ? told.asText() : id).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean matches(@Nullable String validator, @Nullable String condition) {
        return validator != null && validator.equals(condition);
    }
}
