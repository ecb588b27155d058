package dev.quiver.urlsession;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** What a data task came back with. */
public final class UrlData {
    private final byte[] data;
    private final HttpUrlResponse response;

    UrlData(byte[] data, HttpUrlResponse response) {
        this.data = data;
        this.response = response;
    }

    /** The whole body, as received: the array itself, which is the caller's. */
    public byte[] data() {
        return data;
    }

    /** The head. */
    public HttpUrlResponse response() {
        return response;
    }

    /** The body as text, in the charset that the server named, else in UTF-8. */
    public String text() {
        return new String(
                data, response.textEncodingName().map(UrlData::charset).orElse(StandardCharsets.UTF_8));
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    @Override
    public String toString() {
        return "UrlData[" + data.length + " bytes, " + response.statusCode() + " " + response.url() + "]";
    }
}
