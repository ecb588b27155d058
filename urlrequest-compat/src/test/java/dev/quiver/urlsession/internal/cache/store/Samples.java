package dev.quiver.urlsession.internal.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.internal.cache.StoredResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Responses whose bodies follow from their key and version, so that a wrong byte is seen. */
final class Samples {
    static final Instant T0 = Instant.parse("2025-06-01T00:00:00Z");

    private Samples() {}

    static StoredResponse head(String key, int version, String variant) {
        return new StoredResponse(
                "",
                key,
                200,
                HttpHeaders.of(
                        Map.of("x-version", List.of(Integer.toString(version)), "x-confirmed", List.of("0")),
                        (name, value) -> true),
                List.of("authorization"),
                variant,
                T0,
                T0.plusSeconds(version),
                0,
                0,
                Map.of("of", key));
    }

    static byte[] body(String key, int version, int size) {
        byte[] bytes = new byte[size];
        new Random(key.hashCode() * 31L + version).nextBytes(bytes);
        return bytes;
    }

    static FinishedBody taken(BodySink sink, byte[] bytes) {
        for (int at = 0; at < bytes.length; at += 10_000) {
            sink.write(ByteBuffer.wrap(bytes, at, Math.min(10_000, bytes.length - at)));
        }
        FinishedBody body = sink.finish();
        assertThat(body).isNotNull();
        return body;
    }

    static int version(StoredResponse response) {
        return Integer.parseInt(response.fields().firstValue("x-version").orElseThrow());
    }

    static byte[] all(BodyReading reading) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (reading) {
            for (ByteBuffer piece = reading.next(); piece != null; piece = reading.next()) {
                byte[] some = new byte[piece.remaining()];
                piece.get(some);
                bytes.writeBytes(some);
            }
        }
        return bytes.toByteArray();
    }
}
