package dev.quiver.interop.cases.quic;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.cases.Described;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.interop.evidence.QlogPacket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Requests side by side on one HTTP/3 connection. */
final class Http3Requests extends Described {
    private static final int REQUESTS = 3;

    Http3Requests() {
        super(Group.QUIC, "http3", "3", "Three requests at once are answered on one HTTP/3 connection.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        H3Client client = trial.open();
        trial.saw(client.warmUp(trial.target().uri("/")).get(trial.left().toMillis(), TimeUnit.MILLISECONDS));
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            HttpRequest request = HttpRequest.newBuilder(
                            trial.target().uri(trial.target().path()))
                    .build();
            answers.add(client.sendAsync(request, BodyHandlers.ofByteArray()));
        }
        Set<String> seen = new HashSet<>();
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            HttpResponse<byte[]> response = answer.get(trial.left().toMillis(), TimeUnit.MILLISECONDS);
            seen.add(response.statusCode() + " with " + response.body().length + " bytes by "
                    + (response instanceof H3Response<?> h3 ? h3.protocol() : "?"));
        }
        if (seen.size() != 1) {
            return Answer.failed("the same request was answered in different ways: " + String.join("; ", seen));
        }
        List<Qlog> logs = trial.finish();
        Set<Long> streams = new HashSet<>();
        for (QlogPacket packet : logs.get(0).packets()) {
            packet.frames().stream()
                    .filter(frame ->
                            !packet.sent() && frame.path("frame_type").asText().equals("stream"))
                    .map(frame -> frame.path("stream_id").asLong())
                    .filter(id -> id % 4 == 0) // RFC 9000 §2.1: opened by the client, both ways
                    .forEach(streams::add);
        }
        if (logs.size() != 1 || streams.size() != REQUESTS) {
            return Answer.failed("answered on " + streams.size() + " streams of " + logs.size() + " connections");
        }
        return Answer.succeeded(
                REQUESTS + " times " + seen.iterator().next() + ", on streams " + streams + " of one connection");
    }
}
