package dev.quiver.urlsession.internal.cache;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Field sections and list fields, as a cache reads and rewrites them. */
final class FieldList {
    private FieldList() {}

    /** The members of a list field over all its lines, stripped, empty ones left out (RFC 9110 §5.6.1). */
    static List<String> members(HttpHeaders fields, String name) {
        List<String> members = new ArrayList<>();
        for (String line : fields.allValues(name)) {
            members.addAll(split(line));
        }
        return members;
    }

    /** Cuts at the commas that are outside of quoted strings. */
    static List<String> split(String line) {
        List<String> members = new ArrayList<>();
        StringBuilder member = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\' && i + 1 < line.length()) {
                member.append(c).append(line.charAt(++i));
                continue;
            }
            if (c == '"') {
                quoted = !quoted;
            }
            if (c == ',' && !quoted) {
                add(members, member);
            } else {
                member.append(c);
            }
        }
        add(members, member);
        return members;
    }

    private static void add(List<String> members, StringBuilder member) {
        String text = member.toString().strip();
        if (!text.isEmpty()) {
            members.add(text);
        }
        member.setLength(0);
    }

    /** The fields to be changed: names in any case, values in their order. */
    static Map<String, List<String>> editable(HttpHeaders fields) {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(fields.map());
        return copy;
    }

    static HttpHeaders of(Map<String, List<String>> fields) {
        return HttpHeaders.of(fields, (name, value) -> true);
    }

    /** The same fields with one in place of all of its name, or without it where the value is null. */
    static HttpHeaders with(HttpHeaders fields, String name, @Nullable String value) {
        Map<String, List<String>> copy = editable(fields);
        if (value == null) {
            copy.remove(name);
        } else {
            copy.put(name, List.of(value));
        }
        return of(copy);
    }
}
