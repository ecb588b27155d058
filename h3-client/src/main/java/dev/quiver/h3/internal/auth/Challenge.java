package dev.quiver.h3.internal.auth;

import dev.quiver.h3.internal.message.FieldRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server wants to be answered by (RFC 9110 §11.3).
 *
 * @param scheme as it was spelled
 * @param parameters names in lower case
 */
public record Challenge(String scheme, Map<String, String> parameters) {
    /** Whether its scheme is this; case does not count. */
    public boolean is(String other) {
        return scheme.equalsIgnoreCase(other);
    }

    /** A parameter, or null. */
    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }

    /** The protection space's name; empty where none was said. */
    public String realm() {
        return parameters.getOrDefault("realm", "");
    }

    /** The same with the nonce that the server wants to be used next (RFC 7616 §3.5). */
    public Challenge withNonce(String nonce) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put("nonce", nonce);
        return new Challenge(scheme, changed);
    }

    /** The challenges of all field lines. What breaks the grammar ends its line: what came before counts. */
    public static List<Challenge> parse(List<String> lines) {
        List<Challenge> all = new ArrayList<>();
        for (String line : lines) {
            new Parser(line).into(all);
        }
        return all;
    }

    private static final class Parser {
        private final String line;
        private int at;

        Parser(String line) {
            this.line = line;
        }

        void into(List<Challenge> all) {
            Map<String, String> current = null;
            boolean begins = true;
            while (true) {
                begins |= skip(" \t,");
                if (at >= line.length()) {
                    return;
                }
                String word = token();
                skip(" \t");
                boolean parameter = !word.isEmpty() && current != null && peek() == '=';
                if (parameter && current != null) {
                    at++;
                    skip(" \t");
                    String value = peek() == '"' ? quoted() : token();
                    if (value == null) {
                        return;
                    }
                    current.putIfAbsent(word.toLowerCase(Locale.ROOT), value);
                } else if (begins && !word.isEmpty()) {
                    current = new LinkedHashMap<>();
                    all.add(new Challenge(word, current));
                } else {
                    // A token68, or what is no grammar: of no use to the schemes known here.
                    int comma = line.indexOf(',', at);
                    at = comma < 0 ? line.length() : comma;
                }
                begins = false;
            }
        }

        /** Whether a comma was among them. */
        private boolean skip(String what) {
            boolean comma = false;
            while (at < line.length() && what.indexOf(line.charAt(at)) >= 0) {
                comma |= line.charAt(at++) == ',';
            }
            return comma;
        }

        private char peek() {
            return at < line.length() ? line.charAt(at) : 0;
        }

        private String token() {
            int start = at;
            while (at < line.length() && FieldRules.isToken(line.subSequence(at, at + 1))) {
                at++;
            }
            return line.substring(start, at);
        }

        private @Nullable String quoted() {
            StringBuilder text = new StringBuilder();
            for (at++; at < line.length(); at++) {
                char c = line.charAt(at);
                if (c == '"') {
                    at++;
                    return text.toString();
                }
                if (c == '\\' && at + 1 < line.length()) {
                    c = line.charAt(++at);
                }
                text.append(c);
            }
            return null;
        }
    }
}
