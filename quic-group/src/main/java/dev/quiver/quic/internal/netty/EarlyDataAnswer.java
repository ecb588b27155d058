package dev.quiver.quic.internal.netty;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server took early data: it says so in the first message of its Handshake packets (RFC 8446 §4.2.10), and the
 * codec does not pass that on. Reads those packets with the key that the codec's key log shows, and lets go of packets and
 * keys once it knows. Event loop only.
 */
final class EarlyDataAnswer {
    /** A resumed session's flight is one packet; a full one's is some four, or as many as certificates need. */
    private static final int MOST_PACKETS = 16;

    /** EncryptedExtensions, which come first, are some 200 bytes. */
    private static final int MOST_BYTES = 16_384;

    private static final String SECRET = "SERVER_HANDSHAKE_TRAFFIC_SECRET ";
    private static final int ENCRYPTED_EXTENSIONS = 8;
    private static final int EARLY_DATA = 42;

    private final List<byte[]> unread = new ArrayList<>();
    private final CryptoBytes crypto = new CryptoBytes(MOST_BYTES);
    private List<PacketKeys> keys = List.of();
    private boolean waiting;
    private int seen;
    private long expected;
    private @Nullable Boolean accepted;

    /** Early data was offered: from here on the answer is looked for. */
    void offered() {
        waiting = true;
    }

    /** Whether packets and keys are of interest. */
    boolean isWaiting() {
        return waiting;
    }

    /** A Handshake packet of the server's, whole and still protected; kept until there are keys. */
    void packet(byte[] packet) {
        if (waiting && seen++ < MOST_PACKETS) {
            unread.add(packet);
            read();
        }
    }

    /** A line of the key log, of which one is of interest. */
    void keyLog(String line) {
        if (!waiting || !line.startsWith(SECRET)) {
            return;
        }
        try {
            keys = PacketKeys.of(HexFormat.of().parseHex(line.substring(line.lastIndexOf(' ') + 1)));
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            stop();
            return;
        }
        read();
    }

    /** Null as long as that is not known. */
    @Nullable
    Boolean accepted() {
        return accepted;
    }

    /** The handshake is over: what was not said until now is not known. */
    void stop() {
        waiting = false;
        keys = List.of();
        unread.clear();
    }

    private void read() {
        if (keys.isEmpty()) {
            return;
        }
        for (byte[] packet : unread) {
            byte[] frames = opened(packet);
            if (frames != null) {
                crypto.frames(frames);
            }
        }
        unread.clear();
        accepted = answer(ByteBuffer.wrap(crypto.beginning()));
        if (accepted != null) {
            stop();
        }
    }

    private byte @Nullable [] opened(byte[] packet) {
        try {
            int numberAt = LongHeaders.handshakeNumberAt(packet);
            for (PacketKeys each : keys) {
                byte[] frames = numberAt < 0 ? null : each.open(packet, numberAt, expected);
                if (frames != null) {
                    expected++;
                    return frames;
                }
            }
        } catch (GeneralSecurityException noSuchCipher) {
            // A machine whose Java lacks it does not learn the answer.
        }
        return null;
    }

    /** RFC 8446 §4.3.1: null where the message is not whole yet. */
    private static @Nullable Boolean answer(ByteBuffer message) {
        try {
            if (message.get() != ENCRYPTED_EXTENSIONS) {
                return null;
            }
            int length = (message.get() & 0xff) << 16 | message.getShort() & 0xffff;
            if (length > message.remaining()) {
                return null;
            }
            message.limit(message.position() + length);
            message.getShort();
            while (message.hasRemaining()) {
                int type = message.getShort() & 0xffff;
                int size = message.getShort() & 0xffff;
                if (type == EARLY_DATA) {
                    return true;
                }
                message.position(Math.min(message.limit(), message.position() + size));
            }
            return false;
        } catch (BufferUnderflowException notWhole) {
            return null;
        }
    }
}
