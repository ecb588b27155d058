package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the server says of itself. */
final class Settings extends Http3Case {
    /** They may come later than the first response, and may be none. */
    private static final int MORE = 3;

    Settings() {
        super(
                "settings",
                "SE",
                Duration.ofSeconds(10),
                "The server's control stream begins with SETTINGS, and none of them is HTTP/2's.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        PlainHttp3 connection = PlainHttp3.open(trial, Map.of());
        PlainResponse response = connection.ask("GET", trial.target().path()).answer();
        ServerSettings settings = ServerSettings.of(trial, connection);
        // Whatever it opens at first is there after two round trips more.
        for (int i = 0; i < 2; i++) {
            connection.ask("GET", trial.target().path()).answer();
        }
        connection.voice().awaitTypes(Duration.ofSeconds(1));
        long controls =
                connection.voice().types().stream().filter(type -> type == 0).count();
        if (controls != 1) {
            return Answer.failed("it opened " + controls + " control streams (RFC 9114 §6.2.1)");
        }
        Map<Long, Long> told = told(trial);
        Map<Long, Long> seen = new HashMap<>(settings.values());
        // Those that mean nothing may be others on each connection.
        seen.keySet().removeIf(HttpFrame::isReserved);
        if (!told.equals(seen)) {
            return Answer.failed("the frame has " + settings + ", and the client tells of " + told);
        }
        return Answer.succeeded("first on its control stream, and told by the client likewise: " + settings
                + "; and a response with status " + response.status());
    }

    /** What the library tells of them. */
    private static Map<Long, Long> told(Trial trial) throws Exception {
        H3Client client = Ask.open(trial);
        H3Response<byte[]> response = Ask.get(trial, client, trial.target().path());
        for (int i = 0; i < MORE && response.peerSettings().isEmpty(); i++) {
            response = Ask.get(trial, client, trial.target().path());
        }
        Map<Long, Long> told = new HashMap<>(response.peerSettings());
        told.keySet().removeIf(HttpFrame::isReserved);
        return told;
    }
}
