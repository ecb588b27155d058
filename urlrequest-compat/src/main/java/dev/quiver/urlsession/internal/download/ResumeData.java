package dev.quiver.urlsession.internal.download;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A download that was stopped, as it is kept: bytes that another process can go on by. Their form is versioned and
 * carries a check sum, so that what was damaged, or written by a later release, is refused and not misread.
 *
 * @param url what was asked for at first, before redirections
 * @param fields the request's own, names in lower case; secrets included
 * @param file where the bytes are that came
 * @param length how many came, 1 or more
 * @param tailCheck of the last of them, by {@link PartialFile#tailCheck}
 * @param origin what the rest is asked for by
 */
public record ResumeData(
        URI url, Map<String, List<String>> fields, Path file, long length, int tailCheck, Origin origin) {
    private static final int MAGIC = 0x51765264;
    private static final int VERSION = 1;

    /** Copies the fields. */
    public ResumeData {
        Map<String, List<String>> copy = new TreeMap<>();
        fields.forEach((name, values) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        fields = copy;
    }

    /** As bytes. */
    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeShort(VERSION);
            text(out, url.toString());
            text(out, file.toString());
            out.writeLong(length);
            out.writeInt(tailCheck);
            text(out, origin.validator());
            out.writeLong(origin.total());
            out.writeInt(fields.size());
            for (Map.Entry<String, List<String>> field : fields.entrySet()) {
                text(out, field.getKey());
                out.writeInt(field.getValue().size());
                for (String value : field.getValue()) {
                    text(out, value);
                }
            }
            out.writeInt(check(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * From bytes.
     *
     * @throws IllegalArgumentException if they are not what {@link #encode()} gives
     */
    public static ResumeData decode(byte[] bytes) {
        if (bytes.length < 10) {
            throw refused("they are too short");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                throw refused("they were not made by this library");
            }
            int version = in.readUnsignedShort();
            if (version != VERSION) {
                throw refused("they are of version " + version + ", and this release reads " + VERSION);
            }
            DataInputStream end = new DataInputStream(new ByteArrayInputStream(bytes, bytes.length - 4, 4));
            if (end.readInt() != check(bytes, bytes.length - 4)) {
                throw refused("their check sum is wrong");
            }
            URI url = new URI(text(in));
            Path file = Path.of(text(in));
            long length = in.readLong();
            int tailCheck = in.readInt();
            Origin origin = new Origin(text(in), in.readLong());
            Map<String, List<String>> fields = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String name = text(in);
                List<String> values = new ArrayList<>();
                for (int more = in.readInt(); more > 0; more--) {
                    values.add(text(in));
                }
                fields.put(name, values);
            }
            return new ResumeData(url, fields, file, length, tailCheck, origin);
        } catch (IOException | URISyntaxException | InvalidPathException e) {
            throw refused("they are malformed: " + e.getMessage());
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a text of " + length + " bytes");
        }
        return new String(in.readNBytes(length), UTF_8);
    }

    private static int check(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("not resume data: " + why);
    }

    /** Without fields and query: they may carry secrets. */
    @Override
    public String toString() {
        return "ResumeData [" + length + " of " + (origin.total() < 0 ? "?" : origin.total()) + " bytes from "
                + url.getHost() + " in " + file + "]";
    }
}
