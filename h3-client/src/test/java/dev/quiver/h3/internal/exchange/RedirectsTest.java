package dev.quiver.h3.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.internal.message.WireRequest;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {
    @ParameterizedTest
    @CsvSource({
        "301,POST,GET,false",
        "302,POST,GET,false",
        "303,POST,GET,false",
        "307,POST,POST,true",
        "308,POST,POST,true",
        "301,PUT,PUT,true",
        "303,PUT,GET,false",
        "303,HEAD,HEAD,false"
    })
    void methodsAndBodies(int status, String method, String then, boolean body) {
        WireRequest request = request("https://a/x", method);
        WireRequest next = Redirects.next(Redirect.NORMAL, request, status, "/y", 0);
        assertThat(next.method()).isEqualTo(then);
        assertThat(next.uri()).isEqualTo(URI.create("https://a/y"));
        assertThat(next.publisher() != null).isEqualTo(body || method.equals("HEAD"));
        assertThat(next.headers().firstValue("content-type").isPresent()).isEqualTo(body || method.equals("HEAD"));
    }

    /** RFC 3986 §5.2.2, where java.net.URI has it otherwise. */
    @ParameterizedTest
    @CsvSource({
        "https://a/x/y,?q,https://a/x/y?q",
        "https://a/x/y?p,?q,https://a/x/y?q",
        "https://a/x/y?p,#f,https://a/x/y?p#f",
        "https://a/x/y?p,'',https://a/x/y?p",
        "https://a//b,?q,https://a//b?q",
        "https://a,.evil/y,https://a/.evil/y",
        "https://a?p,z,https://a/z",
        "https://a/x/y,../z,https://a/z"
    })
    void relativeLocations(String from, String location, String to) {
        assertThat(next(request(from, "GET"), location).uri()).isEqualTo(URI.create(to));
    }

    @Test
    void credentialsStayWithTheirOrigin() {
        WireRequest request = request("https://a/x", "GET");
        assertThat(next(request, "/y").headers().firstValue("authorization")).isPresent();
        assertThat(next(request, "https://b/y").headers().firstValue("authorization"))
                .isEmpty();
        assertThat(next(request, "https://a:444/y").headers().firstValue("authorization"))
                .isEmpty();
        assertThat(next(request, "https://b/y").headers().firstValue("x-other")).isPresent();
    }

    @Test
    void policies() {
        WireRequest secure = request("https://a/x", "GET");
        WireRequest plain = request("http://a/x", "GET");
        assertThat(Redirects.next(Redirect.NEVER, secure, 302, "/y", 0)).isNull();
        assertThat(Redirects.next(Redirect.NORMAL, secure, 302, "http://a/y", 0))
                .isNull();
        assertThat(Redirects.next(Redirect.ALWAYS, secure, 302, "http://a/y", 0))
                .isNotNull();
        assertThat(Redirects.next(Redirect.NORMAL, plain, 302, "https://a/y", 0))
                .isNotNull();
        assertThat(Redirects.next(Redirect.NORMAL, plain, 302, "http://b/y", 0)).isNotNull();
    }

    @Test
    void whatIsNoRedirectIsForTheCaller() {
        WireRequest request = request("https://a/x", "GET");
        assertThat(Redirects.next(Redirect.ALWAYS, request, 304, "/y", 0)).isNull();
        assertThat(Redirects.next(Redirect.ALWAYS, request, 302, null, 0)).isNull();
        assertThat(Redirects.next(Redirect.ALWAYS, request, 302, "http://[", 0)).isNull();
        assertThat(Redirects.next(Redirect.ALWAYS, request, 302, "ftp://a/", 0)).isNull();
        assertThat(Redirects.next(Redirect.ALWAYS, request, 302, "/y", Redirects.MOST))
                .isNull();
    }

    private static WireRequest next(WireRequest request, String location) {
        return Redirects.next(Redirect.NORMAL, request, 302, location, 0);
    }

    private static WireRequest request(String uri, String method) {
        return WireRequest.copyOf(HttpRequest.newBuilder(URI.create(uri))
                .method(method, BodyPublishers.ofString("x"))
                .header("Authorization", "secret")
                .header("Content-Type", "text/plain")
                .header("X-Other", "1")
                .build());
    }
}
