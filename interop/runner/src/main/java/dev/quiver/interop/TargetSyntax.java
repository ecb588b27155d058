package dev.quiver.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How targets are written: {@code NAME=HOST:PORT[/PATH] [key=value …]}, one a line in a file, where {@code #} begins a
 * comment. A value with spaces is put in double quotes.
 */
public final class TargetSyntax {
    private static final Pattern PLACE =
            Pattern.compile("(?<host>\\[[0-9a-fA-F:.%]+]|[^\\[\\]:/\\s]+):(?<port>[0-9]{1,5})(?<path>/\\S*)?");
    private static final Pattern WORD =
            Pattern.compile("\\s*(?:#.*|(?<key>[^\\s=\"]+)=(?:\"(?<quoted>[^\"]*)\"|(?<bare>[^\\s\"]*)))");

    private TargetSyntax() {}

    /**
     * One target.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static Target parse(String line) {
        Matcher word = WORD.matcher(line);
        if (!word.lookingAt() || word.group("key") == null) {
            throw new IllegalArgumentException("'" + line.strip() + "' is not NAME=HOST:PORT[/PATH]");
        }
        String name = word.group("key");
        Place place = place(value(word));
        Map<String, String> options = new LinkedHashMap<>();
        int at = word.end();
        while (!line.substring(at).isBlank()) {
            word.region(at, line.length());
            if (!word.lookingAt()) {
                throw new IllegalArgumentException(
                        "'" + line.substring(at).strip() + "' of target " + name + " is not key=value");
            }
            if (word.group("key") == null) {
                break;
            }
            options.put(word.group("key"), value(word));
            at = word.end();
        }
        return new Target(name, place.host(), place.port(), place.path(), options);
    }

    /**
     * The targets of a file, in its order.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException saying which line is wrong, and how
     */
    public static List<Target> read(Path file) throws IOException {
        return parseAll(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    }

    /** The targets of a text, in its order; {@code source} names it in errors. */
    public static List<Target> parseAll(String text, String source) {
        List<Target> targets = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            try {
                Target target = parse(line);
                if (targets.stream().anyMatch(other -> other.name().equals(target.name()))) {
                    throw new IllegalArgumentException("the name " + target.name() + " is there already");
                }
                targets.add(target);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(source + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        return targets;
    }

    /** {@code HOST:PORT[/PATH]}. */
    public static Place place(String text) {
        Matcher place = PLACE.matcher(text);
        if (!place.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT[/PATH]; IPv6 goes in brackets");
        }
        String host = place.group("host");
        int port = Integer.parseInt(place.group("port"));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " of '" + text + "' is not between 1 and 65535");
        }
        String path = place.group("path");
        return new Place(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port, path == null ? "/" : path);
    }

    private static String value(Matcher word) {
        String quoted = word.group("quoted");
        return quoted != null ? quoted : word.group("bare");
    }

    /**
     * Where something is.
     *
     * @param host IPv6 without brackets
     * @param port 1 to 65535
     * @param path begins with a slash
     */
    public record Place(String host, int port, String path) {}
}
