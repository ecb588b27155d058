package dev.quiver.bridges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.bridges.example.Recipes;
import dev.quiver.h3.H3Client;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Flux;

/** Spring's WebClient over HTTP/3 by {@code JdkClientHttpConnector}. */
@QuiverServer
class SpringWebClientIT {
    private H3Client h3;
    private JdkClientHttpConnector connector;
    private WebClient client;

    @BeforeEach
    void build(TestServer server) {
        h3 = Ground.client(server).build();
        connector = new JdkClientHttpConnector(h3);
        client = WebClient.builder()
                .clientConnector(connector)
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
                        .cookie("taste", "sweet")
                        .retrieve()
                        .bodyToMono(String.class)
                        .block(Ground.PATIENCE))
                .startsWith("GET /headers\n")
                .contains("cookie: taste=sweet\n");
        Ground.answered(server, "GET", "/headers");
        Long bytes = client.get()
                .uri("/bytes/" + Ground.LARGE)
                .retrieve()
                .bodyToFlux(DataBuffer.class)
                .map(buffer -> {
                    long some = buffer.readableByteCount();
                    DataBufferUtils.release(buffer);
                    return some;
                })
                .reduce(0L, Long::sum)
                .block(Ground.PATIENCE);
        assertThat(bytes).isEqualTo(Ground.LARGE);
    }

    @Test
    void postOfAStream(TestServer server) throws Exception {
        Flux<DataBuffer> body = DataBufferUtils.readInputStream(
                () -> Ground.bytes(Ground.LARGE), DefaultDataBufferFactory.sharedInstance, 16_384);
        assertThat(client.post()
                        .uri("/upload")
                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                        .body(BodyInserters.fromDataBuffers(body))
                        .retrieve()
                        .bodyToMono(String.class)
                        .block(Ground.PATIENCE))
                .isEqualTo(Ground.digest(Ground.LARGE));
        assertThat(Ground.answered(server, "POST", "/upload").fields().first("content-length"))
                .isEmpty();
    }

    @Test
    void errorStatus(TestServer server) throws Exception {
        assertThatThrownBy(() -> client.get()
                        .uri("/status/503")
                        .retrieve()
                        .toBodilessEntity()
                        .block(Ground.PATIENCE))
                .isInstanceOfSatisfying(
                        WebClientResponseException.ServiceUnavailable.class,
                        thrown -> assertThat(thrown.getResponseBodyAsString()).isEqualTo("status 503\n"));
        Ground.answered(server, "GET", "/status/503");
    }

    @Test
    void timeouts() {
        connector.setReadTimeout(Duration.ofMillis(500));
        assertThatThrownBy(() -> client.get()
                        .uri("/never")
                        .retrieve()
                        .bodyToMono(String.class)
                        .block(Ground.PATIENCE))
                .isInstanceOf(WebClientRequestException.class)
                .hasCauseInstanceOf(HttpTimeoutException.class);
    }

    /** WebClient keeps its own subscription when its subscriber leaves; this is the way round it. */
    @Test
    void aBodyThatIsLeftIsStopped(TestServer server) throws Exception {
        String target = "/bytes/4000000000";
        HttpRequest request = HttpRequest.newBuilder(server.uri(target)).build();
        assertThat(Recipes.reactor(h3, request).take(2).collectList().block(Ground.PATIENCE))
                .hasSize(2);
        // The server counts what it has finished writing, which may be nothing when the client leaves so soon.
        assertThat(Ground.givenUp(server, target).responseBytes()).isLessThan(4_000_000_000L);
    }
}
