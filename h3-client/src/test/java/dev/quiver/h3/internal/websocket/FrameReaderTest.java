package dev.quiver.h3.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server may send and what it may not (RFC 6455 §5), cut at every byte. */
class FrameReaderTest {
    private static List<Frame> read(String hex, int step) throws FrameViolation {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        FrameReader reader = new FrameReader(false);
        List<Frame> found = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += step) {
            ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(step, bytes.length - at));
            for (Frame frame = reader.next(piece); frame != null; frame = reader.next(piece)) {
                found.add(frame);
            }
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            reserved bit 1, c1 00, 1002
            reserved bit 2, a1 00, 1002
            reserved bit 3, 91 00, 1002
            unknown data opcode, 83 00, 1002
            unknown control opcode, 8b 00, 1002
            continuation of nothing, 80 00, 1002
            message within a message, 01 01 61 81 01 62, 1002
            fragmented ping, 09 00, 1002
            long ping, 89 7e 00 7e, 1002
            masked, 81 81 01 02 03 04 60, 1002
            length in too many bytes, 82 7e 00 7d, 1002
            length in far too many bytes, 82 7f 00 00 00 00 00 00 ff ff, 1002
            negative length, 82 7f 80 00 00 00 00 00 00 00, 1002
            close of one byte, 88 01 03, 1002
            close 999, 88 02 03 e7, 1002
            close 1004, 88 02 03 ec, 1002
            close 1005, 88 02 03 ed, 1002
            close 1006, 88 02 03 ee, 1002
            close 1010, 88 02 03 f2, 1002
            close 1015, 88 02 03 f7, 1002
            close 1016, 88 02 03 f8, 1002
            close 2999, 88 02 0b b7, 1002
            close 5000, 88 02 13 88, 1002
            close reason not UTF-8, 88 04 03 e8 c3 28, 1007
            """)
    void isRefused(String what, String hex, int code) {
        for (int step : new int[] {1, 3, 1000}) {
            FrameViolation violation = catchThrowableOfType(FrameViolation.class, () -> read(hex, step));
            assertThat(violation).as(what).isNotNull();
            assertThat(violation.closeCode()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "88 02 03 e8, 1000",
        "88 02 03 f3, 1011",
        "88 02 03 f6, 1014",
        "88 02 0b b8, 3000",
        "88 02 13 87, 4999",
        "88 00, 1005"
    })
    void closesAreRead(String hex, int code) throws FrameViolation {
        assertThat(read(hex + "8101 61", 1)).containsExactly(new Frame.Close(code, ""));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "1000"})
    void aPingBetweenFragments(int step) throws FrameViolation {
        List<Frame> found = read("01 02 68 65 89 02 68 69 80 03 6c 6c 6f", step);
        StringBuilder text = new StringBuilder();
        boolean pinged = false;
        boolean last = false;
        for (Frame frame : found) {
            if (frame instanceof Frame.Data data) {
                assertThat(data.text()).isTrue();
                while (data.payload().hasRemaining()) {
                    text.append((char) data.payload().get());
                }
                last = data.last();
            } else if (frame instanceof Frame.Ping ping) {
                pinged = ping.payload().equals(ByteBuffer.wrap(new byte[] {'h', 'i'}))
                        && text.toString().equals("he");
            }
        }
        assertThat(text).hasToString("hello");
        assertThat(pinged).isTrue();
        assertThat(last).isTrue();
    }
}
