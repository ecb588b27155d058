package dev.quiver.bridges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.h3.H3Client;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Spring's RestClient and RestTemplate over HTTP/3 by {@code JdkClientHttpRequestFactory}. */
@QuiverServer
class SpringRestClientIT {
    private H3Client h3;
    private JdkClientHttpRequestFactory factory;
    private RestClient client;

    @BeforeEach
    void build(TestServer server) {
        h3 = Ground.client(server).build();
        factory = new JdkClientHttpRequestFactory(h3);
        client = RestClient.builder()
                .requestFactory(factory)
                .baseUrl(server.uri("").toString())
                .build();
    }

    @AfterEach
    void close() {
        h3.shutdownNow();
    }

    @Test
    void get(TestServer server) throws Exception {
        assertThat(client.get()
                        .uri("/headers")
                        .header("X-Mine", "yes")
                        .retrieve()
                        .body(String.class))
                .startsWith("GET /headers\n")
                .contains("x-mine: yes\n");
        Ground.answered(server, "GET", "/headers");
        RestTemplate template = new RestTemplate(factory);
        assertThat(template.getForObject(server.uri("/bytes/" + Ground.LARGE), byte[].class))
                .isEqualTo(TestBytes.first(Ground.LARGE));
    }

    @Test
    void postOfAStream(TestServer server) throws Exception {
        assertThat(client.post()
                        .uri("/upload")
                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                        .body(out -> Ground.bytes(Ground.LARGE).transferTo(out))
                        .retrieve()
                        .body(String.class))
                .isEqualTo(Ground.digest(Ground.LARGE));
        assertThat(Ground.answered(server, "POST", "/upload").fields().first("content-length"))
                .isEmpty();
        assertThat(new RestTemplate(factory)
                        .postForObject(
                                server.uri("/upload?resource"),
                                new InputStreamResource(Ground.bytes(100_000)),
                                String.class))
                .isEqualTo(Ground.digest(100_000));
        Ground.answered(server, "POST", "/upload?resource");
    }

    @Test
    void errorStatus(TestServer server) throws Exception {
        assertThatThrownBy(() -> client.get().uri("/status/404").retrieve().toBodilessEntity())
                .isInstanceOfSatisfying(
                        HttpClientErrorException.NotFound.class,
                        thrown -> assertThat(thrown.getResponseBodyAsString()).isEqualTo("status 404\n"));
        Ground.answered(server, "GET", "/status/404");
    }

    @Test
    void timeouts() {
        factory.setReadTimeout(Duration.ofMillis(500));
        assertThatThrownBy(() -> client.get().uri("/never").retrieve().body(String.class))
                .isInstanceOf(ResourceAccessException.class)
                .hasCauseInstanceOf(HttpTimeoutException.class);
    }
}
