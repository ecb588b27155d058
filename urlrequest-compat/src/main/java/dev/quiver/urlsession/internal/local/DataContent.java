package dev.quiver.urlsession.internal.local;

import dev.quiver.urlsession.UrlErrorCode;
import dev.quiver.urlsession.internal.load.CodedException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@code data:} URL says (RFC 2397). */
record DataContent(String mediaType, byte[] bytes) implements LocalContent {
    private static final String BASE64 = ";base64";
    private static final Pattern WHITE_SPACE = Pattern.compile("[\\t\\n\\f\\r ]");

    /**
     * Takes the URL apart.
     *
     * @throws CodedException {@code BAD_URL}, if it is none
     */
    static DataContent of(URI uri) throws CodedException {
        // The fragment is not part of the data (RFC 3986 §3.5), and URI keeps it apart.
        String text = uri.getRawSchemeSpecificPart();
        int comma = text.indexOf(',');
        if (comma < 0) {
            throw bad("a data: URL has a comma before its data (RFC 2397 §3)", null);
        }
        String type = new String(unescape(text.substring(0, comma)), StandardCharsets.ISO_8859_1).strip();
        byte[] data = unescape(text.substring(comma + 1));
        if (type.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            type = type.substring(0, type.length() - BASE64.length()).strip();
            data = fromBase64(data);
        }
        return new DataContent(mediaType(type), data);
    }

    /** RFC 2397 §2: plain US-ASCII text, where the URL says nothing; plain text where it only has parameters. */
    private static String mediaType(String given) throws CodedException {
        String type = given.startsWith(";") ? "text/plain" + given : given;
        if (type.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw bad("a data: URL's media type has a character that no field can carry", null);
        }
        return type.isEmpty() ? "text/plain;charset=US-ASCII" : type;
    }

    /** The bytes behind the escapes (RFC 3986 §2.1), whose digits {@link URI} has checked. */
    private static byte[] unescape(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '%') {
                out.write(Character.digit(utf8[i + 1], 16) << 4 | Character.digit(utf8[i + 2], 16));
                i += 2;
            } else {
                out.write(utf8[i]);
            }
        }
        return out.toByteArray();
    }

    private static byte[] fromBase64(byte[] text) throws CodedException {
        String dense = WHITE_SPACE
                .matcher(new String(text, StandardCharsets.ISO_8859_1))
                .replaceAll("");
        try {
            return Base64.getDecoder().decode(dense);
        } catch (IllegalArgumentException e) {
            throw bad("a data: URL's base64 is none: " + e.getMessage(), e);
        }
    }

    private static CodedException bad(String message, @Nullable Throwable cause) {
        return new CodedException(UrlErrorCode.BAD_URL, message, cause);
    }

    @Override
    public Map<String, String> fields() {
        return Map.of("content-type", mediaType, "content-length", Long.toString(bytes.length));
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public ByteBuffer read() {
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
