package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.RedirectRules.Decision.Follow;
import dev.quiver.urlsession.RedirectRules.Decision.None;
import dev.quiver.urlsession.RedirectRules.Decision.Refuse;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectRulesTest {
    private static final URI FROM = URI.create("https://a.example/one/two?q=1#part");

    @ParameterizedTest
    @ValueSource(ints = {200, 300, 304, 305, 306, 404})
    void otherStatusesAreAnswersLikeAnyOther(int status) {
        assertThat(decide("GET", status, "/x")).isInstanceOf(None.class);
    }

    @Test
    void noLocationIsAnAnswerToo() {
        assertThat(decide("GET", 302, " ")).isInstanceOf(None.class);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,301,GET",
        "HEAD,302,HEAD",
        "POST,301,GET",
        "POST,302,GET",
        "PUT,301,PUT",
        "PUT,303,GET",
        "POST,303,GET",
        "HEAD,303,HEAD",
        "DELETE,303,GET",
        "POST,307,POST",
        "POST,308,POST",
        "PUT,307,PUT",
        "DELETE,302,DELETE"
    })
    void methodsAreRewrittenAsHttpSays(String method, int status, String then) {
        UrlRequest next = followed(method, status, "/x");
        assertThat(next.httpMethod()).isEqualTo(then);
        boolean sends = !method.equals("GET") && !method.equals("HEAD");
        assertThat(next.httpBody().isPresent()).isEqualTo(sends && method.equals(then));
        assertThat(next.headers().firstValue("content-type").isPresent()).isEqualTo(method.equals(then));
    }

    @ParameterizedTest
    @CsvSource({
        "/x, https://a.example/x#part",
        "x, https://a.example/one/x#part",
        "../x, https://a.example/x#part",
        "?z=2, https://a.example/one/two?z=2#part",
        "#other, https://a.example/one/two?q=1#other",
        "//b.example/x, https://b.example/x#part",
        "https://b.example, https://b.example/#part",
        "https://user:secret@b.example/x, https://b.example/x#part",
        "/a b|c, https://a.example/a%20b%7Cc#part",
        "/gr\u00c3\u00bc\u00c3\u009fe, https://a.example/gr%C3%BC%C3%9Fe#part",
        "/kept%20as%2Fit is, https://a.example/kept%20as%2Fit%20is#part"
    })
    void locationsAreResolved(String location, URI to) {
        assertThat(followed("GET", 302, location).url()).isEqualTo(to);
    }

    @Test
    void credentialsStayWithTheirOrigin() {
        assertThat(followed("GET", 302, "https://a.example:443/x").headers().map())
                .containsKeys("authorization", "cookie");
        for (String elsewhere : List.of("https://b.example/x", "https://a.example:444/x", "https://sub.a.example/x")) {
            assertThat(followed("GET", 302, elsewhere).headers().map())
                    .doesNotContainKeys("authorization", "cookie", "proxy-authorization")
                    .containsKey("x-kept");
        }
    }

    @Test
    void httpIsNotGoneBackToUnlessAllowed() {
        assertThat(decide("GET", 302, "http://a.example/"))
                .isInstanceOfSatisfying(
                        Refuse.class,
                        refused -> assertThat(refused.code())
                                .isEqualTo(UrlErrorCode.APP_TRANSPORT_SECURITY_REQUIRES_SECURE_CONNECTION));
        assertThat(RedirectRules.decide(request("GET"), response(302, "http://a.example/"), 0, url -> true))
                .isInstanceOf(Follow.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://a.example/x, UNSUPPORTED_URL",
        "file:///etc/passwd, UNSUPPORTED_URL",
        "'data:,x', UNSUPPORTED_URL",
        "https://a.example:port/x, REDIRECT_TO_NON_EXISTENT_LOCATION",
        "https:///x, REDIRECT_TO_NON_EXISTENT_LOCATION",
        "http[s://x, REDIRECT_TO_NON_EXISTENT_LOCATION"
    })
    void whatIsNoHttpUrlIsRefused(String location, UrlErrorCode code) {
        assertThat(decide("GET", 302, location))
                .isInstanceOfSatisfying(
                        Refuse.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void twentyAreFollowedAndNotOneMore() {
        assertThat(RedirectRules.decide(request("GET"), response(302, "/x"), 19, url -> false))
                .isInstanceOf(Follow.class);
        assertThat(RedirectRules.decide(request("GET"), response(302, "/x"), 20, url -> false))
                .isInstanceOfSatisfying(
                        Refuse.class,
                        refused -> assertThat(refused.code()).isEqualTo(UrlErrorCode.HTTP_TOO_MANY_REDIRECTS));
    }

    private static UrlRequest followed(String method, int status, String location) {
        return ((Follow) decide(method, status, location)).request();
    }

    private static RedirectRules.Decision decide(String method, int status, String location) {
        return RedirectRules.decide(request(method), response(status, location), 0, url -> false);
    }

    private static UrlRequest request(String method) {
        UrlRequest.Builder builder = UrlRequest.newBuilder(FROM)
                .httpMethod(method)
                .setValue("content-type", "text/plain")
                .setValue("authorization", "Bearer x")
                .setValue("cookie", "a=b")
                .setValue("proxy-authorization", "Basic x")
                .setValue("x-kept", "1");
        return (method.equals("GET") || method.equals("HEAD") ? builder : builder.httpBody(new byte[1])).build();
    }

    private static HttpUrlResponse response(int status, String location) {
        return new HttpUrlResponse(
                FROM, status, HttpHeaders.of(Map.of("location", List.of(location)), (name, value) -> true));
    }
}
