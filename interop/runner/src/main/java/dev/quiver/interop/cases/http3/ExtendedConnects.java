package dev.quiver.interop.cases.http3;

import dev.quiver.h3.ConnectRefusedException;
import dev.quiver.h3.ConnectStream;
import dev.quiver.h3.ExtendedConnect;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Target;
import dev.quiver.interop.Trial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** CONNECT with a protocol (RFC 9220). */
final class ExtendedConnects extends Http3Case {
    private static final int REFUSAL = 403;

    ExtendedConnects() {
        super(
                "extended-connect",
                "XC",
                Duration.ofSeconds(10),
                "Where SETTINGS allow it, an extended CONNECT is accepted, or refused with a status and a body.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Target target = trial.target();
        ServerSettings settings = settings(trial, target.path());
        String allowed = "SETTINGS_ENABLE_CONNECT_PROTOCOL is 1";
        H3Client client = Ask.open(trial);
        List<String> proofs = new ArrayList<>();
        String ws = Place.of(target, "ws", "/ws");
        if (ws != null) {
            Object answer = connect(trial, client, ws);
            if (answer instanceof H3Response<?> refused) {
                return Answer.failed(allowed + ", and " + ws + " was refused with status " + refused.statusCode());
            }
            proofs.add(ws + " was accepted with status " + answer);
        }
        if (target.offers("refused")) {
            String place = "/refused/" + REFUSAL;
            Object answer = connect(trial, client, place);
            if (!(answer instanceof H3Response<?> refused) || refused.statusCode() != REFUSAL) {
                return Answer.failed(place + " was answered with "
                        + (answer instanceof H3Response<?> other ? other.statusCode() : answer));
            }
            proofs.add(place + " was refused with status " + REFUSAL + " and the body '" + body(refused) + "'");
        }
        if (proofs.isEmpty()) {
            Object answer = connect(trial, client, target.path());
            proofs.add(
                    answer instanceof H3Response<?> refused
                            ? target.path() + " was refused with status " + refused.statusCode() + " and the body '"
                                    + body(refused) + "'"
                            : target.path() + " was accepted with status " + answer);
        }
        Sight.reference(trial, client);
        StreamLog.ofOnly(trial.finish().stream().skip(1).toList());
        return Answer.succeeded(allowed + " (" + settings + "); " + String.join("; ", proofs)
                + "; the same connection answered a GET behind it");
    }

    /** What the server says, if that allows an extended CONNECT. */
    static ServerSettings settings(Trial trial, String path) throws Exception {
        PlainHttp3 connection = PlainHttp3.open(trial, Map.of());
        connection.ask("GET", path).answer();
        ServerSettings settings = ServerSettings.of(trial, connection);
        if (!settings.extendedConnect()) {
            throw CaseEndedException.lacking(
                    "its SETTINGS have no ENABLE_CONNECT_PROTOCOL=1 (RFC 9220 §3): " + settings);
        }
        return settings;
    }

    /** The status that accepted it, or the response that refused it. */
    private static Object connect(Trial trial, H3Client client, String path) throws Exception {
        ExtendedConnect request = ExtendedConnect.newBuilder(trial.target().uri(path), "websocket")
                .header("sec-websocket-version", "13")
                .timeout(trial.left())
                .build();
        try (ConnectStream stream = client.connect(request).get(trial.left().toMillis(), TimeUnit.MILLISECONDS)) {
            return stream.response().statusCode();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectRefusedException refused) {
                return refused.response();
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static String body(H3Response<?> refused) {
        return refused.body() instanceof byte[] bytes
                ? new String(bytes, 0, Math.min(60, bytes.length), StandardCharsets.UTF_8).strip()
                : "";
    }
}
