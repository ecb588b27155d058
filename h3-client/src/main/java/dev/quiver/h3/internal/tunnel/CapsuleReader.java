package dev.quiver.h3.internal.tunnel;

import dev.quiver.h3.CapsuleStream;
import dev.quiver.h3.CapsuleStream.Capsule;
import dev.quiver.h3.ConnectStream.CapsuleException;
import dev.quiver.quic.internal.spi.Varint;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads capsules (RFC 9297 §3.2) out of pieces cut anywhere; those of unknown types are skipped, whatever their length. */
final class CapsuleReader {
    private final int maxLength;
    private final Set<Long> known = new TreeSet<>();
    private final ByteBuffer head = ByteBuffer.allocate(16);
    private long type;
    private long left = -1;
    private @Nullable ByteBuffer value;

    CapsuleReader(int maxLength, long... known) {
        if (maxLength < 0) {
            throw new IllegalArgumentException("a length cannot be negative");
        }
        this.maxLength = maxLength;
        this.known.add(CapsuleStream.DATAGRAM);
        for (long each : known) {
            this.known.add(each);
        }
    }

    /** The next capsule, or null when all of the buffer was taken. */
    @Nullable
    Capsule next(ByteBuffer in) throws CapsuleException {
        while (true) {
            if (left < 0 && !readHead(in)) {
                return null;
            }
            int here = (int) Math.min(left, in.remaining());
            if (value != null) {
                value.put(in.slice(in.position(), here));
            }
            in.position(in.position() + here);
            left -= here;
            if (left > 0) {
                return null;
            }
            ByteBuffer whole = value;
            value = null;
            left = -1;
            if (whole != null) {
                return new Capsule(type, whole.flip());
            }
        }
    }

    private boolean readHead(ByteBuffer in) throws CapsuleException {
        while (in.hasRemaining()) {
            head.put(in.get());
            ByteBuffer so = head.duplicate().flip();
            long readType = Varint.read(so);
            long length = readType < 0 ? -1 : Varint.read(so);
            if (length >= 0) {
                head.clear();
                type = readType;
                left = length;
                begin();
                return true;
            }
        }
        return false;
    }

    private void begin() throws CapsuleException {
        if (!known.contains(type)) {
            return;
        }
        if (left > maxLength) {
            throw new CapsuleException(
                    "a capsule of type " + type + " has " + left + " bytes; at most " + maxLength + " are taken");
        }
        value = ByteBuffer.allocate((int) left);
    }

    /** The stream ended: not inside a capsule (RFC 9297 §3.3). */
    void ended() throws CapsuleException {
        if (left >= 0 || head.position() > 0) {
            throw new CapsuleException("the stream ended inside a capsule (RFC 9297 §3.3)");
        }
    }
}
