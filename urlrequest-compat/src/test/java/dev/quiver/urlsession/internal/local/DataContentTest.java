package dev.quiver.urlsession.internal.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.urlsession.UrlErrorCode;
import dev.quiver.urlsession.internal.load.CodedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataContentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data:,A%20brief%20note | text/plain;charset=US-ASCII | A brief note",
                "data:text/html;charset=utf-8,%3Cp%3Ehi | text/html;charset=utf-8 | <p>hi",
                "data:;charset=utf-8,x,y;z=1 | text/plain;charset=utf-8 | x,y;z=1",
                "data:;base64,aGVsbG8= | text/plain;charset=US-ASCII | hello",
                "DATA:text/plain;BASE64,aGVs%0AbG8 | text/plain | hello",
                "data:text/plain;base64,aGVsbG8%3D#part | text/plain | hello",
                "data:text/plain;charset=%22utf-8%22,100%25 | text/plain;charset=\"utf-8\" | 100%",
            })
    void takesTheUrlApart(String url, String mediaType, String text) throws Exception {
        DataContent content = DataContent.of(URI.create(url));
        assertThat(content.mediaType()).isEqualTo(mediaType);
        assertThat(new String(content.bytes(), StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(content.fields()).containsEntry("content-length", Integer.toString(text.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:text/plain", "data:;base64,a", "data:;base64,*", "data:a%0D%0Ab:c,x"})
    void refusesWhatIsNone(String url) {
        CodedException failure = catchThrowableOfType(CodedException.class, () -> DataContent.of(URI.create(url)));
        assertThat(failure.code()).isEqualTo(UrlErrorCode.BAD_URL);
    }

    @Test
    void anEmptyOneIsEmpty() throws Exception {
        assertThat(DataContent.of(URI.create("data:,")).length()).isZero();
    }
}
