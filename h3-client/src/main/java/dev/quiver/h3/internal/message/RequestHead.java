package dev.quiver.h3.internal.message;

import org.jspecify.annotations.Nullable;

/**
 * A request's head as HTTP/3 sends it (RFC 9114 §4.3.1), checked.
 *
 * @param method a token
 * @param scheme {@code http} or {@code https}
 * @param authority host, and port unless it is the scheme's own
 * @param path path and query; never empty
 * @param fields all other fields, names in lower case
 * @param protocol what an extended CONNECT (RFC 9220 §3) is for; null for every other request
 */
public record RequestHead(
        String method,
        String scheme,
        String authority,
        String path,
        FieldLines fields,
        @Nullable String protocol) {
    /** The head of a request that is no extended CONNECT. */
    public RequestHead(String method, String scheme, String authority, String path, FieldLines fields) {
        this(method, scheme, authority, path, fields, null);
    }

    /** The same with the alternative service named that it is sent to (RFC 7838 §5). */
    public RequestHead withAltUsed(String alternative) {
        return new RequestHead(method, scheme, authority, path, fields.with("alt-used", alternative), protocol);
    }

    /** The size of the section as RFC 9114 §4.2.2 counts it, pseudo-header fields included. */
    public long sectionSize() {
        // ":method", ":scheme", ":authority" and ":path" are 7, 7, 10 and 5 characters long.
        return fields.sectionSize()
                + (protocol == null ? 0 : ":protocol".length() + 32 + protocol.length())
                + 4 * 32
                + 29L
                + method.length()
                + scheme.length()
                + authority.length()
                + path.length();
    }
}
