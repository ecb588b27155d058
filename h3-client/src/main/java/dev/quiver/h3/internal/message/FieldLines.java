package dev.quiver.h3.internal.message;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Field lines in order, names in lower case. Filled by one thread, then read by any: whoever hands it over publishes
 * it. The JDK's own type is made when first asked for, since making it costs more than everything else here.
 */
public final class FieldLines {
    private static final HttpHeaders NONE = HttpHeaders.of(Map.of(), (name, value) -> true);

    private final ArrayList<String> lines;
    private @Nullable HttpHeaders headers;

    public FieldLines() {
        this(8);
    }

    public FieldLines(int expected) {
        this.lines = new ArrayList<>(expected * 2);
    }

    /** Appends a line. */
    public void add(String name, String value) {
        lines.add(name);
        lines.add(value);
    }

    /** How many lines there are. */
    public int size() {
        return lines.size() / 2;
    }

    /** The name of the line at this index. */
    public String name(int index) {
        return lines.get(index * 2);
    }

    /** The value of the line at this index. */
    public String value(int index) {
        return lines.get(index * 2 + 1);
    }

    /** The first value of this name, or null. */
    public @Nullable String first(String name) {
        for (int i = 0; i < lines.size(); i += 2) {
            if (lines.get(i).equals(name)) {
                return lines.get(i + 1);
            }
        }
        return null;
    }

    /** All values of this name, in order. */
    public List<String> all(String name) {
        List<String> found = List.of();
        for (int i = 0; i < lines.size(); i += 2) {
            if (lines.get(i).equals(name)) {
                if (found.isEmpty()) {
                    found = new ArrayList<>(1);
                }
                found.add(lines.get(i + 1));
            }
        }
        return found;
    }

    /** The same lines and one more. */
    public FieldLines with(String name, String value) {
        FieldLines more = new FieldLines(size() + 1);
        more.lines.addAll(lines);
        more.add(name, value);
        return more;
    }

    /** The size of the section as RFC 9114 §4.2.2 counts it: names, values and 32 bytes a line. */
    public long sectionSize() {
        long size = 0;
        for (int i = 0; i < lines.size(); i += 2) {
            size += lines.get(i).length() + lines.get(i + 1).length() + 32L;
        }
        return size;
    }

    /** The same as the JDK has it. Two threads may make it twice; they make the same. */
    public HttpHeaders toHttpHeaders() {
        HttpHeaders made = headers;
        if (made == null) {
            made = lines.isEmpty() ? NONE : make();
            headers = made;
        }
        return made;
    }

    private HttpHeaders make() {
        Map<String, List<String>> map = new LinkedHashMap<>(lines.size());
        for (int i = 0; i < lines.size(); i += 2) {
            map.computeIfAbsent(lines.get(i), name -> new ArrayList<>(1)).add(lines.get(i + 1));
        }
        return HttpHeaders.of(map, (name, value) -> true);
    }
}
