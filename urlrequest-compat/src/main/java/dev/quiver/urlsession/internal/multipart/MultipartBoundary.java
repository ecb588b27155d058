package dev.quiver.urlsession.internal.multipart;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out whether content comes in parts, and what stands between them. */
public final class MultipartBoundary {
    // multipart/byteranges answers a request for ranges and is its asker's to read, not a row of documents.
    private static final Pattern TYPE =
            Pattern.compile("\\s*multipart/(?:mixed|x-mixed-replace)\\s*(;.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER = Pattern.compile(
            "\\G\\s*;\\s*([^\\s=;\"]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]*))\\s*", Pattern.DOTALL);
    private static final int LONGEST = 70;

    private MultipartBoundary() {}

    /** The boundary of {@code multipart/mixed} and {@code multipart/x-mixed-replace}; empty for all else. */
    public static Optional<String> of(HttpHeaders fields) {
        Matcher type = TYPE.matcher(fields.firstValue("content-type").orElse(""));
        if (!type.matches()) {
            return Optional.empty();
        }
        Matcher parameter = PARAMETER.matcher(type.group(1));
        while (parameter.find()) {
            if (parameter.group(1).equalsIgnoreCase("boundary")) {
                String quoted = parameter.group(2);
                String boundary = quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
                return Optional.of(boundary).filter(MultipartBoundary::isOne);
            }
        }
        return Optional.empty();
    }

    /** RFC 2046 §5.1.1. */
    private static boolean isOne(String boundary) {
        return !boundary.isEmpty()
                && boundary.length() <= LONGEST
                && !boundary.endsWith(" ")
                && boundary.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
