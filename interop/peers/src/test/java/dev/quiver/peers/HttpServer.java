package dev.quiver.peers;

import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
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

        /** What its own log has, of requests whose target has this in it. */
        List<AccessLog.Line> logged(String part) {
            try (var lines = Files.lines(at.log(), StandardCharsets.UTF_8)) {
                return kind.log
                        .read(lines)
                        .filter(line -> line.target().contains(part))
                        .collect(toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
