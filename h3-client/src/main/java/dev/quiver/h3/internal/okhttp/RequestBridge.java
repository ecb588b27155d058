package dev.quiver.h3.internal.okhttp;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Makes of a caller's request the one that is sent, as OkHttp does between application and network. */
final class RequestBridge {
    /** What OkHttp leaves out over HTTP/2, and what the body and the URL say. */
    private static final Set<String> NOT_SENT = Set.of(
            "connection",
            "content-length",
            "encoding",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "transfer-encoding",
            "upgrade");

    private RequestBridge() {}

    /** Whether the response's content is to be unpacked unseen: nobody said how it should come, or which part of it. */
    static boolean unpacks(Request request) {
        return request.header("Accept-Encoding") == null && request.header("Range") == null;
    }

    /** With the fields that body, cookie jar and unpacking give it. */
    static Request networkRequest(Request request, CookieJar cookies) throws IOException {
        Request.Builder made = request.newBuilder();
        RequestBody body = request.body();
        if (body != null) {
            MediaType type = body.contentType();
            if (type != null) {
                made.header("Content-Type", type.toString());
            }
            long length = body.contentLength();
            if (length >= 0) {
                made.header("Content-Length", Long.toString(length));
            } else {
                made.removeHeader("Content-Length");
            }
        }
        if (unpacks(request)) {
            made.header("Accept-Encoding", "gzip");
        }
        List<Cookie> known = cookies.loadForRequest(request.url());
        if (!known.isEmpty()) {
            made.header(
                    "Cookie",
                    known.stream()
                            .map(cookie -> cookie.name() + "=" + cookie.value())
                            .collect(Collectors.joining("; ")));
        }
        return made.build();
    }

    /**
     * For the HTTP client.
     *
     * @throws IllegalArgumentException if it cannot be said
     */
    static HttpRequest httpRequest(Request network, @Nullable BodyPublisher body) {
        HttpRequest.Builder made = HttpRequest.newBuilder(network.url().uri());
        made.method(network.method(), body == null ? BodyPublishers.noBody() : body);
        Headers headers = network.headers();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            String value = headers.value(i);
            if (!NOT_SENT.contains(name) || name.equals("te") && value.equals("trailers")) {
                made.header(name, value);
            }
        }
        if (body != null && "100-continue".equalsIgnoreCase(network.header("Expect"))) {
            made.expectContinue(true);
        }
        return made.build();
    }
}
