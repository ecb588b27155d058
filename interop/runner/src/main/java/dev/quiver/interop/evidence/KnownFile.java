package dev.quiver.interop.evidence;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A file that servers which offer {@code files} have at {@code /NAME}: the first bytes of the key stream of AES-128 in
 * counter mode, key {@code 00112233445566778899aabbccddeeff} and counter 0, so that both sides know them.
 *
 * @param name e.g. {@code 1k.bin}
 * @param bytes its length
 */
public record KnownFile(String name, int bytes) {
    public static final KnownFile EMPTY = new KnownFile("0.bin", 0);
    public static final KnownFile KIB = new KnownFile("1k.bin", 1 << 10);
    public static final KnownFile KIB_64 = new KnownFile("64k.bin", 64 << 10);
    public static final KnownFile MIB = new KnownFile("1m.bin", 1 << 20);
    public static final KnownFile MIB_16 = new KnownFile("16m.bin", 16 << 20);

    /** All, the smallest first. */
    public static final List<KnownFile> ALL = List.of(EMPTY, KIB, KIB_64, MIB, MIB_16);

    private static final int PIECE = 1 << 16;
    private static final Map<Long, String> DIGESTS = new ConcurrentHashMap<>();
    private static final String KEY = "00112233445566778899aabbccddeeff";

    /** Where it is. */
    public String path() {
        return "/" + name;
    }

    /** What is in it; made anew each time. */
    public byte[] content() {
        return first(bytes);
    }

    /** The SHA-256 of what is in it, in hex. */
    public String sha256() {
        return sha256(bytes);
    }

    /** The first so many bytes that all files begin with. */
    public static byte[] first(int length) {
        try {
            return stream().doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in counter mode", e);
        }
    }

    /** The SHA-256 of the first so many bytes, in hex; in constant memory, and once for each length. */
    public static String sha256(long length) {
        return DIGESTS.computeIfAbsent(length, KnownFile::digest);
    }

    /** In hex. */
    public static String sha256(byte[] content) {
        return HexFormat.of().formatHex(newDigest().digest(content));
    }

    private static String digest(long length) {
        Cipher stream = stream();
        MessageDigest digest = newDigest();
        byte[] zeros = new byte[PIECE];
        for (long left = length; left > 0; left -= PIECE) {
            digest.update(stream.update(zeros, 0, (int) Math.min(left, PIECE)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Cipher stream() {
        try {
            Cipher stream = Cipher.getInstance("AES/CTR/NoPadding");
            stream.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(HexFormat.of().parseHex(KEY), "AES"),
                    new IvParameterSpec(new byte[16]));
            return stream;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in counter mode", e);
        }
    }

    /** For SHA-256. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
