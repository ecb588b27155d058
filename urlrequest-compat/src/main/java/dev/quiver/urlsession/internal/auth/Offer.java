package dev.quiver.urlsession.internal.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One way of authentication that a server offers (RFC 9110 §11.6.1).
 *
 * @param scheme in lower case
 * @param parameters by name, in any case; quoted values without their quotes
 */
public record Offer(String scheme, Map<String, String> parameters) {
    private static final int MOST = 16;

    /** The {@code realm}, where there is one. */
    public Optional<String> realm() {
        return Optional.ofNullable(parameters.get("realm"));
    }

    /** What {@code WWW-Authenticate} fields offer, in order; what cannot be read ends it. */
    public static List<Offer> parse(List<String> fields) {
        List<Offer> offers = new ArrayList<>();
        for (String field : fields) {
            new Reader(field).into(offers);
        }
        return offers;
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        void into(List<Offer> offers) {
            Map<String, String> parameters = null;
            while (offers.size() < MOST) {
                skip(" \t,");
                String name = token();
                if (name.isEmpty()) {
                    return;
                }
                skip(" \t");
                boolean assigned = at < text.length() && text.charAt(at) == '=';
                if (!assigned) {
                    parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                    offers.add(new Offer(name.toLowerCase(Locale.ROOT), parameters));
                } else if (parameters == null) {
                    return;
                } else {
                    at++;
                    skip(" \t");
                    parameters.putIfAbsent(name, value());
                }
            }
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return token();
            }
            StringBuilder quoted = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                quoted.append(text.charAt(at));
            }
            at++;
            return quoted.toString();
        }

        private String token() {
            int from = at;
            while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        private void skip(String what) {
            while (at < text.length() && what.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}
