package dev.quiver.h3.internal.altsvc;

import dev.quiver.h3.internal.altsvc.AltSvcCache.Entry;
import dev.quiver.h3.internal.altsvc.AltSvcCache.Known;
import dev.quiver.h3.internal.message.OriginKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The cache as text. A first line with the version; then a line for what is known of an origin, and one for each
 * alternative; a last line that says how many there are, and the CRC-32C of all before it, so that a file that is cut short
 * or has changed on its medium is known as such. Version 1 had no checksum, and is read.
 */
final class AltSvcText {
    private static final String VERSION = "quiver-alt-svc 2";
    private static final String UNCHECKED = "quiver-alt-svc 1";

    private AltSvcText() {}

    static String write(Map<OriginKey, Known> origins) {
        StringBuilder out = new StringBuilder(VERSION).append('\n');
        int lines = 0;
        Map<String, OriginKey> sorted = new TreeMap<>();
        origins.keySet().forEach(origin -> sorted.put(origin.toString(), origin));
        for (OriginKey origin : sorted.values()) {
            Known known = origins.get(origin);
            if (known == null || !origin.secure()) {
                continue;
            }
            out.append("origin ").append(origin.host()).append(' ').append(origin.port());
            out.append(' ').append(known.learnedAt()).append('\n');
            lines++;
            for (Entry entry : known.entries()) {
                out.append("h3 ").append(entry.place().host()).append(' ');
                out.append(entry.place().port()).append(' ').append(entry.expiresAt());
                out.append(entry.persist() ? " persist\n" : " -\n");
                lines++;
            }
        }
        String body = out.toString();
        return body + end(body, lines, true);
    }

    private static String end(String body, int lines, boolean checked) {
        CRC32C sum = new CRC32C();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return "end " + lines + (checked ? String.format(Locale.ROOT, " %08x\n", sum.getValue()) : "\n");
    }

    /**
     * Reads it back.
     *
     * @throws IllegalArgumentException if it is not such a text, or not whole; the message says where
     */
    static Map<OriginKey, Known> read(String text) {
        List<String> lines = text.lines().toList();
        boolean checked = !lines.isEmpty() && lines.get(0).equals(VERSION);
        if (!checked && (lines.isEmpty() || !lines.get(0).equals(UNCHECKED))) {
            throw new IllegalArgumentException("it does not begin with \"" + VERSION + "\"");
        }
        String body = text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);
        if (!text.equals(body + end(body, lines.size() - 2, checked))) {
            throw new IllegalArgumentException("it is cut short or damaged");
        }
        Map<OriginKey, Known> origins = new HashMap<>();
        OriginKey origin = null;
        long learnedAt = 0;
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i < lines.size() - 1; i++) {
            String[] part = lines.get(i).split(" ", -1);
            try {
                if (part[0].equals("origin") && part.length == 4) {
                    origin = new OriginKey("https", host(part[1]), port(part[2]));
                    learnedAt = Long.parseLong(part[3]);
                    entries = new ArrayList<>();
                } else if (part[0].equals("h3") && part.length == 5 && origin != null) {
                    if (entries.size() < AltSvcField.MOST) {
                        entries.add(new Entry(
                                new Place(host(part[1]), port(part[2])),
                                Long.parseLong(part[3]),
                                part[4].equals("persist")));
                    }
                } else {
                    throw new IllegalArgumentException("line " + (i + 1) + " is neither an origin nor an alternative");
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("line " + (i + 1) + " has a number that is none", e);
            }
            origins.put(origin, new Known(learnedAt, entries));
        }
        return origins;
    }

    private static String host(String text) {
        if (text.isEmpty() || text.length() > 255) {
            throw new IllegalArgumentException("\"" + text + "\" is no host");
        }
        return text;
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(port + " is no port");
        }
        return port;
    }
}
