package dev.quiver.h3.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** What is written and unmasked again reads as it was, however it is fragmented, compressed and cut up. */
class MessagePropertyTest {
    private static void unmasked(ByteBuffer frame, ByteArrayOutputStream out) {
        out.write(frame.get());
        int second = frame.get();
        assertThat(second & 0x80).isEqualTo(0x80);
        out.write(second & 0x7f);
        int more = (second & 0x7f) == 126 ? 2 : (second & 0x7f) == 127 ? 8 : 0;
        for (int i = 0; i < more; i++) {
            out.write(frame.get());
        }
        byte[] mask = new byte[4];
        frame.get(mask);
        for (int i = 0; frame.hasRemaining(); i++) {
            out.write(frame.get() ^ mask[i & 3]);
        }
    }

    @Property(tries = 200)
    void textsComeBack(
            @ForAll @Size(max = 6) List<@StringLength(max = 400) String> parts,
            @ForAll @IntRange(min = 1, max = 70) int cut,
            @ForAll boolean compressed,
            @ForAll boolean keepContext)
            throws FrameViolation {
        FrameWriter writer = new FrameWriter(new SecureRandom());
        Deflation deflation = compressed ? new Deflation(keepContext) : null;
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        List<String> sent = new ArrayList<>();
        for (String part : parts) {
            String text = Outgoing.Text.malformed(part) == null ? part : "ü" + part.length();
            sent.add(text + "" + text);
            for (int half = 0; half < 2; half++) {
                ByteBuffer payload = new Outgoing.Text(text).next();
                if (deflation != null) {
                    payload = deflation.compress(payload, half == 1);
                }
                int opcode = half == 0 ? Opcode.TEXT : Opcode.CONTINUATION;
                unmasked(writer.frame(opcode, half == 1, compressed && half == 0, payload), wire);
            }
        }
        MessageReader reader = new MessageReader(compressed ? new Inflation(keepContext) : null);
        List<String> heard = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        byte[] bytes = wire.toByteArray();
        for (int at = 0; at < bytes.length; at += cut) {
            ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(cut, bytes.length - at));
            for (Message found = reader.next(piece); found != null; found = reader.next(piece)) {
                Message.Text text = (Message.Text) found;
                current.append(text.text());
                if (text.last()) {
                    heard.add(current.toString());
                    current.setLength(0);
                }
            }
        }
        assertThat(heard).isEqualTo(sent);
        assertThat(reader.betweenMessages()).isTrue();
    }

    /** Whatever a server sends: a find, nothing, or a violation, and never another exception. */
    @Property(tries = 1000)
    void anyBytesAreReadOrRefused(@ForAll long seed, @ForAll boolean compressed) {
        byte[] bytes = new byte[200];
        new Random(seed).nextBytes(bytes);
        // Mostly plausible heads, so that more than the first check is reached.
        bytes[0] &= (byte) (compressed ? 0xcf : 0x8f);
        bytes[1] &= 0x7f;
        MessageReader reader = new MessageReader(compressed ? new Inflation(true) : null);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            for (int i = 0; i < 10_000 && reader.next(in) != null; i++) {}
            assertThat(in.hasRemaining()).isFalse();
        } catch (FrameViolation refused) {
            assertThat(refused.closeCode()).isIn(1002, 1007);
        }
    }
}
