package dev.quiver.h3.internal.message;

import dev.quiver.h3.Priority;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes heads of requests, and refuses what HTTP or HTTP/3 cannot carry with an {@code IllegalArgumentException}. */
public final class RequestHeads {
    private static final String USER_AGENT = "Quiver/0.1";

    /** What the JDK's builder refuses too, under its property. */
    private static final Set<String> RESTRICTED = restricted();

    private RequestHeads() {}

    private static Set<String> restricted() {
        Set<String> names = new HashSet<>(Set.of("connection", "content-length", "expect", "host", "upgrade"));
        String allowed = System.getProperty("jdk.httpclient.allowRestrictedHeaders", "");
        for (String name : allowed.split(",", -1)) {
            names.remove(name.strip().toLowerCase(Locale.ROOT));
        }
        return Set.copyOf(names);
    }

    /** Checks what any transport needs: an absolute http or https URI with a host, a method, clean fields. */
    public static void check(WireRequest request) {
        URI uri = request.uri();
        String scheme = uri.getScheme();
        if (scheme == null || !scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")) {
            throw new IllegalArgumentException("the URI's scheme must be https or http: " + ShownUri.of(uri));
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new IllegalArgumentException("the URI has no host that can be connected to: " + ShownUri.of(uri));
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new IllegalArgumentException("the URI's port must be 1 to 65535: " + ShownUri.of(uri));
        }
        if (!FieldRules.isToken(request.method())) {
            throw new IllegalArgumentException("the method is not a token (RFC 9110 §9.1): " + request.method());
        }
        if (request.method().equals("CONNECT")) {
            throw new IllegalArgumentException("CONNECT is not a request that can be sent");
        }
        Duration timeout = request.timeout().orElse(null);
        if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
            throw new IllegalArgumentException("the request's timeout must be positive, not " + timeout);
        }
        for (Map.Entry<String, List<String>> field : request.headers().map().entrySet()) {
            checkField(field.getKey(), field.getValue());
        }
    }

    static void checkField(String name, List<String> values) {
        if (!FieldRules.isToken(name)) {
            throw new IllegalArgumentException("not a field name (RFC 9110 §5.1): \"" + printable(name) + "\"");
        }
        if (RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the field " + name
                    + " is the client's to set, unless the property jdk.httpclient.allowRestrictedHeaders names it");
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
        if (expectsContinue(request)) {
            fields.add("expect", "100-continue");
        }
        return new RequestHead(
                request.method(), uri.getScheme().toLowerCase(Locale.ROOT), authority, path(uri), fields);
    }

    /**
     * Whether a body will be asked of the publisher. One of length 0 is asked too, since it may fail: an empty
     * file may be gone. Not those of the JDK's that hold what they publish.
     */
    public static boolean hasBody(WireRequest request) {
        var publisher = request.publisher();
        return publisher != null && (publisher.contentLength() != 0 || !Publishers.holdTheirContent(publisher));
    }

    /** Whether the body waits for leave. */
    public static boolean expectsContinue(WireRequest request) {
        var publisher = request.publisher();
        return request.expectContinue() && publisher != null && publisher.contentLength() != 0;
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
        String target = query == null ? path : path + "?" + query;
        return isAscii(target) ? target : URI.create(target).toASCIIString();
    }

    /** Whether a URI has none of the other characters that {@link URI} takes; they are sent in UTF-8, escaped (RFC 3987 §3.1). */
    static boolean isAscii(URI uri) {
        return isAscii(uri.toString());
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
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
