package dev.quiver.h3.internal.message;

import dev.quiver.h3.Priority;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes heads of requests, and refuses what HTTP or HTTP/3 cannot carry with an {@code IllegalArgumentException}. */
public final class RequestHeads {
    private static final String USER_AGENT = "Quiver/0.1";

    private RequestHeads() {}

    /** Checks what any transport needs: an absolute http or https URI with a host, a method, clean fields. */
    public static void check(WireRequest request) {
        URI uri = request.uri();
        if (uri == null) {
            throw new IllegalArgumentException("the request has no URI");
        }
        String scheme = uri.getScheme();
        if (scheme == null || !scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")) {
            throw new IllegalArgumentException("the URI's scheme must be https or http: " + uri);
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new IllegalArgumentException("the URI has no host that can be connected to: " + uri);
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new IllegalArgumentException("the URI's port must be 1 to 65535: " + uri);
        }
        if (!FieldRules.isToken(request.method())) {
            throw new IllegalArgumentException("the method is not a token (RFC 9110 §9.1): " + request.method());
        }
        if (request.method().equals("CONNECT")) {
            throw new IllegalArgumentException("CONNECT is not a request that can be sent");
        }
        for (Map.Entry<String, List<String>> field : request.headers().map().entrySet()) {
            checkField(field.getKey(), field.getValue());
        }
    }

    static void checkField(String name, List<String> values) {
        if (!FieldRules.isToken(name)) {
            throw new IllegalArgumentException("not a field name (RFC 9110 §5.1): \"" + printable(name) + "\"");
        }
        for (String value : values) {
            if (!FieldRules.isSendableValue(value)) {
                throw new IllegalArgumentException("the value of the field " + name
                        + " has a control character or one outside ISO 8859-1 (RFC 9110 §5.5)");
            }
        }
    }

    /**
     * The head of a checked request.
     *
     * @param cookies further {@code cookie} values
     * @param priority said in a field of its own unless the request has one
     */
    public static RequestHead of(WireRequest request, List<String> cookies, @Nullable Priority priority) {
        URI uri = request.uri();
        Map<String, List<String>> headers = request.headers().map();
        FieldLines fields = new FieldLines(headers.size() + 4);
        String authority = authority(uri);
        boolean userAgent = false;
        boolean prioritised = false;
        StringBuilder cookie = new StringBuilder();
        for (Map.Entry<String, List<String>> field : headers.entrySet()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            switch (name) {
                case "host" -> authority = field.getValue().get(0);
                case "cookie" -> field.getValue().forEach(value -> append(cookie, value));
                case "content-length" -> checkLength(request, field.getValue());
                case "expect" -> {
                    if (!request.expectContinue()) {
                        throw new IllegalArgumentException("set expectContinue(true) in place of an expect field");
                    }
                }
                default -> {
                    checkAllowed(name, field.getValue());
                    userAgent |= name.equals("user-agent");
                    prioritised |= name.equals("priority");
                    for (String value : field.getValue()) {
                        fields.add(name, value);
                    }
                }
            }
        }
        cookies.forEach(value -> append(cookie, value));
        if (cookie.length() > 0) {
            fields.add("cookie", cookie.toString());
        }
        if (!userAgent) {
            fields.add("user-agent", USER_AGENT);
        }
        if (priority != null && !prioritised) {
            fields.add("priority", priority.fieldValue());
        }
        addContentLength(request, fields);
        if (request.expectContinue() && hasBody(request)) {
            fields.add("expect", "100-continue");
        }
        return new RequestHead(
                request.method(), uri.getScheme().toLowerCase(Locale.ROOT), authority, path(uri), fields);
    }

    /** Whether a body will be asked of the publisher; a length of 0 is none, as for the JDK's client. */
    public static boolean hasBody(WireRequest request) {
        var publisher = request.publisher();
        return publisher != null && publisher.contentLength() != 0;
    }

    private static void addContentLength(WireRequest request, FieldLines fields) {
        var publisher = request.publisher();
        if (publisher == null) {
            return;
        }
        long length = publisher.contentLength();
        // RFC 9110 §8.6: say 0 where the method makes one expect content.
        boolean contentExpected = switch (request.method()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
        if (length > 0 || length == 0 && contentExpected) {
            fields.add("content-length", Long.toString(length));
        }
    }

    private static void checkAllowed(String name, List<String> values) {
        if (FieldRules.isConnectionSpecific(name)) {
            throw new IllegalArgumentException("HTTP/3 has no field " + name + " (RFC 9114 §4.2)");
        }
        if (name.equals("te") && !values.stream().allMatch(value -> value.equalsIgnoreCase("trailers"))) {
            throw new IllegalArgumentException("the only value of te in HTTP/3 is trailers (RFC 9114 §4.2)");
        }
    }

    private static void checkLength(WireRequest request, List<String> values) {
        var publisher = request.publisher();
        long length = publisher == null ? 0 : publisher.contentLength();
        for (String value : values) {
            if (!value.equals(Long.toString(length))) {
                throw new IllegalArgumentException(
                        "content-length " + value + " does not agree with the body publisher's "
                                + (length < 0
                                        ? "unknown length; use BodyPublishers.fromPublisher with a length"
                                        : length + ""));
            }
        }
    }

    private static String authority(URI uri) {
        int port = uri.getPort();
        String host = uri.getHost();
        boolean schemesOwn = port < 0 || port == (uri.getScheme().equalsIgnoreCase("https") ? 443 : 80);
        return schemesOwn ? host : host + ":" + port;
    }

    private static String path(URI uri) {
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        if (path == null || path.isEmpty()) {
            path = "/";
        }
        return query == null ? path : path + "?" + query;
    }

    private static void append(StringBuilder cookie, String value) {
        if (cookie.length() > 0) {
            cookie.append("; ");
        }
        cookie.append(value);
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
