package dev.quiver.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server answered, by what a client made of it.
 *
 * @param status the status
 * @param protocol {@code h3}, {@code h2} or {@code http/1.1}: what was spoken
 * @param fields the response's fields by name in lower case, values in the order in which they came
 * @param bodyBytes the body's length as received
 * @param bodySha256 its SHA-256 in hex
 */
public record Answer(int status, String protocol, Map<String, List<String>> fields, long bodyBytes, String bodySha256) {
    public Answer {
        TreeMap<String, List<String>> lower = new TreeMap<>();
        fields.forEach((name, values) -> {
            // The JDK's client lists :status among the fields over HTTP/2.
            if (!name.startsWith(":")) {
                lower.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                        .addAll(values);
            }
        });
        fields = lower;
    }
}
