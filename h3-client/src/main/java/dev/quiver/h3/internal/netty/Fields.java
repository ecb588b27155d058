package dev.quiver.h3.internal.netty;

import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.RequestHead;
import io.netty.handler.codec.http3.DefaultHttp3Headers;
import io.netty.handler.codec.http3.Http3Headers;
import java.util.Map;

/** Field sections between this project's form and the codec's. */
final class Fields {
    private Fields() {}

    /** Everything was checked: the codec need not. */
    static Http3Headers encode(RequestHead head) {
        FieldLines lines = head.fields();
        Http3Headers headers = new DefaultHttp3Headers(false, lines.size() + 4);
        headers.method(head.method());
        if (head.protocol() != null) {
            headers.add(":protocol", head.protocol());
        }
        headers.scheme(head.scheme());
        headers.authority(head.authority());
        headers.path(head.path());
        for (int i = 0; i < lines.size(); i++) {
            headers.add(lines.name(i), lines.value(i));
        }
        return headers;
    }

    /** A trailer section, which has no pseudo-header fields (RFC 9114 §4.3). */
    static Http3Headers encode(FieldLines lines) {
        Http3Headers headers = new DefaultHttp3Headers(false, lines.size());
        for (int i = 0; i < lines.size(); i++) {
            headers.add(lines.name(i), lines.value(i));
        }
        return headers;
    }

    /** All but the pseudo-header fields, which the codec has checked. */
    static FieldLines decode(Http3Headers headers) {
        FieldLines lines = new FieldLines(headers.size());
        for (Map.Entry<CharSequence, CharSequence> line : headers) {
            CharSequence name = line.getKey();
            if (name.length() == 0 || name.charAt(0) != ':') {
                lines.add(name.toString(), line.getValue().toString());
            }
        }
        return lines;
    }
}
