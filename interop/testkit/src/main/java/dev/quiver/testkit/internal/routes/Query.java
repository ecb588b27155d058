package dev.quiver.testkit.internal.routes;

import dev.quiver.testkit.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The query part of a target (RFC 3986 §3.4), read as forms write it. */
public final class Query {
    private Query() {}

    /** The target up to its query. */
    public static String path(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** The first parameter of this name. */
    public static Optional<String> first(String target, String name) {
        int mark = target.indexOf('?');
        if (mark < 0) {
            return Optional.empty();
        }
        for (String pair : target.substring(mark + 1).split("&")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (decode(key).equals(name)) {
                return Optional.of(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("badly encoded: " + text);
        }
    }

    /** A number from the query. */
    static long number(Request request, String name, long otherwise, long least, long most) {
        return request.query(name).map(text -> number(name, text, least, most)).orElse(otherwise);
    }

    /** A number in words, checked. */
    static long number(String name, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new BadRequest(name + " must be a number from " + least + " to " + most + ", not " + text);
    }
}
