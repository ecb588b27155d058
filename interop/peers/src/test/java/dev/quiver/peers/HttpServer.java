package dev.quiver.peers;

import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The HTTP/3 servers of other makers, and what each can do. The names are those of the scripts in {@code interop/servers}. */
enum HttpServer {
    /** quic-go. Serves files; the work is done by a {@link Backend} behind it. */
    CADDY("caddy", AccessLog::caddy),
    /** ngtcp2. Serves files, whatever the method, and swallows uploads. */
    GTLSSERVER("gtlsserver", AccessLog::gtlsserver),
    /** quiche, under Jetty's own HTTP/3. */
    JETTY("jetty", AccessLog::ours),
    AIOQUIC("aioquic-h3", AccessLog::ours);

    private final String script;
    private final AccessLog log;

    HttpServer(String script, AccessLog log) {
        this.script = script;
        this.log = log;
    }

    /** Starts it, with a log of what is asked of it. */
    Running start() {
        return start(true);
    }

    /** The same; a log is only there if asked for: gtlsserver writes a line a packet. */
    Running start(boolean log) {
        Backend backend = this == CADDY ? Backend.start() : null;
        try {
            return new Running(this, RealServer.start(script, options(backend, log)), backend);
        } catch (RuntimeException | Error e) {
            if (backend != null) {
                backend.close();
            }
            throw e;
        }
    }

    /** Starts it presenting this chain. */
    Running start(TestCertificate certificate) {
        Backend backend = this == CADDY ? Backend.start() : null;
        return new Running(this, RealServer.start(script, certificate, options(backend, true)), backend);
    }

    /** Another one on the TCP port of one that runs, with its chain and backend; it knows nothing of UDP. */
    Running besides(Running first, TestCertificate certificate) {
        List<String> options = new ArrayList<>(List.of("--port", String.valueOf(first.at.port())));
        options.addAll(List.of(options(first.backend, true)));
        if (this == CADDY) {
            options.addAll(List.of("--protocols", "h1 h2"));
        } else {
            options.addAll(List.of("--", "--tcp-only"));
        }
        return new Running(this, RealServer.start(script, certificate, options.toArray(String[]::new)), null);
    }

    private String[] options(@Nullable Backend backend, boolean talks) {
        if (backend != null) {
            return new String[] {"--", "--backend", "127.0.0.1:" + backend.port()};
        }
        return this == GTLSSERVER && talks ? new String[] {"--", "--no-http-dump", "--no-quic-dump"} : new String[0];
    }

    /** Whether a file can be asked for with any method: Caddy 2.6 and gtlsserver do not look at it. */
    boolean answersAnyMethodWithTheFile() {
        return this == CADDY || this == GTLSSERVER;
    }

    /** Whether it answers {@code /work}: with the method, the length and the digest of what it got. */
    boolean works() {
        return this != GTLSSERVER;
    }

    /**
     * Whether it now and then sends a whole response and never the stream's end. Jetty 12.1.5 does so to about one in five
     * thousand POSTs when a thousand come at once: the qlog of such a connection has no FIN for that stream, in twenty
     * seconds and on a loopback. Its quiche 0.24 can lose a FIN that it was given apart from the data.
     */
    boolean mayForgetTheEnd() {
        return this == JETTY;
    }

    /**
     * Whether it says of requests that it works on that it does not, when it is stopped (RFC 9114 §4.1.1 forbids that):
     * Jetty 12.1.5 ends their streams with H3_REQUEST_REJECTED.
     */
    boolean rejectsWhatItDoes() {
        return this == JETTY;
    }

    @Override
    public String toString() {
        return script;
    }

    /**
     * A server that runs.
     *
     * @param kind what it is
     * @param at where it is
     * @param backend what does its work, where that is not itself
     */
    record Running(HttpServer kind, RealServer at, @Nullable Backend backend) implements AutoCloseable {

        /** What its own log has of requests answered, with this in their target; of all its lives. */
        List<AccessLog.Line> logged(String part) {
            List<AccessLog.Line> found = new ArrayList<>();
            for (Path log : at.logs()) {
                try (var lines = Files.lines(log, StandardCharsets.UTF_8)) {
                    kind.log
                            .read(lines)
                            .filter(line -> line.target().contains(part))
                            .forEach(found::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return found;
        }

        /** How often it did the work of each target, in all its lives, as it or what stands behind it wrote down. */
        Map<String, Integer> worked() {
            if (backend != null) {
                return backend.done();
            }
            Map<String, Integer> worked = new HashMap<>();
            for (Path log : at.logs()) {
                try (var lines = Files.lines(log, StandardCharsets.UTF_8)) {
                    lines.filter(line -> line.startsWith("work "))
                            .forEach(line -> worked.merge(line.split(" ", -1)[2], 1, Integer::sum));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return worked;
        }

        @Override
        public void close() {
            at.close();
            if (backend != null) {
                backend.close();
            }
        }
    }
}
