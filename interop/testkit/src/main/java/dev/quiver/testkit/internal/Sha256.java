package dev.quiver.testkit.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest that is used here. */
public final class Sha256 {
    private Sha256() {}

    /** A fresh one. */
    public static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
