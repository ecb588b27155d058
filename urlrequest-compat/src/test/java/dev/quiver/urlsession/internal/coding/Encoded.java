package dev.quiver.urlsession.internal.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Content in every coding, made by the libraries' encoders. */
public final class Encoded {
    static {
        Brotli4jLoader.ensureAvailability();
    }

    private Encoded() {}

    public static byte[] by(ContentCoding coding, byte[] content) {
        try {
            return switch (coding) {
                case GZIP -> gzip(content);
                case DEFLATE -> deflate(content, false);
                case BR -> Encoder.compress(content);
                case ZSTD -> Zstd.compress(content);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    static byte[] deflate(byte[] content, boolean raw) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, raw);
        try (OutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(content);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** Some that compresses and some that does not. */
    public static byte[] content(long seed, int length) {
        Random random = new Random(seed);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            if ((i / 1000) % 3 != 0) {
                bytes[i] = (byte) ('a' + i % 7);
            }
        }
        return bytes;
    }
}
