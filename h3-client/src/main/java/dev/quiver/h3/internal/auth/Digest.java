package dev.quiver.h3.internal.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The Digest scheme (RFC 7616); {@code auth-int} for requests without a body. Pure. */
public final class Digest {
    private Digest() {}

    /** Whether this challenge can be answered here, whatever the request. */
    public static boolean answerable(Challenge challenge) {
        return answerable(challenge, false);
    }

    /**
     * Whether this challenge can be answered here.
     *
     * @param bodyless whether the request has no body, whose hash would be wanted where {@code auth-int} alone is offered
     */
    public static boolean answerable(Challenge challenge, boolean bodyless) {
        String qop = challenge.parameter("qop");
        return challenge.is("Digest")
                && challenge.parameter("nonce") != null
                && (qop == null || offers(qop, "auth") || bodyless && offers(qop, "auth-int"))
                && hash(algorithm(challenge)) != null;
    }

    /** How strong the answer's hash is; the more the better. */
    public static int strength(Challenge challenge) {
        return switch (base(algorithm(challenge))) {
            case "SHA-512-256" -> 3;
            case "SHA-256" -> 2;
            default -> 1;
        };
    }

    private static boolean offers(String qop, String which) {
        for (String one : qop.split(",", -1)) {
            if (one.strip().equalsIgnoreCase(which)) {
                return true;
            }
        }
        return false;
    }

    private static String algorithm(Challenge challenge) {
        String named = challenge.parameter("algorithm");
        return named == null ? "MD5" : named;
    }

    private static @Nullable MessageDigest hash(String algorithm) {
        String name = switch (base(algorithm)) {
            case "MD5" -> "MD5";
            case "SHA-256" -> "SHA-256";
            case "SHA-512-256" -> "SHA-512/256";
            default -> null;
        };
        try {
            return name == null ? null : MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException absent) {
            return null;
        }
    }

    private static String base(String algorithm) {
        String upper = algorithm.toUpperCase(Locale.ROOT);
        return upper.endsWith("-SESS") ? upper.substring(0, upper.length() - 5) : upper;
    }

    /**
     * The field's value (RFC 7616 §3.4).
     *
     * @param target as in the request line of HTTP/1.1: path and query, an absolute URI to a proxy, host and port for
     *     CONNECT
     * @param count how often this nonce was used, this time included
     * @param clientNonce fresh and unguessable
     */
    public static String answer(
            Challenge challenge,
            String user,
            char[] password,
            String method,
            String target,
            int count,
            String clientNonce) {
        String algorithm = algorithm(challenge);
        String nonce = String.valueOf(challenge.parameter("nonce"));
        String offered = challenge.parameter("qop");
        // One that answerable() let through: auth, or auth-int of an empty body.
        String quality = offered == null ? null : offers(offered, "auth") ? "auth" : "auth-int";
        String secret = hex(algorithm, user + ":" + challenge.realm() + ":" + String.valueOf(password));
        if (algorithm.toUpperCase(Locale.ROOT).endsWith("-SESS")) {
            secret = hex(algorithm, secret + ":" + nonce + ":" + clientNonce);
        }
        String times = String.format(Locale.ROOT, "%08x", count);
        String what = hex(
                algorithm,
                "auth-int".equals(quality) ? method + ":" + target + ":" + hex(algorithm, "") : method + ":" + target);
        String response = hex(
                algorithm,
                quality != null
                        ? secret + ":" + nonce + ":" + times + ":" + clientNonce + ":" + quality + ":" + what
                        : secret + ":" + nonce + ":" + what);
        boolean hideUser = "true".equalsIgnoreCase(challenge.parameter("userhash"));
        StringBuilder value = new StringBuilder("Digest ");
        if (!hideUser && user.chars().anyMatch(c -> c > 0x7e)) {
            // §3.4: what no quoted text can carry goes by RFC 8187.
            value.append("username*=UTF-8''")
                    .append(URLEncoder.encode(user, UTF_8).replace("+", "%20").replace("*", "%2A"));
        } else {
            quoted(value, "username", hideUser ? hex(algorithm, user + ":" + challenge.realm()) : user);
        }
        quoted(value.append(", "), "realm", challenge.realm());
        quoted(value.append(", "), "nonce", nonce);
        quoted(value.append(", "), "uri", target);
        quoted(value.append(", "), "response", response);
        if (challenge.parameter("algorithm") != null) {
            value.append(", algorithm=").append(algorithm);
        }
        String opaque = challenge.parameter("opaque");
        if (opaque != null) {
            quoted(value.append(", "), "opaque", opaque);
        }
        if (quality != null) {
            value.append(", qop=").append(quality).append(", nc=").append(times);
            quoted(value.append(", "), "cnonce", clientNonce);
        }
        if (hideUser) {
            value.append(", userhash=true");
        }
        return value.toString();
    }

    private static String hex(String algorithm, String text) {
        MessageDigest hash = hash(algorithm);
        if (hash == null) {
            throw new IllegalArgumentException("not answerable: " + algorithm);
        }
        return HexFormat.of().formatHex(hash.digest(text.getBytes(UTF_8)));
    }

    private static void quoted(StringBuilder to, String name, String value) {
        to.append(name)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }
}
