package dev.quiver.benchmarks.peer;

import org.jspecify.annotations.Nullable;

/**
 * How a request ended.
 *
 * @param status the response's status
 * @param bytes how many bytes of its body came
 * @param protocol what the client itself says it spoke: {@code h3}, {@code h2} or another name
 * @param serverSays the response's field {@code x-proto}: what the server says; null where there is none
 */
public record Reply(
        int status, long bytes, String protocol, @Nullable String serverSays) {
    /** The field in which a server names the protocol it was asked in. */
    public static final String PROTOCOL_FIELD = "x-proto";
}
