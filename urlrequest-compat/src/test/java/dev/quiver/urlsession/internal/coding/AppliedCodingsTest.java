package dev.quiver.urlsession.internal.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppliedCodingsTest {
    @Test
    void readsAListOverSeveralFields() throws Exception {
        assertThat(of("gzip, , Identity", "X-GZIP,br"))
                .containsExactly(ContentCoding.GZIP, ContentCoding.GZIP, ContentCoding.BR);
        assertThat(AppliedCodings.of(HttpHeaders.of(Map.of(), (name, value) -> true)))
                .isEmpty();
    }

    @Test
    void leavesContentAloneWhenOneCodingIsUnknown() throws Exception {
        assertThat(of("gzip, compress")).isEmpty();
        assertThat(of("aws-chunked, gzip")).isEmpty();
    }

    @Test
    void refusesATowerOfCodings() {
        assertThatThrownBy(() -> of("gzip, gzip, gzip, gzip, gzip, gzip"))
                .isInstanceOf(MalformedContentException.class)
                .hasMessageContaining("6 content codings");
    }

    @Test
    void offersWhatItCanUndo() {
        // Both libraries are on the class path of the tests.
        assertThat(ContentCoding.acceptEncoding()).isEqualTo("gzip, deflate, br, zstd");
    }

    private static List<ContentCoding> of(String... values) throws MalformedContentException {
        return AppliedCodings.of(HttpHeaders.of(Map.of("Content-Encoding", List.of(values)), (name, value) -> true));
    }
}
