package dev.quiver.interop.cases.http3;

import dev.quiver.interop.evidence.KnownFile;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A response frame by frame.
 *
 * @param frames all of its stream, up to its FIN
 */
record PlainResponse(List<HttpFrame> frames) {
    PlainResponse {
        frames = List.copyOf(frames);
    }

    /** The status of the final head; -1 where there is none. */
    int status() {
        for (HttpFrame frame : frames) {
            int status = frame.type() == HttpFrame.HEADERS ? FieldSection.status(frame.payload()) : 0;
            if (status >= 200) {
                return status;
            }
        }
        return -1;
    }

    byte[] body() {
        return HttpFrame.join(frames.stream()
                .filter(frame -> frame.type() == HttpFrame.DATA)
                .map(HttpFrame::payload)
                .toArray(byte[][]::new));
    }

    Sight sight() {
        byte[] body = body();
        return new Sight(status(), body.length, KnownFile.sha256(body));
    }

    /** How many frames are of this type. */
    long count(long type) {
        return frames.stream().filter(frame -> frame.type() == type).count();
    }

    /** Types of reserved frames, which mean nothing. */
    String reserved() {
        return frames.stream()
                .filter(frame -> HttpFrame.isReserved(frame.type()))
                .map(frame -> HttpFrame.hex(frame.type()))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
