package dev.quiver.urlsession.internal.multipart;

import dev.quiver.urlsession.internal.load.CodedException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes multipart content apart as it comes (RFC 2046 §5.1.1). A byte is held back only while it may belong to a
 * delimiter. Lines may end in LF alone, as some servers of pictures send them; the closing delimiter may be missing, for
 * those never come to it. Not thread-safe.
 */
public final class MultipartParser {
    /** Told what was found, in order, from within {@link MultipartParser#parse}. */
    public interface Sink {
        /** A part begins. */
        void part(HttpHeaders fields);

        /** Some of its content; a view of the buffer that was parsed, read-only. */
        void data(ByteBuffer bytes);
    }

    private enum State {
        PREAMBLE,
        DELIMITER_LINE,
        HEAD,
        CONTENT,
        EPILOGUE
    }

    // What stands on the line of a delimiter behind it: nothing, but for padding.
    private static final int MOST_PADDING = 256;

    // LF, two hyphens and the boundary; a CR before is part of the delimiter, too.
    private final byte[] delimiter;
    private State state = State.PREAMBLE;
    private State before = State.PREAMBLE;

    // How much of the delimiter was seen, and how much of that never was content: the end of the head's blank line.
    private boolean carriageReturn;
    private int matched = 1;
    private int unreal = 1;

    private final StringBuilder padding = new StringBuilder();
    private PartHead head = new PartHead();

    public MultipartParser(String boundary) {
        delimiter = ("\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Takes the next bytes, all of them.
     *
     * @throws CodedException if a part's fields are malformed or too long
     */
    public void parse(ByteBuffer input, Sink sink) throws CodedException {
        ByteBuffer bytes = input.slice();
        input.position(input.limit());
        while (bytes.hasRemaining()) {
            switch (state) {
                case PREAMBLE, CONTENT -> content(bytes, sink);
                case DELIMITER_LINE -> delimiterLine(bytes.get(), sink);
                case HEAD -> {
                    HttpHeaders fields = head.accept(bytes.get());
                    if (fields != null) {
                        head = new PartHead();
                        begin(State.CONTENT, 1);
                        sink.part(fields);
                    }
                }
                case EPILOGUE -> bytes.position(bytes.limit());
            }
        }
    }

    /**
     * The content is over: what was held back is content after all.
     *
     * @throws CodedException if it had no part at all or ends among a part's fields
     */
    public void end(Sink sink) throws CodedException {
        if (state == State.CONTENT) {
            give(heldBytes(held()), sink);
        }
        if (state == State.PREAMBLE) {
            throw PartHead.malformed("no part was found: the boundary does not occur");
        }
        if (state == State.HEAD) {
            throw PartHead.malformed("the content ends among the fields of a part");
        }
    }

    private void begin(State next, int lineFeeds) {
        state = next;
        carriageReturn = false;
        matched = lineFeeds;
        unreal = lineFeeds;
    }

    /** Hands on content up to what may be a delimiter, or to the end of these bytes. */
    private void content(ByteBuffer bytes, Sink sink) {
        // Bytes held back from before these: told from what is known of them when they turn out to be content.
        int held = held();
        int from = bytes.position();
        for (int i = from; i < bytes.limit(); i++) {
            byte octet = bytes.get(i);
            if (matched > 0 && octet == delimiter[matched]) {
                if (++matched == delimiter.length) {
                    give(bytes, from, Math.max(from, i + 1 - held()), sink);
                    bytes.position(i + 1);
                    before = state;
                    state = State.DELIMITER_LINE;
                    return;
                }
                continue;
            }
            if (octet == '\n' && matched == 0) {
                matched = 1;
                continue;
            }
            // Whatever was held is content.
            if (held > 0) {
                give(heldBytes(held), sink);
                held = 0;
            }
            carriageReturn = octet == '\r';
            matched = octet == '\n' ? 1 : 0;
            unreal = 0;
        }
        int heldHere = Math.max(0, held() - held);
        give(bytes, from, bytes.limit() - heldHere, sink);
        bytes.position(bytes.limit());
    }

    private int held() {
        return (carriageReturn ? 1 : 0) + matched - unreal;
    }

    private ByteBuffer heldBytes(int count) {
        byte[] all = new byte[(carriageReturn ? 1 : 0) + matched];
        int at = 0;
        if (carriageReturn) {
            all[at++] = '\r';
        }
        System.arraycopy(delimiter, 0, all, at, matched);
        return ByteBuffer.wrap(all, unreal, count);
    }

    private void delimiterLine(byte octet, Sink sink) {
        if (padding.length() >= 2 && padding.charAt(0) == '-' && padding.charAt(1) == '-') {
            state = State.EPILOGUE;
            return;
        }
        if (octet == '\n') {
            padding.setLength(0);
            state = State.HEAD;
            return;
        }
        padding.append((char) (octet & 0xff));
        boolean closing = padding.charAt(0) == '-' && (padding.length() == 1 || padding.charAt(1) == '-');
        boolean blank = padding.charAt(padding.length() - 1) == ' '
                || padding.charAt(padding.length() - 1) == '\t'
                || padding.charAt(padding.length() - 1) == '\r';
        if (padding.charAt(0) == '-' ? !closing : !blank || padding.length() > MOST_PADDING) {
            notADelimiter(sink);
        }
    }

    /** The line only began like one: it is content, line break and all. */
    private void notADelimiter(Sink sink) {
        state = before;
        ByteBuffer line = heldBytes(held());
        give(line, sink);
        byte[] rest = padding.toString().getBytes(StandardCharsets.ISO_8859_1);
        padding.setLength(0);
        begin(before, 0);
        // A CR may be the first of the next delimiter.
        carriageReturn = rest[rest.length - 1] == '\r';
        give(ByteBuffer.wrap(rest, 0, rest.length - held()), sink);
    }

    private void give(ByteBuffer bytes, int from, int to, Sink sink) {
        if (to > from) {
            give(bytes.duplicate().position(from).limit(to).slice(), sink);
        }
    }

    private void give(ByteBuffer bytes, Sink sink) {
        if (state == State.CONTENT && bytes.hasRemaining()) {
            sink.data(bytes.asReadOnlyBuffer());
        }
    }
}
