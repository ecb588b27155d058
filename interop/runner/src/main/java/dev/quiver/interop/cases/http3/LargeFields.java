package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import dev.quiver.quic.ErrorScope;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Field sections beyond what fits a packet. */
final class LargeFields extends Http3Case {
    private static final int UP = 16 << 10;
    private static final int DOWN = 64 << 10;
    private static final int LINE = 1000;

    /** Pseudo-fields, user agent, and what a path may be. */
    private static final int OTHERS = 1000;

    LargeFields() {
        super(
                "large-fields",
                "LF",
                Duration.ofSeconds(15),
                "16 KiB of request fields and 64 KiB of response fields arrive, or are refused in a way that leaves the connection.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        H3Client client = Ask.open(trial);
        List<String> proofs = new ArrayList<>();
        String headers = Place.of(trial.target(), "headers", "/headers");
        if (headers != null) {
            proofs.add(sent(trial, client, headers));
        }
        String big = Place.of(trial.target(), "big-headers", "/big-headers?bytes=" + DOWN);
        if (big != null) {
            proofs.add(received(trial, client, big));
        }
        if (proofs.isEmpty()) {
            proofs.add(refusedAtMost(trial, client));
        }
        return Answer.succeeded(String.join("; ", proofs));
    }

    private static String sent(Trial trial, H3Client client, String path) throws Exception {
        HttpRequest request = request(trial, path, UP);
        H3Response<byte[]> response = trial.send(client, request);
        if (response.statusCode() == 431) {
            throw CaseEndedException.lacking("it answers " + UP + " bytes of fields with status 431");
        }
        Place.there(path, response);
        Set<String> lines =
                new HashSet<>(List.of(new String(response.body(), StandardCharsets.ISO_8859_1).split("\n")));
        for (Map.Entry<String, List<String>> field : request.headers().map().entrySet()) {
            if (!lines.contains(field.getKey() + ": " + field.getValue().get(0))) {
                throw CaseEndedException.failed("of " + request.headers().map().size()
                        + " request fields the server did not see " + field.getKey() + " as it was sent");
            }
        }
        return UP + " bytes of request fields, told back line by line";
    }

    private static String received(Trial trial, H3Client client, String path) throws Exception {
        H3Response<byte[]> response = Ask.get(trial, client, path);
        Place.there(path, response);
        long size = 0;
        for (Map.Entry<String, List<String>> field : response.headers().map().entrySet()) {
            if (field.getKey().startsWith("x-big-")) {
                for (String value : field.getValue()) {
                    size += field.getKey().length() + value.length() + 32; // RFC 9114 §4.2.2
                }
            }
        }
        if (path.contains("bytes=") && size != Long.parseLong(path.replaceAll(".*bytes=(\\d+).*", "$1"))) {
            throw CaseEndedException.failed(path + " came with " + size + " bytes of x-big-… fields");
        }
        return size + " bytes of response fields, counted as RFC 9114 §4.2.2 does";
    }

    /** With nothing known of the server: as much as its SETTINGS allow, and any answer is one. */
    private static String refusedAtMost(Trial trial, H3Client client) throws Exception {
        PlainHttp3 connection = PlainHttp3.open(trial, Map.of());
        Sight right = connection.ask("GET", trial.target().path()).answer().sight();
        long limit = ServerSettings.of(trial, connection).maxFieldSection();
        int size = (int) Math.min(UP, limit - OTHERS);
        if (size < LINE) {
            throw CaseEndedException.lacking("its SETTINGS allow no more than " + limit + " bytes of fields");
        }
        right.isAlso(Sight.reference(trial, client), trial.target().path());
        String answer;
        try {
            answer = "status "
                    + trial.send(client, request(trial, trial.target().path(), size))
                            .statusCode();
        } catch (H3Exception refused) {
            if (refused.kind() != H3Exception.Kind.STREAM_RESET || refused.scope() != ErrorScope.STREAM) {
                throw refused;
            }
            answer = "a reset with " + refused.codeName();
        }
        right.isAlso(Sight.reference(trial, client), "the request after it");
        int connections = trial.finish().size() - 1;
        if (connections != 1) {
            throw CaseEndedException.failed(
                    "its SETTINGS allow " + (limit == Long.MAX_VALUE ? "any size" : limit + " bytes")
                            + " of fields, " + size + " bytes were answered with " + answer
                            + ", and the next request took another connection");
        }
        return size + " bytes of request fields, of "
                + (limit == Long.MAX_VALUE ? "any number" : String.valueOf(limit))
                + " that its SETTINGS allow, were answered with " + answer
                + ", and the same connection answered the next request";
    }

    private static HttpRequest request(Trial trial, String path, int bytes) {
        HttpRequest.Builder request = Ask.request(trial, path);
        for (int n = 0, left = bytes; left > 100; n++) {
            String name = "x-quiver-" + n;
            int value = Math.min(LINE, left) - name.length() - 32; // RFC 9114 §4.2.2
            request.header(name, n + "v".repeat(value - String.valueOf(n).length()));
            left -= LINE;
        }
        return request.build();
    }
}
