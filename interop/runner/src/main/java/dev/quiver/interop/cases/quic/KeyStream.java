package dev.quiver.interop.cases.quic;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The bytes of the files that servers of {@code interop/servers} have: the key stream of AES-128 in counter mode under one
 * fixed key, so that both sides know them and nobody has to store them.
 */
final class KeyStream {
    private static final byte[] KEY = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
    private static final int PIECE = 1 << 16;
    private static final Map<Long, String> DIGESTS = new ConcurrentHashMap<>();

    private KeyStream() {}

    /** The SHA-256 of its first bytes, in hex. */
    static String sha256(long bytes) {
        return DIGESTS.computeIfAbsent(bytes, KeyStream::digest);
    }

    private static String digest(long bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"), new IvParameterSpec(new byte[16]));
            MessageDigest digest = Received.newDigest();
            byte[] zeros = new byte[PIECE];
            for (long left = bytes; left > 0; left -= PIECE) {
                digest.update(cipher.update(zeros, 0, (int) Math.min(left, PIECE)));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in counter mode", e);
        }
    }
}
