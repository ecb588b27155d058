package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.KnownFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Methods, with and without a body. */
final class Methods extends Http3Case {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    /** What may be asked of a server that is not there for this (RFC 9110 §9.2.1). */
    private static final List<String> SAFE = List.of("GET", "HEAD", "OPTIONS");

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    Methods() {
        super(
                "methods",
                "ME",
                Duration.ofSeconds(20),
                "Each of seven methods (to a public server, of the three safe ones) is answered on a stream of its own.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        H3Client client = Ask.open(trial);
        String work = Place.of(trial.target(), "work", "/work");
        String path = work == null ? trial.target().path() : work;
        List<String> statuses = new ArrayList<>();
        boolean forThis = work != null || trial.address().getAddress().isLoopbackAddress();
        List<String> methods = forThis ? METHODS : SAFE;
        for (String method : methods) {
            byte[] body = WITH_BODY.contains(method) ? KnownFile.first(1000 + method.length()) : new byte[0];
            H3Response<byte[]> response = trial.send(
                    client,
                    Ask.request(trial, path)
                            .method(
                                    method,
                                    body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                            .build());
            statuses.add(method + " " + response.statusCode());
            if (work != null && !method.equals("HEAD") && response.statusCode() != 405) {
                Place.there(method + " " + path, response);
                told(method, body, new String(response.body(), StandardCharsets.UTF_8));
            }
        }
        if (work == null) {
            // RFC 9110 §9.2.1: nobody asked for a change, so that the same has to come again.
            Sight.reference(trial, client).isAlso(Sight.reference(trial, client), "the same GET");
        }
        StreamLog log = StreamLog.ofOnly(trial.finish());
        int expected = methods.size() + (work == null ? 2 : 0);
        if (log.requests(false).size() != expected) {
            return Answer.failed(expected + " requests were answered on streams " + log.requests(false));
        }
        return Answer.succeeded(String.join(", ", statuses)
                + (work == null
                        ? "; each on its own stream of the qlog"
                        : "; it names each method, its bytes and their SHA-256 as they were sent"));
    }

    private static void told(String method, byte[] body, String line) throws CaseEndedException {
        String right = method + " " + body.length + " " + KnownFile.sha256(body);
        if (!line.strip().equals(right)) {
            throw CaseEndedException.failed("it read '" + shortened(line.strip()) + "' where '" + right + "' was sent");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
