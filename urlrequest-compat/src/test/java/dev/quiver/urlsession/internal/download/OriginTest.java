package dev.quiver.urlsession.internal.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
    private static final String MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final Origin OF_1000 = new Origin("\"v1\"", 1000);

    @Test
    void aStrongTagIsWhatTheRestIsAskedForBy() {
        Optional<Origin> origin = Origin.of(200, fields("ETag", "\"v1\"", "Content-Length", "1000"));
        assertThat(origin).contains(OF_1000);
        assertThat(OF_1000.askForTheRest(5))
                .containsOnly(
                        Map.entry("range", "bytes=5-"),
                        Map.entry("if-range", "\"v1\""),
                        Map.entry("accept-encoding", "identity"));
        assertThat(Origin.of(200, fields("etag", "\"v1\""))).contains(new Origin("\"v1\"", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "'Sun, 06 Nov 1994 08:50:37 GMT', true",
        "'Sun, 06 Nov 1994 08:50:36 GMT', false",
        "yesterday, false",
    })
    void aDateIsOneOnceItHasSettled(String made, boolean strong) {
        Optional<Origin> origin = Origin.of(200, fields("last-modified", MODIFIED, "date", made));
        assertThat(origin.map(Origin::validator)).isEqualTo(strong ? Optional.of(MODIFIED) : Optional.empty());
    }

    @Test
    void withoutAWayToTellAnotherByThereIsNone() {
        assertThat(Origin.of(200, fields())).isEmpty();
        assertThat(Origin.of(200, fields("last-modified", MODIFIED))).isEmpty();
        assertThat(Origin.of(200, fields("etag", "W/\"v1\"", "last-modified", MODIFIED, "date", MODIFIED)))
                .isEmpty();
        assertThat(Origin.of(404, fields("etag", "\"v1\""))).isEmpty();
        assertThat(Origin.of(200, fields("etag", "\"v1\"", "content-encoding", "gzip")))
                .isEmpty();
        assertThat(Origin.of(200, fields("etag", "\"v1\"", "accept-ranges", "none")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes 400-999/1000, '\"v1\"'",
        "bytes 400-999/1000, ",
        "BYTES  400-999/1000, '\"v1\"'",
    })
    void theRestIsAppended(String range, String tag) {
        Verdict verdict = OF_1000.judge(400, 206, fields("content-range", range, "etag", tag));
        assertThat(verdict).isEqualTo(new Verdict.Append(400, 1000));
    }

    @Test
    void aLengthThatIsLearntLateIsKept() {
        assertThat(new Origin("\"v1\"", -1).judge(400, 206, fields("content-range", "bytes 400-999/1000")))
                .isEqualTo(new Verdict.Append(400, 1000));
        assertThat(OF_1000.judge(400, 206, fields("content-range", "bytes 400-999/*")))
                .isEqualTo(new Verdict.Append(400, 1000));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes 401-999/1000, '\"v1\"'",
        "bytes 400-998/1000, '\"v1\"'",
        "bytes 400-1000/1001, '\"v1\"'",
        "bytes 400-999/1000, '\"v2\"'",
        "bytes 400-999/1000, 'W/\"v1\"'",
        "bytes 999-400/1000, '\"v1\"'",
        "bytes */1000, '\"v1\"'",
        "items 400-999/1000, '\"v1\"'",
        ", '\"v1\"'",
    })
    void aPartThatDoesNotFitIsNotAppended(String range, String tag) {
        assertThat(OF_1000.judge(400, 206, fields("content-range", range, "etag", tag)))
                .isEqualTo(new Verdict.AskAnew());
    }

    @Test
    void otherAnswersAreTakenForWhatTheyAre() {
        assertThat(OF_1000.judge(400, 200, fields())).isEqualTo(new Verdict.StartOver());
        assertThat(OF_1000.judge(400, 416, fields("content-range", "bytes */300")))
                .isEqualTo(new Verdict.AskAnew());
        assertThat(OF_1000.judge(400, 503, fields())).isEqualTo(new Verdict.Refuse());
    }

    private static HttpHeaders fields(String... namesAndValues) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                fields.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
            }
        }
        return HttpHeaders.of(fields, (name, value) -> true);
    }
}
