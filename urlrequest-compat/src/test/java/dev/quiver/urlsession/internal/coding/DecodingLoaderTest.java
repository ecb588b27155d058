package dev.quiver.urlsession.internal.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.CachePolicy;
import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadRequest;
import dev.quiver.urlsession.internal.load.RecordingListener;
import dev.quiver.urlsession.internal.load.ScriptedLoader;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DecodingLoaderTest {
    private static final byte[] CONTENT = Encoded.content(1, 300_000);
    private static final Map<String, List<String>> GZIP = Map.of("content-encoding", List.of("gzip"));

    private final RecordingListener listener = new RecordingListener();

    @ParameterizedTest
    @EnumSource
    void decodesAndLeavesTheFieldsAsTheyCame(ContentCoding coding) {
        ScriptedLoader below = new ScriptedLoader(
                200,
                Map.of("content-encoding", List.of(coding.toString()), "content-length", List.of("7")),
                Encoded.by(coding, CONTENT),
                1000);
        start(below, "GET", Map.of()).request(Long.MAX_VALUE);
        assertThat(listener.end()).isCompleted();
        assertThat(listener.body()).isEqualTo(CONTENT);
        assertThat(listener.head().fields().firstValue("content-encoding")).contains(coding.toString());
        assertThat(listener.head().fields().firstValue("content-length")).contains("7");
    }

    @Test
    void asksForMoreOnlyWhenAllIsDecodedAndMoreIsWanted() {
        ScriptedLoader below = new ScriptedLoader(200, GZIP, Encoded.by(ContentCoding.GZIP, CONTENT), 50_000);
        Load load = start(below, "GET", Map.of());
        assertThat(below.asked()).isZero();
        load.request(1);
        assertThat(listener.buffers()).isEqualTo(1);
        assertThat(below.asked()).isEqualTo(1);
        load.request(1);
        assertThat(listener.buffers()).isEqualTo(2);
        assertThat(below.asked()).isEqualTo(1);
        while (!listener.end().isDone()) {
            load.request(1);
            assertThat(below.asked() - 1).isLessThanOrEqualTo(listener.body().length / 50_000);
        }
        assertThat(listener.body()).isEqualTo(CONTENT);
    }

    @Test
    void theEndIsToldWithoutDemandOnceAllIsDelivered() {
        ScriptedLoader below = new ScriptedLoader(200, GZIP, Encoded.by(ContentCoding.GZIP, new byte[10]), 50_000);
        start(below, "GET", Map.of()).request(1);
        assertThat(listener.body()).hasSize(10);
        assertThat(listener.end()).isCompleted();
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 204", "GET, 304", "GET, 206"})
    void leavesAloneWhatHasNoContentOrAPartOfIt(String method, int status) {
        byte[] body = status == 206 ? Arrays.copyOfRange(CONTENT, 5, 10) : new byte[0];
        start(new ScriptedLoader(status, GZIP, body, 100), method, Map.of()).request(9);
        assertThat(listener.end()).isCompleted();
        assertThat(listener.body()).isEqualTo(body);
    }

    @Test
    void leavesAnUnknownCodingAlone() {
        start(new ScriptedLoader(200, Map.of("content-encoding", List.of("exi")), CONTENT, 7777), "GET", Map.of())
                .request(Long.MAX_VALUE);
        assertThat(listener.body()).isEqualTo(CONTENT);
    }

    @Test
    void stopsTheLoadBelowWhenItCannotDecode() {
        ScriptedLoader below = new ScriptedLoader(200, GZIP, CONTENT, 1000).endless();
        start(below, "GET", Map.of()).request(1);
        assertThat(listener.end())
                .isCompletedExceptionally()
                .satisfies(end -> assertThat(causeOf(listener)).isInstanceOf(MalformedContentException.class));
        assertThat(below.ended()).isTrue();
    }

    @Test
    void aBodyThatIsCutOffFailsAtItsEnd() {
        byte[] coded = Encoded.by(ContentCoding.GZIP, CONTENT);
        start(new ScriptedLoader(200, GZIP, Arrays.copyOf(coded, coded.length - 3), 1000), "GET", Map.of())
                .request(Long.MAX_VALUE);
        assertThat(causeOf(listener))
                .isInstanceOf(MalformedContentException.class)
                .hasMessageContaining("ends in the");
    }

    @Test
    void aTowerOfCodingsFailsAtTheHead() {
        Map<String, List<String>> tower = Map.of("content-encoding", List.of("br,br,br,br,br,br"));
        start(new ScriptedLoader(200, tower, CONTENT, 1000), "GET", Map.of());
        assertThat(causeOf(listener)).isInstanceOf(MalformedContentException.class);
    }

    @Test
    void cancellingEndsItOnceWhetherOrNotTheLoadBelowIsOver() {
        ScriptedLoader below = new ScriptedLoader(200, GZIP, Encoded.by(ContentCoding.GZIP, CONTENT), 1_000_000);
        Load load = start(below, "GET", Map.of());
        load.request(1);
        assertThat(below.ended()).isTrue();
        load.cancel();
        load.cancel();
        load.request(5);
        assertThat(causeOf(listener)).isInstanceOf(CancellationException.class);
    }

    @Test
    void offersWhatItCanUndoWithoutALimitToWhatTheCallerSays() {
        assertThat(sent("https://a.test/", Map.of())).isEqualTo("gzip, deflate, br, zstd");
        assertThat(sent("http://a.test/", Map.of())).isEqualTo("gzip, deflate");
        assertThat(sent("https://a.test/", Map.of("Range", List.of("bytes=1-"))))
                .isEqualTo("identity");
        assertThat(sent("https://a.test/", Map.of("Accept-Encoding", List.of("br;q=0.1"))))
                .isEqualTo("br;q=0.1");
    }

    private String sent(String uri, Map<String, List<String>> fields) {
        ScriptedLoader below = new ScriptedLoader(204, Map.of(), new byte[0], 1);
        new DecodingLoader(below, Decoding.UNLIMITED).start(request(uri, "GET", fields), new RecordingListener());
        return String.join(" | ", below.request().fields().allValues("accept-encoding"));
    }

    private Load start(ScriptedLoader below, String method, Map<String, List<String>> fields) {
        return new DecodingLoader(below, Decoding.UNLIMITED)
                .start(request("https://a.test/", method, fields), listener);
    }

    private static LoadRequest request(String uri, String method, Map<String, List<String>> fields) {
        return new LoadRequest(
                URI.create(uri),
                method,
                HttpHeaders.of(fields, (name, value) -> true),
                null,
                CachePolicy.USE_PROTOCOL_CACHE_POLICY,
                null);
    }

    private static Throwable causeOf(RecordingListener listener) {
        return listener.end().handle((none, failure) -> failure).join();
    }
}
