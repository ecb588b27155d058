package dev.quiver.h3.internal.okhttp;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Whether what a client says of TLS is what OkHttp has by default, as far as can be seen from outside. */
final class PlatformTls {
    private static final OkHttpClient DEFAULT = new OkHttpClient();
    private static final X509TrustManager TRUST = Objects.requireNonNull(DEFAULT.x509TrustManager());
    private static final Set<X509Certificate> ANCHORS = Set.copyOf(Arrays.asList(TRUST.getAcceptedIssuers()));

    /** The last one that was looked at, since a client has one and looking at a hundred certificates takes time. */
    private static volatile Seen last = new Seen(TRUST, true);

    private record Seen(X509TrustManager manager, boolean platforms) {}

    private PlatformTls() {}

    /** Whether these anchors are the platform's, and both are of the default's make. */
    static boolean isDefault(@Nullable X509TrustManager manager, @Nullable SSLSocketFactory factory) {
        return manager != null
                && factory != null
                && factory.getClass() == DEFAULT.sslSocketFactory().getClass()
                && isDefault(manager);
    }

    private static boolean isDefault(X509TrustManager manager) {
        Seen seen = last;
        if (seen.manager != manager) {
            seen = new Seen(
                    manager,
                    manager.getClass() == TRUST.getClass()
                            && Set.copyOf(Arrays.asList(manager.getAcceptedIssuers()))
                                    .equals(ANCHORS));
            last = seen;
        }
        return seen.platforms;
    }

    static boolean isDefault(HostnameVerifier verifier) {
        return verifier == DEFAULT.hostnameVerifier();
    }
}
