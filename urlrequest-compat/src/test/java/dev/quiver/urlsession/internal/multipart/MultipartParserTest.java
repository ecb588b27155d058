package dev.quiver.urlsession.internal.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.urlsession.UrlErrorCode;
import dev.quiver.urlsession.internal.load.CodedException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartParserTest {
    /** Writes what was found as text: "[fields]content" for each part. */
    private static final class Found implements MultipartParser.Sink {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void part(HttpHeaders fields) {
            text.append(fields.map());
        }

        @Override
        public void data(ByteBuffer bytes) {
            assertThat(bytes.hasRemaining()).isTrue();
            text.append(StandardCharsets.ISO_8859_1.decode(bytes));
        }
    }

    @Test
    void takesTheContentApart() throws Exception {
        String content =
                "to be ignored\r\n--b\r\nContent-Type: text/plain\r\nX-Two: 1\r\nx-two: 2\r\n\r\none\r\ntwo\r\n"
                        + "--b  \t\r\n\r\nno fields\r\n--b--\r\nthis\r\n--b\r\nneither";
        assertThat(parsed("b", content)).isEqualTo("{Content-Type=[text/plain], X-Two=[1, 2]}one\r\ntwo{}no fields");
    }

    @Test
    void aPartMayBeEmpty() throws Exception {
        assertThat(parsed("b", "--b\r\na: b\r\n\r\n--b\r\n\r\n\r\n--b\r\n\r\n\n--b--"))
                .isEqualTo("{a=[b]}{}{}");
    }

    @Test
    void linesMayEndInLineFeedsAlone() throws Exception {
        assertThat(parsed("b", "--b\na: b\n\none\n--b\n\ntwo\n--b--\n")).isEqualTo("{a=[b]}one{}two");
    }

    @Test
    void foldedFieldsAreOne() throws Exception {
        assertThat(parsed("b", "--b\r\na: b\r\n  c\r\n\td\r\n\r\n--b--")).isEqualTo("{a=[b c d]}");
    }

    @Test
    void whatOnlyLooksLikeADelimiterIsContent() throws Exception {
        String content = "\r\r\n\n--\r\n--c\r\n--bb\r\n--b-\r\n-- b\r\n --b\r\r\n--b-a\r\n--b \tx\r";
        assertThat(parsed("b", "--b\r\n\r\n" + content + "\r\n--b--")).isEqualTo("{}" + content);
        assertThat(parsed("b", "--b\r\n\r\n--bx\r\n--b--")).isEqualTo("{}--bx");
    }

    @Test
    void theClosingDelimiterMayBeMissing() throws Exception {
        assertThat(parsed("b", "--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--")).isEqualTo("{}one{}two\r\n--");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing\r\n--c\r\n",
                "--b\r\na: b",
                "--b\r\nno field\r\n\r\n",
                "--b\r\n folded\r\n\r\n",
                "--b\r\na b: c\r\n\r\n"
            })
    void malformedContentIsRefused(String content) {
        assertThatThrownBy(() -> parsed("b", content))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        failure -> assertThat(failure.code()).isEqualTo(UrlErrorCode.CANNOT_PARSE_RESPONSE));
    }

    @Test
    void fieldsHaveBounds() {
        assertThatThrownBy(() -> parsed("b", "--b\r\na: " + "x".repeat(PartHead.MOST_BYTES)))
                .isInstanceOf(CodedException.class)
                .hasMessageContaining("longer than");
        assertThatThrownBy(() -> parsed("b", "--b\r\n" + "a: b\r\n".repeat(201)))
                .isInstanceOf(CodedException.class)
                .hasMessageContaining("more than 200");
    }

    @Test
    void contentOfAnyKindComesThroughWhateverThePieces() throws Exception {
        String alphabet = "\r\n-bB\0x";
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<String> parts = new ArrayList<>();
            StringBuilder all = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (int i = random.nextInt(4); i >= 0; i--) {
                StringBuilder part = new StringBuilder();
                for (int length = random.nextInt(60); length > 0; length--) {
                    part.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                // What the content's maker would have chosen another boundary for.
                String text = ("\n" + part)
                        .replaceAll("\\n--bB(?=[-\\r\\n])", "\n--xB")
                        .substring(1);
                parts.add(text);
                all.append("--bB\r\n\r\n").append(text).append("\r\n");
                expected.append("{}").append(text);
            }
            all.append("--bB--\r\n");
            assertThat(parsed("bB", all.toString()))
                    .as("seed %d: %s", seed, parts)
                    .isEqualTo(expected.toString());
        }
    }

    private static String parsed(String boundary, String content) throws CodedException {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        String whole = parsed(boundary, bytes, bytes.length);
        for (int piece = 1; piece <= 9; piece++) {
            assertThat(parsed(boundary, bytes, piece))
                    .as("in pieces of %d", piece)
                    .isEqualTo(whole);
        }
        return whole;
    }

    private static String parsed(String boundary, byte[] bytes, int piece) throws CodedException {
        Found found = new Found();
        MultipartParser parser = new MultipartParser(boundary);
        for (int from = 0; from < bytes.length; from += piece) {
            ByteBuffer input = ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from));
            parser.parse(input.asReadOnlyBuffer(), found);
        }
        parser.end(found);
        return found.text.toString();
    }
}
