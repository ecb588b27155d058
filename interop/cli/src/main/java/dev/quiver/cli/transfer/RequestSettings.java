package dev.quiver.cli.transfer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of each URL.
 *
 * @param method the method
 * @param fields the header fields, in order
 * @param body what is sent, or null for none
 * @param timeout the limit on the whole exchange, or null for none
 * @param failOnStatus whether the body of a status of 400 or more is dropped
 * @param digest whether the body's SHA-256 is wanted
 */
public record RequestSettings(
        String method,
        List<Field> fields,
        @Nullable UploadBody body,
        @Nullable Duration timeout,
        boolean failOnStatus,
        boolean digest) {

    /** A header field. */
    public record Field(String name, String value) {}

    /** A plain GET. */
    public static final RequestSettings GET = new RequestSettings("GET", List.of(), null, null, false, true);

    public RequestSettings {
        fields = List.copyOf(fields);
    }
}
