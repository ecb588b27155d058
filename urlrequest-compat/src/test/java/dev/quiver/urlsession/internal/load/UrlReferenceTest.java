package dev.quiver.urlsession.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlReferenceTest {
    /** RFC 3986 §5.4.1, and bases without a path. */
    @ParameterizedTest
    @CsvSource({
        "http://a/b/c/d;p?q, g:h, g:h",
        "http://a/b/c/d;p?q, g, http://a/b/c/g",
        "http://a/b/c/d;p?q, ./g, http://a/b/c/g",
        "http://a/b/c/d;p?q, g/, http://a/b/c/g/",
        "http://a/b/c/d;p?q, /g, http://a/g",
        "http://a/b/c/d;p?q, //g, http://g",
        "http://a/b/c/d;p?q, ?y, http://a/b/c/d;p?y",
        "http://a/b/c/d;p?q, g?y, http://a/b/c/g?y",
        "http://a/b/c/d;p?q, #s, http://a/b/c/d;p?q#s",
        "http://a/b/c/d;p?q, '', http://a/b/c/d;p?q",
        "http://a/b/c/d;p?q, ../g, http://a/b/g",
        "http://a/b?q#s?t, ?y, http://a/b?y",
        "http://a/b?q#s, '', http://a/b?q",
        "http://a.example, evil, http://a.example/evil",
        "http://a.example, ?y, http://a.example?y",
        "http://a.example?q, #s, http://a.example?q#s",
    })
    void isWhatTheRfcSays(URI base, String reference, URI target) {
        assertThat(UrlReference.resolve(base, reference)).isEqualTo(target);
    }

    @Test
    void whatIsNoReferenceIsRefused() {
        assertThatThrownBy(() -> UrlReference.resolve(URI.create("http://a/"), "a b"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
