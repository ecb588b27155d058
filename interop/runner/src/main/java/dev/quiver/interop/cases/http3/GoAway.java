package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A server that asks its client to go. */
final class GoAway extends Http3Case {
    private static final int REQUESTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    GoAway() {
        super(
                "goaway",
                "GA",
                Duration.ofSeconds(20),
                "Behind GOAWAY no request is lost, and the next one goes by a new connection.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        String place = Place.of(trial.target(), "goaway", "/goaway");
        if (place == null) {
            throw CaseEndedException.undeclared("say offers=goaway if /goaway is answered and has GOAWAY follow");
        }
        String other = trial.target().offers("goaway") ? trial.target().path() : "/";
        long id = seen(trial, place);
        H3Client client = Ask.open(trial);
        Sight right = Sight.of(Ask.get(trial, client, other));
        List<CompletableFuture<HttpResponse<byte[]>>> beside = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            if (i == REQUESTS / 2) {
                beside.add(ask(trial, client, place));
            } else {
                beside.add(ask(trial, client, other));
            }
        }
        for (int i = 0; i < REQUESTS; i++) {
            HttpResponse<byte[]> response = answer(trial, beside.get(i));
            if (i != REQUESTS / 2) {
                right.isAlso(Sight.of(response), "request " + (i + 1) + " of " + REQUESTS + " beside GOAWAY");
            }
        }
        // However soon GOAWAY comes, it comes with or before an answer to one of these.
        int before = trial.handshakes().size();
        for (int i = 0; i < REQUESTS; i++) {
            right.isAlso(Sight.of(Ask.get(trial, client, other)), "request " + (i + 1) + " behind GOAWAY");
        }
        List<Qlog> logs = trial.finish();
        if (logs.size() < 3) {
            return Answer.failed(
                    "GOAWAY came, and the next requests took the same connection; " + before + " handshakes before");
        }
        return Answer.succeeded("GOAWAY with id " + id + " behind " + place
                + " on a connection of its own; on the client's, "
                + (REQUESTS - 1) + " requests beside it and " + REQUESTS + " behind it were all answered with " + right
                + ", over " + (logs.size() - 1) + " connections");
    }

    /** Sees the frame itself, and that what it admits is answered. Returns its id. */
    private static long seen(Trial trial, String place) throws Exception {
        PlainHttp3 connection = PlainHttp3.open(trial, Map.of());
        PlainResponse response = connection.ask("GET", place).answer();
        if (response.status() / 100 != 2) {
            throw CaseEndedException.lacking("it answers " + place + " with status " + response.status());
        }
        if (!connection.voice().await(HttpFrame.GOAWAY, PATIENCE)) {
            throw CaseEndedException.failed(
                    place + " was answered with status " + response.status() + ", and no GOAWAY came within "
                            + PATIENCE.toSeconds() + " s; on the control stream were "
                            + connection.voice().control());
        }
        for (HttpFrame frame : connection.voice().control()) {
            if (frame.type() == HttpFrame.GOAWAY) {
                long id = HttpFrame.varint(new ByteArrayInputStream(frame.payload()));
                if (id < 0 || id % 4 != 0) {
                    throw CaseEndedException.failed("GOAWAY names " + id + ", which is no request (RFC 9114 §7.2.6)");
                }
                return id;
            }
        }
        throw new IllegalStateException("a frame that came is gone");
    }

    private static CompletableFuture<HttpResponse<byte[]>> ask(Trial trial, H3Client client, String path) {
        return client.sendAsync(Ask.request(trial, path).build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> answer(Trial trial, CompletableFuture<HttpResponse<byte[]>> asked)
            throws Exception {
        HttpResponse<byte[]> response = Ask.answer(trial, asked);
        if (response instanceof H3Response<?> h3 && h3.handshake() != null) {
            trial.saw(h3.handshake());
        }
        return response;
    }
}
