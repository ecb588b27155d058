package dev.quiver.urlsession.internal.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** RFC 7617. */
public final class BasicAnswer {
    private BasicAnswer() {}

    /**
     * The {@code Authorization} field, in UTF-8 whatever the server says: it says so or nothing (§2.1).
     *
     * @throws IllegalArgumentException if the user has a colon, which this scheme cannot say
     */
    public static String field(String user, String password) {
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a user with a colon cannot be said by Basic (RFC 7617 §2)");
        }
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
