package dev.quiver.urlsession;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of a response.
 *
 * @param url where it came from, redirects followed
 * @param statusCode 200 to 599
 * @param headers the fields; names match in any case
 */
public record HttpUrlResponse(URI url, int statusCode, HttpHeaders headers) {
    /** The first value of a field, or empty. */
    public Optional<String> value(String field) {
        return headers.firstValue(field);
    }

    /** The media type without parameters, in lower case, or empty where the server named none (RFC 9110 §8.3). */
    public Optional<String> mimeType() {
        return value("content-type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> !type.isEmpty());
    }

    /** The {@code charset} parameter of the media type, in lower case, or empty (RFC 9110 §8.3.2). */
    public Optional<String> textEncodingName() {
        return value("content-type").flatMap(type -> {
            String[] parts = type.split(";");
            for (int i = 1; i < parts.length; i++) {
                String part = parts[i].strip();
                if (part.regionMatches(true, 0, "charset=", 0, 8)) {
                    String name = part.substring(8).strip().replace("\"", "");
                    return name.isEmpty() ? Optional.empty() : Optional.of(name.toLowerCase(Locale.ROOT));
                }
            }
            return Optional.empty();
        });
    }

    /**
     * The bytes of the body as the server announced them, or -1 where it did not. Also -1 for content with a coding, as
     * on Apple's platforms: {@code Content-Length} then counts the coded bytes, and a task gives the decoded ones.
     */
    public long expectedContentLength() {
        if (headers.allValues("content-encoding").stream()
                .anyMatch(coding -> !coding.strip().equalsIgnoreCase("identity"))) {
            return -1;
        }
        try {
            return headers.firstValueAsLong("content-length").orElse(-1);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
