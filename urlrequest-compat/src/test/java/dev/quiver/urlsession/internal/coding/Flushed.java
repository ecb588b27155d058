package dev.quiver.urlsession.internal.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** The beginning of coded content whose encoder was flushed, as a server of events sends it. */
final class Flushed {
    static {
        Brotli4jLoader.ensureAvailability();
    }

    private Flushed() {}

    static byte[] by(ContentCoding coding, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = encoder(coding, bytes)) {
            out.write(content);
            out.flush();
            return bytes.toByteArray();
        }
    }

    private static OutputStream encoder(ContentCoding coding, OutputStream to) throws IOException {
        return switch (coding) {
            case GZIP -> new GZIPOutputStream(to, 512, true);
            case DEFLATE -> new DeflaterOutputStream(to, true);
            case BR -> new BrotliOutputStream(to);
            case ZSTD -> new ZstdOutputStream(to);
        };
    }
}
