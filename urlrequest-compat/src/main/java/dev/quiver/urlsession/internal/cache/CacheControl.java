package dev.quiver.urlsession.internal.cache;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Cache-Control field, of a request or of a response (RFC 9111 §5.2). */
final class CacheControl {
    /** RFC 9111 §1.2.2: what is larger counts as this. */
    static final long MOST_SECONDS = 1L << 31;

    private record Directive(String name, @Nullable String argument) {}

    private final List<Directive> directives;

    private CacheControl(List<Directive> directives) {
        this.directives = directives;
    }

    static CacheControl of(HttpHeaders fields) {
        List<Directive> directives = new ArrayList<>();
        for (String member : FieldList.members(fields, "cache-control")) {
            int equals = member.indexOf('=');
            String name = equals < 0 ? member : member.substring(0, equals);
            directives.add(
                    new Directive(name.toLowerCase(Locale.ROOT), equals < 0 ? null : member.substring(equals + 1)));
        }
        return new CacheControl(directives);
    }

    /** Whether this directive is there, with or without an argument. */
    boolean has(String name) {
        return directives.stream().anyMatch(directive -> directive.name.equals(name));
    }

    /** Whether it is there without an argument: what then holds for all of the response. */
    boolean hasBare(String name) {
        return directives.stream()
                .anyMatch(directive -> directive.name.equals(name)
                        && (directive.argument == null
                                || unquoted(directive.argument).isBlank()));
    }

    /**
     * The argument as a time; the first counts where there are more. One that is not a number is no time at all, which
     * RFC 9111 §4.2.1 prefers to guessing.
     */
    Optional<Duration> seconds(String name) {
        return directives.stream()
                .filter(directive -> directive.name.equals(name))
                .findFirst()
                .map(directive -> directive.argument == null ? Duration.ZERO : duration(unquoted(directive.argument)));
    }

    /** The field names that the argument lists, in lower case (RFC 9111 §5.2.2.4). */
    List<String> fieldNames(String name) {
        List<String> names = new ArrayList<>();
        for (Directive directive : directives) {
            if (directive.name.equals(name) && directive.argument != null) {
                FieldList.split(unquoted(directive.argument))
                        .forEach(field -> names.add(field.toLowerCase(Locale.ROOT)));
            }
        }
        return names;
    }

    private static Duration duration(String digits) {
        long seconds = deltaSeconds(digits);
        return seconds < 0 ? Duration.ZERO : Duration.ofSeconds(seconds);
    }

    /** RFC 9111 §1.2.2, or -1 where it is none. */
    static long deltaSeconds(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        String digits = text.replaceFirst("^0+(?=.)", "");
        return digits.length() > 10 ? MOST_SECONDS : Math.min(MOST_SECONDS, Long.parseLong(digits));
    }

    private static String unquoted(String argument) {
        return argument.length() >= 2 && argument.startsWith("\"") && argument.endsWith("\"")
                ? argument.substring(1, argument.length() - 1)
                : argument;
    }
}
