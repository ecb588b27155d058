package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class H3ClientBuilderTest {
    @Test
    void defaultsAreTheJdks() {
        try (H3Client client = H3Client.newH3Client()) {
            assertThat(client.followRedirects()).isEqualTo(Redirect.NEVER);
            assertThat(client.cookieHandler()).isEmpty();
            assertThat(client.authenticator()).isEmpty();
            assertThat(client.proxy()).isEmpty();
            assertThat(client.executor()).isEmpty();
            assertThat(client.connectTimeout()).isEmpty();
            assertThat(client.sslContext()).isNotNull();
            assertThat(client.sslParameters().getEndpointIdentificationAlgorithm())
                    .isEqualTo("HTTPS");
            assertThat(client.version()).isNotNull();
            assertThat(client.options().discovery()).isEqualTo(Discovery.ANY);
        }
    }

    @Test
    void whatIsSetIsTold() {
        CookieManager cookies = new CookieManager();
        Executor executor = Runnable::run;
        ProxySelector proxy = ProxySelector.of(null);
        HttpClient.Builder builder = H3Client.newBuilder()
                .cookieHandler(cookies)
                .executor(executor)
                .proxy(proxy)
                .connectTimeout(Duration.ofSeconds(3))
                .followRedirects(Redirect.ALWAYS)
                .priority(7)
                .version(Version.HTTP_1_1);
        try (H3Client client = (H3Client) builder.build()) {
            assertThat(client.cookieHandler()).containsSame(cookies);
            assertThat(client.executor()).containsSame(executor);
            assertThat(client.proxy()).containsSame(proxy);
            assertThat(client.connectTimeout()).contains(Duration.ofSeconds(3));
            assertThat(client.followRedirects()).isEqualTo(Redirect.ALWAYS);
            assertThat(client.version()).isEqualTo(Version.HTTP_1_1);
        }
    }

    @Test
    void whatCannotBeHonouredIsRefusedWithTheWayOut() throws Exception {
        assertThatThrownBy(() -> H3Client.newBuilder()
                        .sslContext(SSLContext.getDefault())
                        .build())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("sslContext")
                .hasMessageContaining("trust(");
        assertThatThrownBy(() ->
                        H3Client.newBuilder().sslParameters(new SSLParameters()).build())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("sslParameters");
    }

    @Test
    void whatIsNoneIsRefusedAtOnce() {
        H3Client.Builder builder = H3Client.newBuilder();
        assertThatThrownBy(() -> builder.priority(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.priority(257)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.cookieHandler(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.executor(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new Priority(8, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
