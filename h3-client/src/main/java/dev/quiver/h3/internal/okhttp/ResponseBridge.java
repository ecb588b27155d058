package dev.quiver.h3.internal.okhttp;

import dev.quiver.h3.H3Response;
import dev.quiver.h3.Protocol;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.Handshake;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import okio.GzipSource;
import okio.Okio;

/** Makes of what the HTTP client answered the response that OkHttp's caller expects. */
final class ResponseBridge {
    private final H3Response<DownloadBody> from;
    private final Headers headers;

    ResponseBridge(H3Response<DownloadBody> from) {
        this.from = from;
        this.headers = headers(from.headers().map());
    }

    /** As it came, without body. */
    Response network(Request request, long sentAt, long receivedAt) throws IOException {
        Response.Builder made = new Response.Builder()
                .request(request)
                .protocol(protocol(from.protocol()))
                .code(from.statusCode())
                // HTTP/3 has no reason phrase (RFC 9114 §4.3.2).
                .message("")
                .headers(headers)
                .sentRequestAtMillis(sentAt)
                .receivedResponseAtMillis(receivedAt);
        var session = from.sslSession().orElse(null);
        if (session != null) {
            made.handshake(Handshake.get(session));
        }
        return made.build();
    }

    /** As the caller gets it. */
    Response response(Request asked, Response network, boolean unpack) {
        BufferedSource source = Okio.buffer(from.body());
        Response.Builder made = network.newBuilder().request(asked).networkResponse(network);
        if (Since.TRAILERS) {
            ResponseTrailers.give(made, source, from.trailers());
        }
        String type = headers.get("Content-Type");
        MediaType mediaType = type == null ? null : MediaType.parse(type);
        boolean content = hasContent(asked.method(), from.statusCode());
        if (unpack && content && "gzip".equalsIgnoreCase(headers.get("Content-Encoding"))) {
            made.headers(headers.newBuilder()
                    .removeAll("Content-Encoding")
                    .removeAll("Content-Length")
                    .build());
            return made.body(ResponseBody.create(Okio.buffer(new GzipSource(source)), mediaType, -1))
                    .build();
        }
        return made.body(ResponseBody.create(source, mediaType, content ? contentLength() : 0))
                .build();
    }

    private long contentLength() {
        String said = headers.get("Content-Length");
        try {
            return said == null ? -1 : Long.parseLong(said);
        } catch (NumberFormatException several) {
            return -1;
        }
    }

    void keepCookies(CookieJar jar, Request request) {
        List<Cookie> cookies = jar == CookieJar.NO_COOKIES ? List.of() : Cookie.parseAll(request.url(), headers);
        if (!cookies.isEmpty()) {
            jar.saveFromResponse(request.url(), cookies);
        }
    }

    /** The same for a chain of prior responses: without body, as OkHttp wants it. */
    static Response bare(Response response) {
        return new Response.Builder()
                .request(response.request())
                .protocol(response.protocol())
                .code(response.code())
                .message(response.message())
                .headers(response.headers())
                .handshake(response.handshake())
                .sentRequestAtMillis(response.sentRequestAtMillis())
                .receivedResponseAtMillis(response.receivedResponseAtMillis())
                .networkResponse(response.networkResponse())
                .priorResponse(response.priorResponse())
                .build();
    }

    /** RFC 9110 §6.4.1. */
    private static boolean hasContent(String method, int status) {
        return !method.equals("HEAD") && status != 204 && status != 304;
    }

    static Headers headers(Map<String, List<String>> map) {
        Headers.Builder made = new Headers.Builder();
        map.forEach((name, values) -> values.forEach(value -> made.addUnsafeNonAscii(name, value)));
        return made.build();
    }

    private static okhttp3.Protocol protocol(Protocol protocol) {
        if (protocol.equals(Protocol.H3)) {
            return Since.HTTP_3;
        }
        return protocol.equals(Protocol.H2) ? okhttp3.Protocol.HTTP_2 : okhttp3.Protocol.HTTP_1_1;
    }
}
