package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request for which there is a proxy goes through it, with the proxy's credentials, or not at all. */
class ProxyIT {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            String given = String.valueOf(exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
            seen.add(exchange.getRequestURI() + " " + given);
            if (given.equals("Basic YWxpY2U6c2VjcmV0")) {
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"the proxy\"");
                exchange.sendResponseHeaders(407, -1);
            }
            exchange.close();
        });
        proxy.start();
    }

    @AfterEach
    void stop() {
        proxy.stop(0);
    }

    @Test
    void itsChallengeIsAnsweredAndItsCredentialsKept() throws Exception {
        StringBuilder asked = new StringBuilder();
        Authenticator known = new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                asked.append(getRequestorType()).append(' ').append(getRequestingPrompt());
                return new PasswordAuthentication("alice", "secret".toCharArray());
            }
        };
        try (H3Client client = client().authenticator(known).build()) {
            assertThat(status(client, "http://there.invalid/a")).isEqualTo(200);
            assertThat(status(client, "http://elsewhere.invalid/b")).isEqualTo(200);
        }
        assertThat(asked.toString()).isEqualTo("PROXY the proxy");
        assertThat(seen)
                .containsExactly(
                        "http://there.invalid/a null",
                        "http://there.invalid/a Basic YWxpY2U6c2VjcmV0",
                        "http://elsewhere.invalid/b Basic YWxpY2U6c2VjcmV0");
    }

    @Test
    void withoutAnAuthenticatorTheChallengeIsTheCallers() throws Exception {
        try (H3Client client = client().build()) {
            assertThat(status(client, "http://there.invalid/a")).isEqualTo(407);
        }
    }

    @Test
    void isNotGoneAroundByHttp3() {
        H3Options only = H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build();
        try (H3Client client = client().options(only).build()) {
            Throwable thrown = catchThrowable(() -> status(client, "https://there.invalid/a"));
            assertThat(thrown).isInstanceOf(H3Exception.class).hasMessageContaining("proxy");
            assertThat(seen).isEmpty();
        }
    }

    private H3Client.Builder client() {
        return H3Client.newBuilder().proxy(ProxySelector.of(proxy.getAddress()));
    }

    private static int status(H3Client client, String uri) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
