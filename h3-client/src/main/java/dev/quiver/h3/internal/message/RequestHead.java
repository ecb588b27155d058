package dev.quiver.h3.internal.message;

/**
 * A request's head as HTTP/3 sends it (RFC 9114 §4.3.1), checked.
 *
 * @param method a token
 * @param scheme {@code http} or {@code https}
 * @param authority host, and port unless it is the scheme's own
 * @param path path and query; never empty
 * @param fields all other fields, names in lower case
 */
public record RequestHead(String method, String scheme, String authority, String path, FieldLines fields) {
    /** The same with the alternative service named that it is sent to (RFC 7838 §5). */
    public RequestHead withAltUsed(String alternative) {
        return new RequestHead(method, scheme, authority, path, fields.with("alt-used", alternative));
    }

    /** The size of the section as RFC 9114 §4.2.2 counts it, pseudo-header fields included. */
    public long sectionSize() {
        // ":method", ":scheme", ":authority" and ":path" are 7, 7, 10 and 5 characters long.
        return fields.sectionSize()
                + 4 * 32
                + 29L
                + method.length()
                + scheme.length()
                + authority.length()
                + path.length();
    }
}
