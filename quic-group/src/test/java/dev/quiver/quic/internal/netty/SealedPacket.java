package dev.quiver.quic.internal.netty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A server's Handshake packet, as RFC 9001 §5 protects it. */
final class SealedPacket {
    private final String hash;
    private final byte[] secret;
    private final boolean chaCha;

    private SealedPacket(String hash, byte[] secret, boolean chaCha) {
        this.hash = hash;
        this.secret = secret;
        this.chaCha = chaCha;
    }

    static SealedPacket aes128(byte[] secret) {
        return new SealedPacket("HmacSHA256", secret, false);
    }

    static SealedPacket aes256(byte[] secret) {
        return new SealedPacket("HmacSHA384", secret, false);
    }

    static SealedPacket chaCha20(byte[] secret) {
        return new SealedPacket("HmacSHA256", secret, true);
    }

    byte[] handshake(int number, byte... frames) throws Exception {
        byte[] head = {
            (byte) 0xe1, 0, 0, 0, 1, 2, 11, 12, 3, 21, 22, 23, 0x40, (byte) (2 + frames.length + 16), 0, (byte) number
        };
        int numberAt = head.length - 2;
        int keyLength = chaCha || hash.equals("HmacSHA384") ? 32 : 16;
        byte[] nonce = expand("quic iv", 12);
        nonce[11] ^= (byte) number;
        Cipher seal = Cipher.getInstance(chaCha ? "ChaCha20-Poly1305" : "AES/GCM/NoPadding");
        seal.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(expand("quic key", keyLength), chaCha ? "ChaCha20" : "AES"),
                chaCha ? new IvParameterSpec(nonce) : new GCMParameterSpec(128, nonce));
        seal.updateAAD(head);
        byte[] body = seal.doFinal(frames);
        byte[] packet = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, packet, head.length, body.length);
        byte[] mask = mask(Arrays.copyOfRange(packet, numberAt + 4, numberAt + 20), expand("quic hp", keyLength));
        packet[0] ^= (byte) (mask[0] & 0x0f);
        packet[numberAt] ^= mask[1];
        packet[numberAt + 1] ^= mask[2];
        return packet;
    }

    private byte[] mask(byte[] sample, byte[] key) throws Exception {
        Cipher cipher = Cipher.getInstance(chaCha ? "ChaCha20" : "AES/ECB/NoPadding");
        if (chaCha) {
            byte[] nonce = Arrays.copyOfRange(sample, 4, 16);
            int counter = Integer.reverseBytes(ByteBuffer.wrap(sample).getInt());
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new ChaCha20ParameterSpec(nonce, counter));
            return cipher.doFinal(new byte[5]);
        }
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        return cipher.doFinal(sample);
    }

    private byte[] expand(String label, int length) throws Exception {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer info = ByteBuffer.allocate(name.length + 5);
        info.putShort((short) length)
                .put((byte) name.length)
                .put(name)
                .put((byte) 0)
                .put((byte) 1);
        Mac mac = Mac.getInstance(hash);
        mac.init(new SecretKeySpec(secret, hash));
        return Arrays.copyOf(mac.doFinal(info.array()), length);
    }
}
