package dev.quiver.urlsession.internal.hsts;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Strict-Transport-Security field says (RFC 6797 §6.1).
 *
 * @param maxAge how long from now; nothing takes the host off the list
 */
public record StrictTransport(Duration maxAge, boolean includeSubDomains) {
    /** Longer than any device lasts, and no overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern DIRECTIVE = Pattern.compile(
            "[ \\t]*(?:(" + TOKEN + ")[ \\t]*(?:=[ \\t]*(" + TOKEN + "|\"(?:[^\"\\\\]|\\\\.)*\"))?[ \\t]*)?(?:;|$)");

    /** The first field counts alone (§8.1); null where it breaks the grammar, which takes all of its force. */
    public static @Nullable StrictTransport parse(List<String> fields) {
        return fields.isEmpty() ? null : parse(fields.get(0));
    }

    private static @Nullable StrictTransport parse(String field) {
        Map<String, String> directives = new HashMap<>();
        Matcher next = DIRECTIVE.matcher(field);
        int at = 0;
        while (at < field.length()) {
            if (!next.find(at) || next.start() != at) {
                return null;
            }
            at = next.end();
            String name = next.group(1);
            String value = next.group(2) == null ? "" : next.group(2);
            // §6.1 rule 2: no directive twice.
            if (name != null && directives.put(name.toLowerCase(Locale.ROOT), value) != null) {
                return null;
            }
        }
        Duration maxAge = seconds(directives.get("max-age"));
        String subDomains = directives.get("includesubdomains");
        return maxAge == null || subDomains != null && !subDomains.isEmpty()
                ? null
                : new StrictTransport(maxAge, subDomains != null);
    }

    private static @Nullable Duration seconds(@Nullable String value) {
        if (value == null) {
            return null;
        }
        boolean quoted = value.length() > 1 && value.startsWith("\"");
        String digits = quoted ? value.substring(1, value.length() - 1) : value;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 10 || Long.parseLong(significant) > LONGEST.toSeconds()
                ? LONGEST
                : Duration.ofSeconds(Long.parseLong(significant));
    }
}
