package dev.quiver.urlsession.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §14.1.2. */
class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-1, 0, 2, bytes 0-1/11",
        "bytes=1-, 1, 10, bytes 1-10/11",
        "bytes=-1, 10, 1, bytes 10-10/11",
        "Bytes=5-99, 5, 6, bytes 5-10/11",
        "bytes=-99, 0, 11, bytes 0-10/11"
    })
    void oneRangeThatLiesInTheBody(String field, long first, long length, String told) {
        assertThat(ByteRange.of(field, 11)).contains(new ByteRange(first, length));
        assertThat(new ByteRange(first, length).contentRange(11)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=11-",
                "bytes=3-2",
                "bytes=-0",
                "bytes=-",
                "bytes=0-1,3-4",
                "lines=0-1",
                "bytes=a-b",
                "bytes=99999999999999999999-"
            })
    void allElseIsForTheServer(String field) {
        assertThat(ByteRange.of(field, 11)).isEmpty();
    }
}
