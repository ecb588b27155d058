package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.PeerStream;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is reserved so that nobody comes to rely on its absence. */
final class Grease extends Http3Case {
    private static final int REQUESTS = 4;
    private static final byte[] NOISE = "ignore me".getBytes(StandardCharsets.US_ASCII);

    Grease() {
        super(
                "grease",
                "GR",
                Duration.ofSeconds(10),
                "Reserved settings, frames and streams are ignored, the client's by the server and the server's by the client.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        String path = trial.target().path();
        H3Client client = Ask.open(trial);
        H3Response<byte[]> ours = Ask.get(trial, client, path);
        Sight right = Sight.of(ours);
        PlainHttp3 connection = PlainHttp3.open(trial, Map.of(HttpFrame.reserved(7), 0x1234L));
        connection.tell(new HttpFrame(HttpFrame.reserved(9), NOISE));
        connection.openStream(HttpFrame.reserved(11), NOISE, true);
        PlainResponse response = connection
                .ask("GET", path, new HttpFrame(HttpFrame.reserved(13), NOISE))
                .answer();
        right.isAlso(response.sight(), path + ", asked amid reserved frames,");
        connection.tell(new HttpFrame(HttpFrame.reserved(15), new byte[0]));
        for (int i = 0; i < REQUESTS; i++) {
            // A server may answer one before it has looked at what came on other streams.
            right.isAlso(connection.ask("GET", path).answer().sight(), path + ", asked behind reserved frames,");
        }
        // Behind it, the same connection of the client's own serves on, whatever the server put into it.
        right.isAlso(Sight.reference(trial, client), "the second request");
        List<String> seen = seen(trial, connection, response, ours.peerStreams());
        return Answer.succeeded(
                "a reserved setting, reserved frames on the control stream and around a request's head, "
                        + "and a one-way stream of a reserved type: " + (1 + REQUESTS) + " requests were answered with "
                        + right
                        + "; the server itself sent "
                        + (seen.isEmpty() ? "nothing reserved" : String.join(", ", seen)));
    }

    private static List<String> seen(
            Trial trial, PlainHttp3 connection, PlainResponse response, List<PeerStream> streams) throws Exception {
        List<String> seen = new ArrayList<>();
        ServerSettings settings = ServerSettings.of(trial, connection);
        for (long id : settings.values().keySet()) {
            if (HttpFrame.isReserved(id)) {
                seen.add("the setting " + HttpFrame.hex(id));
            }
        }
        for (HttpFrame frame : connection.voice().control()) {
            if (HttpFrame.isReserved(frame.type())) {
                seen.add("the frame " + HttpFrame.hex(frame.type()) + " on its control stream");
            }
        }
        if (!response.reserved().isEmpty()) {
            seen.add("the frame " + response.reserved() + " in a response");
        }
        for (long type : connection.voice().types()) {
            if (HttpFrame.isReserved(type)) {
                seen.add("a stream of type " + HttpFrame.hex(type));
            }
        }
        for (PeerStream stream : streams) {
            if (stream.type().startsWith("0x")) {
                seen.add("to the client a stream of type " + stream.type());
            }
        }
        return seen;
    }
}
