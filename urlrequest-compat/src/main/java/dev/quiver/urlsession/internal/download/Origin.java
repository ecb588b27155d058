package dev.quiver.urlsession.internal.download;

import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;

/**
 * What the rest of a representation is asked for by.
 *
 * @param validator a strong one, for {@code If-Range}
 * @param total the whole representation's bytes, or -1 where the server did not tell
 */
public record Origin(String validator, long total) {
    /**
     * Read from the head of a whole response to a GET; empty if the rest could not be asked for later: the server does
     * not take ranges, the content has a coding (a part of it cannot be decoded) or there is no strong validator.
     */
    public static Optional<Origin> of(int status, HttpHeaders fields) {
        boolean coded = fields.allValues("content-encoding").stream()
                .anyMatch(coding -> !coding.strip().equalsIgnoreCase("identity"));
        boolean refused = fields.firstValue("accept-ranges")
                .filter(units -> units.strip().equalsIgnoreCase("none"))
                .isPresent();
        if (status != 200 || coded || refused) {
            return Optional.empty();
        }
        return StrongValidator.of(fields).map(validator -> new Origin(validator, length(fields)));
    }

    private static long length(HttpHeaders fields) {
        try {
            return fields.firstValueAsLong("content-length").orElse(-1);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The fields that ask for what follows the first {@code offset} bytes (RFC 9110 §14.2, §13.1.5). */
    public Map<String, String> askForTheRest(long offset) {
        return Map.of("range", "bytes=" + offset + "-", "if-range", validator, "accept-encoding", "identity");
    }

    /** What the response to that means. */
    public Verdict judge(long offset, int status, HttpHeaders answer) {
        return switch (status) {
            case 206 -> theRest(offset, answer);
            case 200 -> new Verdict.StartOver();
            // The server's is shorter now than what was there, or as long: whether it is the same is not said.
            case 416 -> new Verdict.AskAnew();
            default -> new Verdict.Refuse();
        };
    }

    private Verdict theRest(long offset, HttpHeaders answer) {
        Optional<ContentRange> range = ContentRange.of(answer);
        Optional<String> tag = answer.firstValue("etag").map(String::strip);
        // A server that ignores If-Range may send the rest of something else.
        boolean sameTag =
                !validator.startsWith("\"") || tag.isEmpty() || tag.get().equals(validator);
        if (range.isEmpty() || range.get().first() != offset || !sameTag) {
            return new Verdict.AskAnew();
        }
        long now = range.get().total();
        boolean sameLength = total < 0 || now < 0 || now == total;
        boolean toTheEnd = now < 0 || range.get().last() == now - 1;
        return sameLength && toTheEnd ? new Verdict.Append(offset, now < 0 ? total : now) : new Verdict.AskAnew();
    }
}
