package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests: what is sent of them, and what of the response says what was sent. */
interface RequestContract extends Ground {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "REPORT"})
    default void anyMethodWithAndWithoutABody(String method) throws Exception {
        HttpResponse<String> without = text(
                client(),
                HttpRequest.newBuilder(uri("/echo"))
                        .method(method, BodyPublishers.noBody())
                        .build());
        assertThat(without.statusCode()).isEqualTo(200);
        assertThat(without.headers().firstValue("x-method")).contains(method);
        assertThat(without.headers().firstValue("x-length")).contains("0");
        HttpResponse<String> with = text(
                client(),
                HttpRequest.newBuilder(uri("/echo"))
                        .method(method, BodyPublishers.ofString("body"))
                        .build());
        assertThat(with.headers().firstValue("x-method")).contains(method);
        assertThat(with.body()).endsWith("\n\nbody").contains("\ncontent-length: 4\n");
    }

    @Test
    default void headHasNoBody() throws Exception {
        HttpResponse<String> response = text(
                client(),
                HttpRequest.newBuilder(uri("/bytes?n=1000"))
                        .method("HEAD", BodyPublishers.noBody())
                        .build());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValueAsLong("content-length")).hasValue(1000);
        assertThat(response.body()).isEmpty();
    }

    @Test
    default void connectIsNotAMethodForCallers() {
        assertThatThrownBy(() -> client().send(own("CONNECT", uri("/echo"), Map.of()), BodyHandlers.discarding()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void fieldsArriveInTheirOrder() throws Exception {
        HttpResponse<String> response = text(
                client(),
                HttpRequest.newBuilder(uri("/echo?a=b%20c"))
                        .header("X-Many", "one")
                        .header("x-many", "two")
                        .header("X-Set", "gone")
                        .setHeader("x-set", "kept")
                        .headers("x-a", "1", "x-b", "")
                        .build());
        assertThat(response.body())
                .contains("\nx-many: one\nx-many: two\n")
                .contains("\nx-set: kept\n")
                .doesNotContain("gone")
                .contains("\nx-a: 1\n")
                .contains("\nx-b: \n");
    }

    @Test
    default void aPostWithoutABodySaysSo() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(uri("/echo"))
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = text(client(), post);
        assertThat(response.headers().firstValue("x-length")).contains("0");
        // Over HTTP/2 the JDK's client leaves it to the end of the stream.
        assertThat(response.body().contains("\ncontent-length: 0\n"))
                .isEqualTo(setup() == Setup.JDK_HTTP_1_1 || setup() == Setup.QUIVER_H3);
        HttpResponse<String> get = text("/echo");
        assertThat(get.headers().firstValue("x-length")).contains("0");
        // The JDK's client of 17 says it over HTTP/1.1.
        if (setup() == Setup.QUIVER_H3 || setup() == Setup.JDK_HTTP_2) {
            assertThat(get.body()).doesNotContain("content-length");
        }
    }

    @Test
    default void aUserAgentIsSentAndMayBeReplaced() throws Exception {
        assertThat(text("/echo").body())
                .contains("\nuser-agent: " + (has(Difference.USER_AGENT) ? "Quiver" : "Java-http-client/"));
        HttpRequest own = HttpRequest.newBuilder(uri("/echo"))
                .header("User-Agent", "mine")
                .build();
        assertThat(text(client(), own).body())
                .contains("\nuser-agent: mine\n")
                .doesNotContain("ava-http")
                .doesNotContain("uiver");
    }

    @Test
    default void theResponseKnowsItsRequest() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/text?x=1"))
                .header("x-own", "yes")
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<String> response = text(client(), request);
        assertThat(response.request().uri()).isEqualTo(request.uri());
        assertThat(response.request().method()).isEqualTo("GET");
        assertThat(response.request().headers().firstValue("x-own")).contains("yes");
        assertThat(response.request()).isEqualTo(request);
        assertThat(response.uri()).isEqualTo(request.uri());
        assertThat(response.previousResponse()).isEmpty();
        assertThat(response.sslSession()).isPresent();
        assertThat(response.version()).isNotNull();
        assertThat(response.toString()).contains("200");
    }

    @Test
    default void theResponsesFieldsAreThoseThatWereSent() throws Exception {
        HttpHeaders headers = text("/fields").headers();
        assertThat(headers.allValues("x-two")).containsExactly("one", "two");
        assertThat(headers.allValues("X-TWO")).containsExactly("one", "two");
        assertThat(headers.firstValue("x-empty")).contains("");
        assertThat(headers.allValues("absent")).isEmpty();
        Map<String, List<String>> map = headers.map();
        assertThatThrownBy(() -> map.put("a", List.of())).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.get("x-two").add("three")).isInstanceOf(UnsupportedOperationException.class);
        boolean pseudo = map.keySet().stream().anyMatch(name -> name.startsWith(":"));
        assertThat(pseudo).isEqualTo(setup() == Setup.JDK_HTTP_2 && !has(Difference.NO_PSEUDO_FIELDS));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 304, 400, 404, 418, 500, 599})
    default void everyStatusIsAResponse(int code) throws Exception {
        HttpResponse<String> response = text("/status?code=" + code);
        assertThat(response.statusCode()).isEqualTo(code);
        assertThat(response.headers().firstValue("x-status")).contains("yes");
        assertThat(response.body()).isEmpty();
    }

    @Test
    default void interimResponsesAreNotTheResponse() throws Exception {
        HttpResponse<String> response = text("/hints");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("hinted");
        assertThat(response.headers().firstValue("link")).isEmpty();
    }

    @Test
    default void expectContinueWaitsForLeave() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/echo"))
                .expectContinue(true)
                .POST(BodyPublishers.ofString("after leave"))
                .build();
        HttpResponse<String> response = text(client(), request);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).endsWith("\n\nafter leave");
    }

    @Test
    default void aVersionMayBeAskedForPerRequest() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/echo"))
                .version(HttpClient.Version.HTTP_2)
                .build();
        HttpResponse<String> response = text(client(), request);
        assertThat(response.headers().firstValue("x-protocol"))
                .contains(setup() == Setup.QUIVER_H3 ? "HTTP/3" : "HTTP/2.0");
        if (setup() != Setup.QUIVER_H3) {
            HttpRequest older = HttpRequest.newBuilder(uri("/echo"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            HttpResponse<String> first = text(client(), older);
            assertThat(first.statusCode()).isEqualTo(200);
        }
    }

    @Test
    default void nothingThatIsNullOrNoHttpUri() {
        HttpRequest good = get("/text");
        assertThatThrownBy(() -> client().send(null, BodyHandlers.discarding()))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client().send(good, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client().sendAsync(null, BodyHandlers.discarding()))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client().sendAsync(good, null)).isInstanceOf(NullPointerException.class);
        for (String bad : List.of("ftp://localhost/", "/relative", "https:///no-host", "mailto:x@y")) {
            assertThatThrownBy(
                            () -> client().sendAsync(own("GET", URI.create(bad), Map.of()), BodyHandlers.discarding()))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client().send(own("GET", URI.create(bad), Map.of()), BodyHandlers.discarding()))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void aRequestOfAnotherMakeIsCheckedToo() throws Exception {
        HttpResponse<String> fine = text(client(), own("GET", uri("/echo"), Map.of("x-own", List.of("1"))));
        assertThat(fine.body()).contains("\nx-own: 1\n");
        for (HttpRequest bad : List.of(
                own("", uri("/echo"), Map.of()),
                own("G T", uri("/echo"), Map.of()),
                own("GET", uri("/echo"), Map.of("bad name", List.of("x"))),
                own("GET", uri("/echo"), Map.of("x-bad", List.of("a\r\nb: c"))))) {
            assertThatThrownBy(() -> client().send(bad, BodyHandlers.discarding()))
                    .as(bad.method() + " " + bad.headers())
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(routes().seen()).hasSize(1);
    }

    private static HttpRequest own(String method, URI uri, Map<String, List<String>> fields) {
        HttpHeaders headers = HttpHeaders.of(fields, (name, value) -> true);
        return new HttpRequest() {
            @Override
            public Optional<BodyPublisher> bodyPublisher() {
                return Optional.empty();
            }

            @Override
            public String method() {
                return method;
            }

            @Override
            public Optional<Duration> timeout() {
                return Optional.empty();
            }

            @Override
            public boolean expectContinue() {
                return false;
            }

            @Override
            public URI uri() {
                return uri;
            }

            @Override
            public Optional<HttpClient.Version> version() {
                return Optional.empty();
            }

            @Override
            public HttpHeaders headers() {
                return headers;
            }
        };
    }
}
