package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.KnownFile;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fields behind a body. */
final class Trailers extends Http3Case {
    private static final Map<String, List<String>> TOLD =
            Map.of("x-checksum", List.of("deadbeef"), "x-count", List.of("16"));
    private static final Map<String, List<String>> SENT =
            Map.of("x-quiver-digest", List.of("0123456789abcdef"), "x-quiver-two", List.of("a", "b"));

    Trailers() {
        super(
                "trailers",
                "TR",
                Duration.ofSeconds(10),
                "Fields behind a body arrive, both ways, with names and values.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        H3Client client = Ask.open(trial);
        List<String> proofs = new ArrayList<>();
        if (trial.target().offers("trailers")) {
            H3Response<byte[]> response = Ask.get(trial, client, "/trailers");
            Place.there("/trailers", response);
            has(TOLD, trailers(trial, response), "/trailers");
            String body = new String(response.body(), StandardCharsets.UTF_8);
            if (!body.equals("trailers follow\n")) {
                return Answer.failed("the body before the trailers is '" + body.strip() + "'");
            }
            proofs.add("received " + TOLD);
        }
        String echo = Place.of(trial.target(), "echo-trailers", "/echo");
        if (echo != null) {
            echoed(trial, client, echo);
            proofs.add("sent and had back " + SENT);
        }
        if (proofs.isEmpty()) {
            proofs.add(own(trial, client));
        }
        return Answer.succeeded(String.join("; ", proofs));
    }

    private static void echoed(Trial trial, H3Client client, String path) throws Exception {
        H3Options options = Ask.options(trial)
                .requestTrailers(() -> HttpHeaders.of(SENT, (name, value) -> true))
                .build();
        byte[] body = KnownFile.first(100);
        H3Response<byte[]> response = Ask.answer(
                trial,
                client.exchange(
                        Ask.request(trial, path)
                                .header("trailer", "x-quiver-digest, x-quiver-two")
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        options,
                        BodyHandlers.ofByteArray()));
        Place.there(path, response);
        new Sight(200, body.length, KnownFile.sha256(body)).isAlso(Sight.of(response), "the body before the trailers");
        has(SENT, trailers(trial, response), path);
    }

    /** Whatever comes behind the body of the target's own path. */
    private static String own(Trial trial, H3Client client) throws Exception {
        String path = trial.target().path();
        H3Response<byte[]> response = Ask.get(trial, client, path);
        HttpHeaders trailers = trailers(trial, response);
        String announced = String.join(", ", response.headers().allValues("trailer"));
        if (!trailers.map().isEmpty()) {
            return "behind " + path + " came " + new TreeMap<>(trailers.map());
        }
        if (!announced.isBlank()) {
            throw CaseEndedException.failed(path + " announced the trailers " + announced + ", and none came");
        }
        throw CaseEndedException.undeclared("nothing came behind the body of " + path
                + "; say offers=trailers (/trailers has some) or offers=echo-trailers (/echo sends them back)");
    }

    private static HttpHeaders trailers(Trial trial, H3Response<?> response) throws Exception {
        return Ask.answer(trial, response.trailers());
    }

    private static void has(Map<String, List<String>> expected, HttpHeaders came, String path)
            throws CaseEndedException {
        for (Map.Entry<String, List<String>> field : expected.entrySet()) {
            List<String> values = came.allValues(field.getKey());
            // RFC 9110 §5.3: lines of one name may be joined on the way.
            if (!String.join(", ", values).equals(String.join(", ", field.getValue()))) {
                throw CaseEndedException.failed("behind the body of " + path + " " + field.getKey() + " ought to be "
                        + field.getValue() + "; what came is " + new TreeMap<>(came.map()));
            }
        }
    }
}
