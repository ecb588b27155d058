package dev.quiver.urlsession.internal.multipart;

import dev.quiver.urlsession.UrlErrorCode;
import dev.quiver.urlsession.internal.load.CodedException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields before one part, read line by line, within bounds. */
final class PartHead {
    static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_FIELDS = 200;
    // RFC 9110 §5.6.2.
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> lines = new ArrayList<>();
    private int bytes;

    /**
     * Takes the next byte.
     *
     * @return the fields, when it was the last of the blank line; else null
     */
    @Nullable
    HttpHeaders accept(byte octet) throws CodedException {
        if (++bytes > MOST_BYTES) {
            throw malformed("the fields of a part are longer than " + MOST_BYTES + " bytes");
        }
        if (octet != '\n') {
            line.write(octet);
            return null;
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        String content = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (content.isEmpty()) {
            return fields();
        }
        if (content.charAt(0) == ' ' || content.charAt(0) == '\t') {
            // RFC 5322 §2.2.3: a folded line goes on.
            if (lines.isEmpty()) {
                throw malformed("the fields of a part begin with a folded line");
            }
            lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + content.strip());
        } else {
            lines.add(content);
        }
        if (lines.size() > MOST_FIELDS) {
            throw malformed("a part has more than " + MOST_FIELDS + " fields");
        }
        return null;
    }

    private HttpHeaders fields() throws CodedException {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String field : lines) {
            int colon = field.indexOf(':');
            String name = colon < 0 ? "" : field.substring(0, colon).strip();
            if (!TOKEN.matcher(name).matches()) {
                throw malformed("a part has a line among its fields that is none");
            }
            fields.computeIfAbsent(name, first -> new ArrayList<>())
                    .add(field.substring(colon + 1).strip());
        }
        return HttpHeaders.of(fields, (name, value) -> true);
    }

    static CodedException malformed(String message) {
        return new CodedException(UrlErrorCode.CANNOT_PARSE_RESPONSE, "multipart: " + message, null);
    }
}
