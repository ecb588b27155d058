package dev.quiver.h3.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.internal.exchange.ResponseState.Section;
import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.quic.ErrorScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseStateTest {
    private ResponseState state = new ResponseState("GET");

    @Test
    void aWholeResponse() {
        assertThat(head("103", "link", "</a>")).isNull();
        assertThat(state.section()).isEqualTo(Section.INFORMATIONAL);
        assertThat(head("200", "content-length", "5")).isNull();
        assertThat(state.section()).isEqualTo(Section.FINAL);
        assertThat(state.data(0)).isNull();
        assertThat(state.data(5)).isNull();
        assertThat(head(null, "checksum", "1")).isNull();
        assertThat(state.section()).isEqualTo(Section.TRAILERS);
        assertThat(state.finished()).isNull();
        assertThat(state.received()).isEqualTo(5);
    }

    @Test
    void anEndWithoutAResponseIsTruncation() {
        assertThat(state.finished().kind()).isEqualTo(Kind.TRUNCATED);
        head("103");
        assertThat(state.finished().kind()).isEqualTo(Kind.TRUNCATED);
    }

    @Test
    void fewerBytesThanDeclaredAreTruncation() {
        head("200", "content-length", "5");
        state.data(4);
        assertThat(state.finished().kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(state.finished().code()).isEqualTo(H3ErrorCode.H3_MESSAGE_ERROR);
    }

    @Test
    void moreBytesThanDeclaredAreAnError() {
        head("200", "content-length", "5");
        assertThat(state.data(6).kind()).isEqualTo(Kind.H3_PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"204", "304"})
    void aLengthWithoutABodyIsNoTruncation(String status) {
        head(status, "content-length", "5");
        assertThat(state.finished()).isNull();
        assertThat(state.data(1)).isNotNull();
    }

    @Test
    void aHeadRequestHasNoBody() {
        state = new ResponseState("HEAD");
        head("200", "content-length", "5");
        assertThat(state.finished()).isNull();
        assertThat(state.data(1).code()).isEqualTo(H3ErrorCode.H3_MESSAGE_ERROR);
    }

    @Test
    void dataOutOfPlaceEndsTheConnection() {
        assertThat(state.data(0).code()).isEqualTo(H3ErrorCode.H3_FRAME_UNEXPECTED);
        assertThat(state.data(0).scope()).isEqualTo(ErrorScope.CONNECTION);
        head("200");
        head(null, "t", "1");
        assertThat(state.data(1).code()).isEqualTo(H3ErrorCode.H3_FRAME_UNEXPECTED);
        assertThat(head(null, "t", "1").code()).isEqualTo(H3ErrorCode.H3_FRAME_UNEXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "2000", "abc", "099", "101", "-20"})
    void aStatusThatIsNone(String status) {
        assertThat(head(status).code()).isEqualTo(H3ErrorCode.H3_MESSAGE_ERROR);
    }

    @Test
    void noStatusAtAll() {
        assertThat(head(null).code()).isEqualTo(H3ErrorCode.H3_MESSAGE_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\n", "b\r\n"})
    void valuesThatWouldSplit(String value) {
        assertThat(head("200", "x", value).code()).isEqualTo(H3ErrorCode.H3_MESSAGE_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X",
                "a b",
                "a:b",
                "",
                "a\r\nb",
                "ä",
                "connection",
                "transfer-encoding",
                "keep-alive",
                "upgrade",
                "proxy-connection"
            })
    void namesThatHaveNoPlace(String name) {
        assertThat(head("200", name, "v").code()).isEqualTo(H3ErrorCode.H3_MESSAGE_ERROR);
        state = new ResponseState("GET");
        head("200");
        assertThat(head(null, name, "v").code()).as("in trailers").isEqualTo(H3ErrorCode.H3_MESSAGE_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "1,1", "0x1", " 1", "1234567890123456789", ""})
    void lengthsThatAreNone(String length) {
        assertThat(head("200", "content-length", length).code()).isEqualTo(H3ErrorCode.H3_MESSAGE_ERROR);
    }

    @Test
    void lengthsThatDisagree() {
        assertThat(head("200", "content-length", "5", "content-length", "5")).isNull();
        state = new ResponseState("GET");
        assertThat(head("200", "content-length", "5", "content-length", "6")).isNotNull();
    }

    @Test
    void interimResponsesWithoutEnd() {
        for (int i = 0; i < ResponseState.MAX_INFORMATIONAL; i++) {
            assertThat(head("103")).isNull();
        }
        assertThat(head("103").code()).isEqualTo(H3ErrorCode.H3_EXCESSIVE_LOAD);
    }

    @Test
    void aSecondHead() {
        head("200");
        assertThat(head("200").code()).isEqualTo(H3ErrorCode.H3_MESSAGE_ERROR);
    }

    private Violation head(String status, String... fields) {
        FieldLines lines = new FieldLines();
        for (int i = 0; i < fields.length; i += 2) {
            lines.add(fields[i], fields[i + 1]);
        }
        return state.section(status, lines);
    }
}
