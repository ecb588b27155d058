package dev.quiver.h3.internal.message;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes a request's trailer section (RFC 9114 §4.1), and refuses what may not be one. */
public final class RequestTrailers {
    /**
     * What a recipient would have had to know before the content: framing, routing, what the request asks for, credentials
     * and the content's format (RFC 9110 §6.5.1).
     */
    private static final Set<String> NOT_BEHIND_CONTENT = Set.of(
            "accept",
            "accept-charset",
            "accept-encoding",
            "accept-language",
            "age",
            "alt-used",
            "authorization",
            "cache-control",
            "content-encoding",
            "content-length",
            "content-location",
            "content-range",
            "content-type",
            "cookie",
            "expect",
            "host",
            "max-forwards",
            "pragma",
            "priority",
            "proxy-authorization",
            "range",
            "te",
            "trailer");

    private RequestTrailers() {}

    /**
     * The section, names in lower case.
     *
     * @throws IllegalArgumentException if a field has no place in it
     */
    public static FieldLines of(HttpHeaders headers) {
        FieldLines lines = new FieldLines(headers.map().size());
        for (Map.Entry<String, List<String>> field : headers.map().entrySet()) {
            RequestHeads.checkField(field.getKey(), field.getValue());
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (FieldRules.isConnectionSpecific(name)) {
                throw new IllegalArgumentException("HTTP/3 has no field " + name + " (RFC 9114 §4.2)");
            }
            if (NOT_BEHIND_CONTENT.contains(name) || name.startsWith("if-")) {
                throw new IllegalArgumentException("the field " + name + " cannot be a trailer (RFC 9110 §6.5.1)");
            }
            field.getValue().forEach(value -> lines.add(name, value));
        }
        return lines;
    }
}
