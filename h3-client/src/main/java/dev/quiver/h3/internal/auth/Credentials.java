package dev.quiver.h3.internal.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.PasswordAuthentication;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/** A user's answer to a challenge. Safe to use from any thread. */
public final class Credentials {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Challenge challenge;
    private final PasswordAuthentication password;
    private final AtomicInteger uses = new AtomicInteger();

    /** Credentials under a challenge that can be answered. */
    public Credentials(Challenge challenge, PasswordAuthentication password) {
        this.challenge = challenge;
        this.password = password;
    }

    /** Whether a challenge has a scheme that is spoken here. */
    public static boolean answerable(Challenge challenge) {
        return challenge.is("Basic") || Digest.answerable(challenge);
    }

    /** What they answer. */
    public Challenge challenge() {
        return challenge;
    }

    /** Who it is. */
    public String user() {
        return password.getUserName();
    }

    /** The same user under a newer challenge. */
    public Credentials under(Challenge newer) {
        return new Credentials(newer, password);
    }

    /** The field's value for one request. */
    public String value(String method, String target) {
        if (!challenge.is("Basic")) {
            byte[] nonce = new byte[16];
            RANDOM.nextBytes(nonce);
            return Digest.answer(
                    challenge,
                    password.getUserName(),
                    password.getPassword(),
                    method,
                    target,
                    uses.incrementAndGet(),
                    HexFormat.of().formatHex(nonce));
        }
        // RFC 7617 §2.1: UTF-8 where the server says so or nothing else can; else as the JDK's client has it.
        String pair = password.getUserName() + ":" + String.valueOf(password.getPassword());
        boolean utf8 = "UTF-8".equalsIgnoreCase(challenge.parameter("charset"))
                || pair.chars().anyMatch(c -> c > 0xff);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(utf8 ? UTF_8 : ISO_8859_1));
    }

    @Override
    public String toString() {
        return "credentials for " + challenge.scheme() + " \"" + challenge.realm() + "\"";
    }
}
