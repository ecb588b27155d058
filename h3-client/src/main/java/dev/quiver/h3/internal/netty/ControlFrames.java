package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.quic.internal.spi.Varint;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server's control stream (RFC 9114 §6.2.1): SETTINGS first and once, then GOAWAY; frames that are not known are skipped
 * (§9), all else is an error (§7.2). Nothing is kept of a frame but what it says.
 */
final class ControlFrames implements StreamReader {
    /** Hears what is said. */
    interface Sink {
        /** Once only. @return the rule that the settings break, or null */
        @Nullable
        Violation settings(Map<Long, Long> settings);

        void goAway(long id);
    }

    /** More settings than anyone has. */
    private static final int MOST_SETTINGS = 256;

    private static final int CANCEL_PUSH = 0x3;
    private static final int SETTINGS = 0x4;
    private static final int GOAWAY = 0x7;

    private final Sink sink;
    private final FrameHead head = new FrameHead();
    private final Varint.Reader first = new Varint.Reader();
    private final Varint.Reader second = new Varint.Reader();
    private final Map<Long, Long> settings = new HashMap<>();
    private boolean inPayload;
    private boolean begun;
    private long left;
    private long lastGoAway = Long.MAX_VALUE;

    ControlFrames(Sink sink) {
        this.sink = sink;
    }

    @Override
    public @Nullable Violation read(ByteBuf in) {
        Violation broken = null;
        while (broken == null && in.isReadable()) {
            if (!inPayload && head.read(in)) {
                inPayload = true;
                left = head.length();
                broken = began();
            }
            if (broken == null && inPayload) {
                broken = payload(in);
            }
        }
        return broken;
    }

    private @Nullable Violation began() {
        long type = head.type();
        if (!begun && type != SETTINGS) {
            return Violation.connection(
                    H3ErrorCode.H3_MISSING_SETTINGS, "its control stream does not begin with SETTINGS");
        }
        boolean again = begun && type == SETTINGS;
        begun = true;
        boolean elsewhere = type <= 0x9 && type != CANCEL_PUSH && type != SETTINGS && type != GOAWAY || type == 0xd;
        // RFC 9218 §7.2: only a client may send PRIORITY_UPDATE.
        return again || elsewhere || FrameHead.isPriorityUpdate(type)
                ? Violation.unexpectedFrame("a frame of type 0x" + Long.toHexString(type)
                        + " came on the control stream" + (again ? " again" : ""))
                : null;
    }

    private @Nullable Violation payload(ByteBuf in) {
        ByteBuf here = in.readSlice((int) Math.min(left, in.readableBytes()));
        left -= here.readableBytes();
        long type = head.type();
        Violation broken = null;
        if (type == SETTINGS) {
            broken = pairs(here);
        } else if ((type == GOAWAY || type == CANCEL_PUSH) && first.read(here) && (here.isReadable() || left > 0)) {
            broken = badFrame("has more in it than an id");
        }
        if (broken == null && left == 0) {
            broken = ended(type);
            inPayload = false;
            head.clear();
            first.clear();
            second.clear();
        }
        return broken;
    }

    private @Nullable Violation pairs(ByteBuf in) {
        while (first.read(in) && second.read(in)) {
            long id = first.value();
            // RFC 9114 §7.2.4.1 and §11.2.2: HTTP/2's.
            if (id == 0 || id >= 2 && id <= 5) {
                return settingsError("the setting 0x" + id + " is HTTP/2's");
            }
            if (settings.put(id, second.value()) != null) {
                return settingsError("the setting 0x" + Long.toHexString(id) + " came twice");
            }
            if (settings.size() > MOST_SETTINGS) {
                return Violation.connection(
                        H3ErrorCode.H3_EXCESSIVE_LOAD, "it has more than " + MOST_SETTINGS + " settings");
            }
            first.clear();
            second.clear();
        }
        return null;
    }

    private @Nullable Violation ended(long type) {
        if (type == SETTINGS) {
            return first.started() ? badFrame("ends inside a setting") : sink.settings(Map.copyOf(settings));
        }
        if (type != GOAWAY && type != CANCEL_PUSH) {
            return null;
        }
        if (!first.done()) {
            return badFrame("ends inside its id");
        }
        long id = first.value();
        if (type == CANCEL_PUSH) {
            return idError("it cancelled the push " + id + ", which was never allowed (RFC 9114 §7.2.3)");
        }
        if ((id & 3) != 0) {
            return idError("its GOAWAY names " + id + ", which is no request (RFC 9114 §7.2.6)");
        }
        if (id > lastGoAway) {
            return idError("its GOAWAY of " + id + " takes back one of " + lastGoAway + " (RFC 9114 §5.2)");
        }
        lastGoAway = id;
        sink.goAway(id);
        return null;
    }

    private Violation badFrame(String what) {
        return Violation.connection(
                H3ErrorCode.H3_FRAME_ERROR,
                "a frame of type 0x" + Long.toHexString(head.type()) + " " + what + " (RFC 9114 §7.1)");
    }

    private static Violation settingsError(String what) {
        return Violation.connection(H3ErrorCode.H3_SETTINGS_ERROR, what + " (RFC 9114 §7.2.4)");
    }

    private static Violation idError(String what) {
        return Violation.connection(H3ErrorCode.H3_ID_ERROR, what);
    }
}
