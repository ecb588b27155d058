package dev.quiver.urlsession.internal.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The content codings that can be undone (RFC 9110 §8.4.1); two of them only where their library is. */
public enum ContentCoding {
    GZIP("gzip"),
    DEFLATE("deflate"),
    BR("br"),
    ZSTD("zstd");

    private static final System.Logger LOG = System.getLogger(ContentCoding.class.getName());

    private final String token;

    ContentCoding(String token) {
        this.token = token;
    }

    /** The coding of that name, if it can be undone here. Names are compared without case; {@code x-gzip} is gzip. */
    static Optional<ContentCoding> named(String name) {
        String token = name.toLowerCase(Locale.ROOT);
        return available().stream()
                .filter(coding -> coding.token.equals(token) || coding == GZIP && token.equals("x-gzip"))
                .findFirst();
    }

    /** Those that can be undone here, in the order in which they are offered. */
    public static List<ContentCoding> available() {
        return Available.CODINGS;
    }

    /** The value of {@code Accept-Encoding} that names what can be undone here, and nothing else. */
    public static String acceptEncoding() {
        return available().stream().map(coding -> coding.token).collect(Collectors.joining(", "));
    }

    ContentDecoder newDecoder() {
        // Asking is also what loads the library.
        if (!available().contains(this)) {
            throw new IllegalStateException(token + " cannot be undone here: its library is absent");
        }
        return switch (this) {
            case GZIP -> new GzipDecoder();
            case DEFLATE -> new DeflateDecoder();
            case BR -> new BrotliDecoder();
            case ZSTD -> new ZstdDecoder();
        };
    }

    private boolean isThere() {
        try {
            return switch (this) {
                case GZIP, DEFLATE -> true;
                case BR -> Brotli4jLoader.isAvailable();
                case ZSTD -> {
                    Native.load();
                    yield true;
                }
            };
        } catch (LinkageError absent) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is not offered: {1}", token, absent.toString());
            return false;
        }
    }

    @Override
    public String toString() {
        return token;
    }

    private static final class Available {
        static final List<ContentCoding> CODINGS =
                Arrays.stream(values()).filter(ContentCoding::isThere).toList();
    }
}
