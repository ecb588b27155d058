package dev.quiver.interop.cases.http3;

import dev.quiver.interop.CaseEndedException;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a response says of its own content (RFC 9530). */
final class DigestField {
    private static final List<String> NAMES = List.of("content-digest", "repr-digest", "digest");
    private static final Pattern SHA_256 = Pattern.compile("(?i)sha-256=:?(?<base64>[A-Za-z0-9+/=]{43,44}):?");

    private DigestField() {}

    /**
     * Compares.
     *
     * @return the name of a field that is right; null where there is none
     * @throws CaseEndedException if one is wrong
     */
    static @Nullable String check(HttpResponse<byte[]> response) throws CaseEndedException {
        if (response.statusCode() != 200) {
            return null; // another status may tell of a representation that is not all here
        }
        String right = null;
        for (String name : NAMES) {
            for (String value : response.headers().allValues(name)) {
                Matcher claim = SHA_256.matcher(value);
                if (claim.find()) {
                    String is = Base64.getEncoder().encodeToString(sha256(response.body()));
                    if (!claim.group("base64").equals(is)) {
                        throw CaseEndedException.failed("its " + name + " says sha-256 " + claim.group("base64")
                                + ", and the body that came has " + is);
                    }
                    right = name;
                }
            }
        }
        return right;
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
