package dev.quiver.h3.internal.websocket;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed on for permessage-deflate (RFC 7692 §7.1).
 *
 * @param serverKeepsContext whether the server's messages may refer to earlier ones
 * @param clientKeepsContext whether this side's may
 */
public record DeflateAgreement(boolean serverKeepsContext, boolean clientKeepsContext) {
    /**
     * What is offered. Not {@code client_max_window_bits}: java.util.zip cannot compress with a smaller window, and what
     * is not offered the server may not ask for (§7.1.2.2).
     */
    public static final String OFFER = "permessage-deflate";

    /**
     * Reads the server's answer.
     *
     * @return null where nothing was agreed on
     * @throws IllegalArgumentException if it answers what was not offered
     */
    public static @Nullable DeflateAgreement of(List<String> answers, boolean offered) {
        if (answers.isEmpty()) {
            return null;
        }
        String answer = String.join(",", answers);
        String[] parts = answer.split(";", -1);
        if (!offered || answer.contains(",") || !parts[0].strip().equals(OFFER)) {
            throw new IllegalArgumentException("the server uses extensions that were not offered: " + answer);
        }
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            String name = parameter.split("=", 2)[0].strip();
            boolean known = parameter.equals("server_no_context_takeover")
                    || parameter.equals("client_no_context_takeover")
                    || name.equals("server_max_window_bits") && windowBits(parameter);
            if (!known || !seen.add(name)) {
                throw new IllegalArgumentException("the server answers permessage-deflate with " + parameter
                        + ", which was not offered (RFC 7692 §7.1)");
            }
        }
        return new DeflateAgreement(
                !seen.contains("server_no_context_takeover"), !seen.contains("client_no_context_takeover"));
    }

    /** A smaller window than 15 bits unfolds in one of 15. */
    private static boolean windowBits(String parameter) {
        String value = parameter.substring(parameter.indexOf('=') + 1).strip();
        return value.matches("\"?([89]|1[0-5])\"?");
    }
}
