package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.PeerStream;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** One-way streams of types that the other side does not know. */
final class UnknownStreams extends Http3Case {
    /** Besides the control stream; RFC 9114 §6.2 wants servers to allow three in all, and ngtcp2's allows no more. */
    private static final int STREAMS = 2;

    private static final int REQUESTS = 5;

    UnknownStreams() {
        super(
                "unknown-streams",
                "US",
                Duration.ofSeconds(10),
                "One-way streams of unknown types harm nothing; the server's own are seen.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        String path = trial.target().path();
        H3Client client = Ask.open(trial);
        H3Response<byte[]> first = Ask.get(trial, client, path);
        Sight right = Sight.of(first);
        PlainHttp3 connection = PlainHttp3.open(trial, Map.of());
        right.isAlso(connection.ask("GET", path).answer().sight(), path);
        for (int i = 0; i < STREAMS; i++) {
            // One is ended, one is left open.
            connection.openStream(HttpFrame.reserved(1000L * (i + 1)), new byte[500], i == 0);
        }
        for (int i = 0; i < REQUESTS; i++) {
            // A server may answer one before it has looked at the streams.
            right.isAlso(connection.ask("GET", path).answer().sight(), path + ", asked beside unknown streams,");
        }
        ServerSettings.of(trial, connection);
        right.isAlso(Sight.reference(trial, client), "the second request");
        H3Response<byte[]> last = Ask.get(trial, client, path);
        long controls = last.peerStreams().stream()
                .filter(stream -> stream.type().equals("control"))
                .count();
        if (controls != 1) {
            return Answer.failed("the client saw " + controls + " control streams: " + last.peerStreams());
        }
        return Answer.succeeded(STREAMS + " one-way streams of reserved types were opened, and the next " + REQUESTS
                + " requests answered with " + right
                + "; the server's own: " + told(last));
    }

    private static String told(H3Response<?> response) {
        return response.peerStreams().stream()
                .map((PeerStream stream) -> stream.id() + " " + stream.type())
                .collect(Collectors.joining(", "));
    }
}
