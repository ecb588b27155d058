package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Redirects under each policy. */
interface RedirectContract extends Ground {
    List<Integer> CODES = List.of(300, 301, 302, 303, 304, 307, 308);

    @ParameterizedTest
    @EnumSource(Redirect.class)
    default void eachCodeAndMethod(Redirect policy) throws Exception {
        HttpClient client = built(builder().followRedirects(policy));
        for (int code : CODES) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE")) {
                boolean body = method.equals("POST") || method.equals("PUT");
                HttpRequest request = HttpRequest.newBuilder(uri("/redirect?to=/echo&code=" + code))
                        .method(method, body ? BodyPublishers.ofString("again") : BodyPublishers.noBody())
                        .build();
                HttpResponse<String> response = text(client, request);
                String what = policy + " " + code + " " + method;
                if (policy == Redirect.NEVER || code == 300 || code == 304) {
                    assertThat(response.statusCode()).as(what).isEqualTo(code);
                    assertThat(response.previousResponse()).as(what).isEmpty();
                    continue;
                }
                assertThat(response.statusCode()).as(what).isEqualTo(200);
                String then = method(code, method);
                assertThat(response.headers().firstValue("x-method")).as(what).contains(then);
                assertThat(response.headers().firstValue("x-length"))
                        .as(what)
                        .contains(body && then.equals(method) ? "5" : "0");
                assertThat(response.uri()).as(what).isEqualTo(uri("/echo"));
                assertThat(response.request().uri()).as(what).isEqualTo(uri("/echo"));
                HttpResponse<String> previous = response.previousResponse().orElseThrow();
                assertThat(previous.statusCode()).as(what).isEqualTo(code);
                assertThat(previous.uri()).as(what).isEqualTo(request.uri());
                assertThat(previous.body()).as(what).isNull();
            }
        }
    }

    private String method(int code, String method) {
        return switch (code) {
            case 301, 302 -> method.equals("POST") ? "GET" : method;
            case 303 -> method.equals("HEAD") && has(Difference.HEAD_STAYS_HEAD) ? "HEAD" : "GET";
            default -> method;
        };
    }

    @Test
    default void theFifthRequestInARowIsTheLast() throws Exception {
        HttpClient client = built(builder().followRedirects(Redirect.NORMAL));
        HttpResponse<String> response = text(client, get("/round"));
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(routes().seen()).hasSize(5);
    }

    @Test
    default void httpsToHttpIsNotNormal() throws Exception {
        HttpClient client = built(builder().followRedirects(Redirect.NORMAL));
        HttpResponse<String> response = text(client, get("/redirect?to=http://localhost:1/"));
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("location")).contains("http://localhost:1/");
        assertThat(response.body()).isEqualTo("elsewhere");
    }

    @Test
    default void aRedirectToNowhereInParticular() throws Exception {
        HttpClient client = built(builder().followRedirects(Redirect.NORMAL));
        for (String path : List.of("/redirect", "/redirect?to=https://a%20b/")) {
            if (has(Difference.BAD_LOCATION_IS_A_RESPONSE)) {
                assertThat(text(client, get(path)).statusCode()).isEqualTo(302);
            } else {
                assertThatThrownBy(() -> text(client, get(path)))
                        .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
            }
        }
    }

    @Test
    default void ownFieldsGoAlongWithinAnOrigin() throws Exception {
        HttpClient client = built(builder().followRedirects(Redirect.NORMAL));
        HttpRequest request = HttpRequest.newBuilder(uri("/redirect?to=/echo"))
                .header("x-own", "kept")
                .header("Authorization", "Bearer secret")
                .build();
        assertThat(text(client, request).body())
                .contains("\nx-own: kept\n")
                .contains("\nauthorization: Bearer secret\n");
    }
}
