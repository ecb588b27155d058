package dev.quiver.urlsession.internal.cache.store;

import dev.quiver.urlsession.internal.cache.StoredResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The file of one URI: all responses stored for it, with a checksum, so that a torn file is none. */
final class RecordCodec {
    /** "QVRC" and the version of what follows; a file of another version is none. */
    private static final int MAGIC = 0x51565243;

    private static final int VERSION = 1;

    private RecordCodec() {}

    static byte[] encode(List<StoredResponse> responses) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(responses.size());
            for (StoredResponse response : responses) {
                write(out, response);
            }
            out.flush();
            out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
        } catch (IOException impossible) {
            throw new IllegalStateException("memory cannot be written", impossible);
        }
        return bytes.toByteArray();
    }

    /** The responses, or empty where the bytes are not a whole file of this version. */
    static Optional<List<StoredResponse>> decode(byte[] bytes) {
        int end = bytes.length - Integer.BYTES;
        if (end < 3 * Integer.BYTES || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end))) {
            if (in.readInt() != MAGIC || in.readInt() != VERSION) {
                return Optional.empty();
            }
            int count = in.readInt();
            List<StoredResponse> responses = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                responses.add(read(in));
            }
            return Optional.of(responses);
        } catch (IOException | RuntimeException notOurs) {
            return Optional.empty();
        }
    }

    private static void write(DataOutputStream out, StoredResponse response) throws IOException {
        text(out, response.id());
        text(out, response.key());
        out.writeInt(response.status());
        Map<String, List<String>> fields = response.fields().map();
        out.writeInt(fields.size());
        for (Map.Entry<String, List<String>> field : fields.entrySet()) {
            text(out, field.getKey());
            texts(out, field.getValue());
        }
        texts(out, response.varyNames());
        text(out, response.varyDigest());
        time(out, response.requestTime());
        time(out, response.responseTime());
        out.writeLong(response.length());
        out.writeInt(response.checksum());
        out.writeInt(response.userInfo().size());
        for (Map.Entry<String, String> info : response.userInfo().entrySet()) {
            text(out, info.getKey());
            text(out, info.getValue());
        }
    }

    private static StoredResponse read(DataInputStream in) throws IOException {
        String id = text(in);
        String key = text(in);
        int status = in.readInt();
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int fieldCount = in.readInt();
        for (int i = 0; i < fieldCount; i++) {
            fields.put(text(in), texts(in));
        }
        List<String> varyNames = texts(in);
        String varyDigest = text(in);
        Instant requestTime = time(in);
        Instant responseTime = time(in);
        long length = in.readLong();
        int checksum = in.readInt();
        Map<String, String> info = new LinkedHashMap<>();
        int infoCount = in.readInt();
        for (int i = 0; i < infoCount; i++) {
            info.put(text(in), text(in));
        }
        return new StoredResponse(
                id,
                key,
                status,
                HttpHeaders.of(fields, (name, value) -> true),
                varyNames,
                varyDigest,
                requestTime,
                responseTime,
                length,
                checksum,
                info);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a text of " + length + " bytes in a file with fewer");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(in));
        }
        return texts;
    }

    private static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant time(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
