package dev.quiver.h3;

import java.net.http.HttpHeaders;
import java.util.Objects;

/**
 * An interim response (RFC 9110 §15.2), such as 103 Early Hints (RFC 8297).
 *
 * @param status 100 to 199
 * @param headers its fields
 */
public record InformationalResponse(int status, HttpHeaders headers) {
    public InformationalResponse {
        Objects.requireNonNull(headers, "headers");
        if (status < 100 || status > 199) {
            throw new IllegalArgumentException("an informational status is 100 to 199, not " + status);
        }
    }

    /** The status and the names of the fields. */
    @Override
    public String toString() {
        return status + " " + headers.map().keySet();
    }
}
