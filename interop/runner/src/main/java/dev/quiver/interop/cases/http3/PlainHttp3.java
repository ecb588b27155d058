package dev.quiver.interop.cases.http3;

import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Target;
import dev.quiver.interop.Trial;
import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.SendStream;
import dev.quiver.quic.StreamInput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client of HTTP/3 written by hand on a QUIC connection: it sends what a library would not, and sees each frame. Knows no
 * more than a case needs.
 */
final class PlainHttp3 implements AutoCloseable {
    private static final long NO_ERROR = 0x100;
    private static final long CANCELLED = 0x10c;
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private final Trial trial;
    private final QuicConnectionGroup group;
    private final ServerVoice voice = new ServerVoice();
    private final ExecutorService ears = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "quiver-interop-plain-http3");
        thread.setDaemon(true);
        return thread;
    });
    private final SendStream control;

    private PlainHttp3(Trial trial, Map<Long, Long> settings) throws Exception {
        this.trial = trial;
        Target target = trial.target();
        this.group = QuicConnectionGroup.newBuilder(target.host(), target.port())
                .alpn("h3")
                .trust(trial.trust())
                .keyLog(trial.keyLog())
                .qlog(trial.logs())
                .build();
        trial.keep(this);
        group.onStream(stream -> {
            voice.opened(stream);
            ears.execute(() -> voice.hear(stream));
        });
        try {
            get(group.start());
        } finally {
            trial.saw(group.handshake());
        }
        byte[] said = new byte[0];
        for (Map.Entry<Long, Long> setting : settings.entrySet()) {
            said = HttpFrame.join(said, HttpFrame.varint(setting.getKey()), HttpFrame.varint(setting.getValue()));
        }
        this.control = get(group.openSendStream());
        // RFC 9114 §6.2.1: type 0, and SETTINGS before all else
        get(control.send(
                ByteBuffer.wrap(HttpFrame.join(HttpFrame.varint(0), new HttpFrame(HttpFrame.SETTINGS, said).bytes()))));
    }

    /** Connects and says these settings. */
    static PlainHttp3 open(Trial trial, Map<Long, Long> settings) throws Exception {
        return new PlainHttp3(trial, settings);
    }

    /** What the server says of itself. */
    ServerVoice voice() {
        return voice;
    }

    /** Sends a frame on the control stream. */
    void tell(HttpFrame frame) throws Exception {
        get(control.send(ByteBuffer.wrap(frame.bytes())));
    }

    /** Opens a one-way stream of a type and sends something on it. */
    SendStream openStream(long type, byte[] content, boolean last) throws Exception {
        SendStream stream = get(group.openSendStream());
        get(stream.send(ByteBuffer.wrap(HttpFrame.join(HttpFrame.varint(type), content)), last));
        return stream;
    }

    /** A request without body; {@code around} goes before its head and behind it. */
    Asked ask(String method, String path, HttpFrame... around) throws Exception {
        byte[] head = new HttpFrame(
                        HttpFrame.HEADERS,
                        FieldSection.of(
                                ":method",
                                method,
                                ":scheme",
                                "https",
                                ":authority",
                                trial.target().authority(),
                                ":path",
                                path,
                                "user-agent",
                                "quiver-interop"))
                .bytes();
        byte[] strange = new byte[0];
        for (HttpFrame frame : around) {
            strange = HttpFrame.join(strange, frame.bytes());
        }
        BidirectionalStream stream = get(group.openStream());
        // Not waited for: a server may answer and stop the rest of a request before its end has gone (RFC 9114 §4.1).
        stream.send(ByteBuffer.wrap(HttpFrame.join(strange, head, strange)), true);
        Future<PlainResponse> answer = ears.submit(() -> read(stream));
        return () -> get(answer);
    }

    /** A request under way. */
    interface Asked {
        /** Waits for all of its response. */
        PlainResponse answer() throws Exception;
    }

    private PlainResponse read(BidirectionalStream stream) throws IOException {
        List<HttpFrame> frames = new ArrayList<>();
        try (StreamInput in = stream.inputStream(CANCELLED)) {
            for (HttpFrame frame = HttpFrame.read(in); frame != null; frame = HttpFrame.read(in)) {
                frames.add(frame);
            }
        }
        PlainResponse response = new PlainResponse(frames);
        if (response.status() < 0) {
            throw new EOFException("the response is no whole one: " + frames);
        }
        return response;
    }

    private <T> T get(Future<T> future) throws Exception {
        Duration left = trial.left().compareTo(PATIENCE) < 0 ? trial.left() : PATIENCE;
        try {
            return future.get(left.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw CaseEndedException.failed("nothing came within " + left.toSeconds() + " s");
        }
    }

    @Override
    public void close() throws Exception {
        group.close(NO_ERROR, "");
        group.terminated().get(2, TimeUnit.SECONDS);
        ears.shutdownNow();
    }
}
