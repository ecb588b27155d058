package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Authenticator;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** The client's builder, and what the client says of itself. */
interface FaceContract extends Ground {
    @Test
    default void saysItsDefaults() {
        HttpClient client = client();
        assertThat(client.cookieHandler()).isEmpty();
        assertThat(client.connectTimeout()).isEmpty();
        assertThat(client.followRedirects()).isEqualTo(Redirect.NEVER);
        assertThat(client.proxy()).isEmpty();
        assertThat(client.authenticator()).isEmpty();
        assertThat(client.executor()).isEmpty();
        assertThat(client.version()).isNotNull();
        assertThat(client.toString()).isNotBlank();
    }

    @Test
    default void hasATlsContextAndParametersOfItsOwn() {
        assertThat(client().sslContext()).isNotNull();
        SSLParameters first = client().sslParameters();
        assertThat(first).isNotNull();
        first.setProtocols(new String[] {"TLSv1.1"});
        assertThat(client().sslParameters().getProtocols()).isNotEqualTo(new String[] {"TLSv1.1"});
    }

    @Test
    default void saysWhatItWasTold() {
        CookieManager cookies = new CookieManager();
        Executor executor = ForkJoinPool.commonPool();
        ProxySelector proxy = ProxySelector.of(null);
        Authenticator authenticator = new Authenticator() {};
        HttpClient client = built(builder()
                .cookieHandler(cookies)
                .connectTimeout(Duration.ofSeconds(7))
                .followRedirects(Redirect.ALWAYS)
                .executor(executor)
                .proxy(proxy)
                .authenticator(authenticator)
                .priority(17)
                .version(Version.HTTP_2));
        assertThat(client.cookieHandler()).containsSame(cookies);
        assertThat(client.connectTimeout()).contains(Duration.ofSeconds(7));
        assertThat(client.followRedirects()).isEqualTo(Redirect.ALWAYS);
        assertThat(client.executor()).containsSame(executor);
        assertThat(client.proxy()).containsSame(proxy);
        assertThat(client.authenticator()).containsSame(authenticator);
        assertThat(client.version()).isEqualTo(Version.HTTP_2);
    }

    @Test
    default void theBuilderTakesNoNull() {
        HttpClient.Builder builder = builder();
        assertThatThrownBy(() -> builder.cookieHandler(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.connectTimeout(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.followRedirects(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.executor(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.proxy(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.authenticator(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.version(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.sslContext(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.sslParameters(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    default void theBuilderTakesNothingOutOfRange() {
        HttpClient.Builder builder = builder();
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.priority(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.priority(257)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void theBuilderMayBeUsedAgainAndTheClientDoesNotChange() throws Exception {
        HttpClient.Builder builder = builder();
        HttpClient first = built(builder);
        HttpClient second = built(builder.followRedirects(Redirect.ALWAYS));
        assertThat(first.followRedirects()).isEqualTo(Redirect.NEVER);
        assertThat(second.followRedirects()).isEqualTo(Redirect.ALWAYS);
        assertThat(text(first, get("/text")).body()).isEqualTo(Routes.TEXT);
        assertThat(text(second, get("/text")).body()).isEqualTo(Routes.TEXT);
    }

    @Test
    default void everySetterGivesTheBuilder() {
        HttpClient.Builder builder = builder();
        assertThat(builder.priority(1)).isSameAs(builder);
        assertThat(builder.connectTimeout(Duration.ofSeconds(1))).isSameAs(builder);
        assertThat(builder.version(Version.HTTP_2)).isSameAs(builder);
        assertThat(builder.proxy(HttpClient.Builder.NO_PROXY)).isSameAs(builder);
        assertThat(builder.executor(Runnable::run)).isSameAs(builder);
    }

    @Test
    default void tlsSettersWorkOrAreRefused() throws Exception {
        SSLContext context = SSLContext.getDefault();
        HttpClient.Builder withContext = builder().sslContext(context);
        HttpClient.Builder withParameters = builder().sslParameters(context.getDefaultSSLParameters());
        if (has(Difference.TLS_SETTERS)) {
            assertThatThrownBy(withContext::build)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("trust(");
            assertThatThrownBy(withParameters::build)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("trust(");
        } else {
            assertThat(built(withContext).sslContext()).isSameAs(context);
            assertThat(built(withParameters).sslParameters()).isNotNull();
        }
    }
}
