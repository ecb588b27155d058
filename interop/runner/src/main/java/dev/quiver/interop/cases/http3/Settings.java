package dev.quiver.interop.cases.http3;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import java.time.Duration;
import java.util.Map;

/** What the server says of itself. */
final class Settings extends Http3Case {
    Settings() {
        super(
                "settings",
                "SE",
                Duration.ofSeconds(10),
                "The server's control stream begins with SETTINGS, and none of them is HTTP/2's.");
    }

    @Override
    Answer look(Trial trial) throws Exception {
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
        return Answer.succeeded(
                "first on its control stream: " + settings + "; and a response with status " + response.status());
    }
}
