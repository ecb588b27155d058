package dev.quiver.quic.internal.netty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The keys of one side's packets at one level, made of its secret: reads packets (RFC 9001 §5). */
final class PacketKeys {
    private static final int TAG = 16;
    private static final int SAMPLE = 16;

    /** The cipher suites of RFC 9001 §5.3, but for the one that nobody offers (AES-CCM). */
    private enum Suite {
        AES_128_GCM("HmacSHA256", 32, 16),
        AES_256_GCM("HmacSHA384", 48, 32),
        CHACHA20_POLY1305("HmacSHA256", 32, 32);

        private final String hmac;
        private final int secret;
        private final int key;

        Suite(String hmac, int secret, int key) {
            this.hmac = hmac;
            this.secret = secret;
            this.key = key;
        }
    }

    private final Suite suite;
    private final byte[] key;
    private final byte[] iv;
    private final byte[] headerKey;

    private PacketKeys(Suite suite, byte[] secret) throws GeneralSecurityException {
        this.suite = suite;
        this.key = expand(suite, secret, "quic key", suite.key);
        this.iv = expand(suite, secret, "quic iv", 12);
        this.headerKey = expand(suite, secret, "quic hp", suite.key);
    }

    /** The keys that this secret may stand for: its length does not tell two of the suites apart. */
    static List<PacketKeys> of(byte[] secret) throws GeneralSecurityException {
        List<PacketKeys> possible = new ArrayList<>();
        for (Suite suite : Suite.values()) {
            if (suite.secret == secret.length) {
                possible.add(new PacketKeys(suite, secret));
            }
        }
        return possible;
    }

    /** HKDF-Expand-Label without context (RFC 8446 §7.1); what is asked for here is never longer than one block. */
    private static byte[] expand(Suite suite, byte[] secret, String label, int length) throws GeneralSecurityException {
        byte[] full = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        Mac mac = Mac.getInstance(suite.hmac);
        mac.init(new SecretKeySpec(secret, suite.hmac));
        mac.update((byte) 0);
        mac.update((byte) length);
        mac.update((byte) full.length);
        mac.update(full);
        mac.update((byte) 0);
        mac.update((byte) 1);
        return Arrays.copyOf(mac.doFinal(), length);
    }

    /**
     * Reads a packet with a long header.
     *
     * @param packet the whole packet and nothing behind it; unchanged
     * @param numberAt where its packet number begins
     * @param expected the packet number that would be the next
     * @return the frames in it, or null where these are not its keys
     */
    byte @Nullable [] open(byte[] packet, int numberAt, long expected) throws GeneralSecurityException {
        if (packet.length < numberAt + 4 + SAMPLE) {
            return null;
        }
        // RFC 9001 §5.4.2: the sample is taken as if the number had four bytes.
        byte[] mask = mask(Arrays.copyOfRange(packet, numberAt + 4, numberAt + 4 + SAMPLE));
        byte[] plain = packet.clone();
        plain[0] ^= (byte) (mask[0] & 0x0f);
        int numberLength = (plain[0] & 3) + 1;
        long truncated = 0;
        for (int i = 0; i < numberLength; i++) {
            plain[numberAt + i] ^= mask[1 + i];
            truncated = truncated << 8 | plain[numberAt + i] & 0xff;
        }
        int payloadAt = numberAt + numberLength;
        if (packet.length < payloadAt + TAG) {
            return null;
        }
        Cipher cipher = payloadCipher(nonce(number(truncated, numberLength * 8, expected)));
        cipher.updateAAD(plain, 0, payloadAt);
        try {
            return cipher.doFinal(packet, payloadAt, packet.length - payloadAt);
        } catch (AEADBadTagException otherKeys) {
            return null;
        }
    }

    /** RFC 9001 §5.4.1. */
    byte[] mask(byte[] sample) throws GeneralSecurityException {
        if (suite == Suite.CHACHA20_POLY1305) {
            int counter = Integer.reverseBytes(ByteBuffer.wrap(sample).getInt());
            Cipher cipher = Cipher.getInstance("ChaCha20");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(headerKey, "ChaCha20"),
                    new ChaCha20ParameterSpec(Arrays.copyOfRange(sample, 4, 16), counter));
            return cipher.doFinal(new byte[5]);
        }
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(headerKey, "AES"));
        return cipher.doFinal(sample);
    }

    private Cipher payloadCipher(byte[] nonce) throws GeneralSecurityException {
        boolean chaCha = suite == Suite.CHACHA20_POLY1305;
        Cipher cipher = Cipher.getInstance(chaCha ? "ChaCha20-Poly1305" : "AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, chaCha ? "ChaCha20" : "AES"),
                chaCha ? new IvParameterSpec(nonce) : new GCMParameterSpec(TAG * 8, nonce));
        return cipher;
    }

    private byte[] nonce(long number) {
        byte[] nonce = iv.clone();
        for (int i = 0; i < 8; i++) {
            nonce[nonce.length - 1 - i] ^= (byte) (number >> 8 * i);
        }
        return nonce;
    }

    /** RFC 9000 Appendix A.3. */
    private static long number(long truncated, int bits, long expected) {
        long window = 1L << bits;
        long half = window / 2;
        long candidate = expected & -window | truncated;
        if (candidate <= expected - half) {
            return candidate + window;
        }
        return candidate > expected + half && candidate >= window ? candidate - window : candidate;
    }
}
