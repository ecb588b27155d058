package dev.quiver.urlsession;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which fields a request goes out with, and whether it has a body. */
final class BodyRules {
    private BodyRules() {}

    /** Whether the method is one that bodies go with here. */
    static boolean maySend(UrlRequest request) {
        return !request.httpMethod().equals("GET") && !request.httpMethod().equals("HEAD");
    }

    /** The session's fields, and the request's in their place where it names them. */
    static HttpHeaders fields(
            UrlRequest request, UrlSessionConfiguration configuration, boolean body, Map<String, String> credentials) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (body && request.httpMethod().equals("POST")) {
            // As URLSession does: a POST that does not say is a form's.
            fields.put("content-type", List.of("application/x-www-form-urlencoded"));
        }
        configuration.httpAdditionalHeaders().forEach((name, value) -> fields.put(name, List.of(value)));
        credentials.forEach((name, value) -> fields.put(name, List.of(value)));
        fields.putAll(request.headers().map());
        return HttpHeaders.of(fields, (name, value) -> true);
    }
}
