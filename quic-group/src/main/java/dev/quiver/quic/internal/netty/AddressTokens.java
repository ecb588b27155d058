package dev.quiver.quic.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Retry tokens (RFC 9000 §8.1.2): the client's address, its original connection id and the time, under a key that only
 * this listener has. Good for ten seconds.
 */
final class AddressTokens implements QuicTokenHandler {
    private static final int MAC_BYTES = 32;
    private static final int TIME_BYTES = 8;
    private static final int MAX_CONNECTION_ID = 20;
    private static final Duration LIFETIME = Duration.ofSeconds(10);

    private final SecretKeySpec key;

    AddressTokens() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, "HmacSHA256");
    }

    @Override
    public boolean writeToken(ByteBuf out, ByteBuf dcid, InetSocketAddress address) {
        long now = System.currentTimeMillis();
        byte[] id = bytes(dcid, dcid.readerIndex(), dcid.readableBytes());
        out.writeBytes(mac(now, id, address)).writeLong(now).writeBytes(id);
        return true;
    }

    @Override
    public int validateToken(ByteBuf token, InetSocketAddress address) {
        int header = MAC_BYTES + TIME_BYTES;
        int length = token.readableBytes();
        if (length <= header || length > header + MAX_CONNECTION_ID) {
            return -1;
        }
        int at = token.readerIndex();
        long time = token.getLong(at + MAC_BYTES);
        byte[] id = bytes(token, at + header, length - header);
        long age = System.currentTimeMillis() - time;
        boolean fresh = age >= 0 && age <= LIFETIME.toMillis();
        boolean same = MessageDigest.isEqual(bytes(token, at, MAC_BYTES), mac(time, id, address));
        // The offset at which the original connection id begins.
        return fresh && same ? header : -1;
    }

    @Override
    public int maxTokenLength() {
        return MAC_BYTES + TIME_BYTES + MAX_CONNECTION_ID;
    }

    private byte[] mac(long time, byte[] id, InetSocketAddress address) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (int shift = 56; shift >= 0; shift -= 8) {
                mac.update((byte) (time >> shift));
            }
            mac.update(address.getAddress().getAddress());
            mac.update((byte) (address.getPort() >> 8));
            mac.update((byte) address.getPort());
            return mac.doFinal(id);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(ByteBuf from, int index, int length) {
        byte[] bytes = new byte[length];
        from.getBytes(index, bytes);
        return bytes;
    }
}
