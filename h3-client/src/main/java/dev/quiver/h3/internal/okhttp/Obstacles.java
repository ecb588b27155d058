package dev.quiver.h3.internal.okhttp;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.okhttp.Obstacle;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.SocketFactory;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.TlsVersion;
import org.jspecify.annotations.Nullable;

/** Finds what stands in the way of a request. */
final class Obstacles {
    /** All that QUIC's TLS has here (RFC 9001 §5.3, RFC 8446 §B.4). */
    private static final Set<CipherSuite> TLS_1_3_SUITES = Set.of(
            CipherSuite.TLS_AES_128_GCM_SHA256,
            CipherSuite.TLS_AES_256_GCM_SHA384,
            CipherSuite.TLS_CHACHA20_POLY1305_SHA256);

    private final H3Client h3;
    private final Set<Obstacle> waived;

    Obstacles(H3Client h3, Set<Obstacle> waived) {
        this.h3 = h3;
        this.waived = waived;
    }

    /** What the request itself asks for. */
    static Set<Obstacle> inRequest(Request request) {
        EnumSet<Obstacle> found = EnumSet.noneOf(Obstacle.class);
        if (!request.isHttps()) {
            found.add(Obstacle.NOT_HTTPS);
        }
        String connection = request.header("Connection");
        if (request.header("Upgrade") != null || "upgrade".equalsIgnoreCase(connection)) {
            found.add(Obstacle.UPGRADE);
        }
        RequestBody body = request.body();
        if (body != null && body.isDuplex()) {
            found.add(Obstacle.DUPLEX);
        }
        String host = request.header("Host");
        if (host != null && !host.equalsIgnoreCase(authority(request.url()))) {
            // The JDK's HttpRequest has no word for it.
            found.add(Obstacle.REQUEST);
        }
        return found;
    }

    /** What the settings ask for, but for what was waived. */
    Set<Obstacle> inSettings(CallSettings settings, HttpUrl url, boolean listener) {
        EnumSet<Obstacle> found = EnumSet.noneOf(Obstacle.class);
        check(
                found,
                Obstacle.CERTIFICATE_PINS,
                !settings.pinner().findMatchingPins(url.host()).isEmpty());
        check(found, Obstacle.TRUST, !PlatformTls.isDefault(settings.trustManager(), settings.sslSocketFactory()));
        check(found, Obstacle.HOSTNAME_VERIFIER, !PlatformTls.isDefault(settings.hostnameVerifier()));
        check(
                found,
                Obstacle.CONNECTION_SPECS,
                settings.client().connectionSpecs().stream().noneMatch(Obstacles::allowsTls13));
        check(found, Obstacle.DNS, settings.dns() != Dns.SYSTEM);
        check(found, Obstacle.SOCKET_FACTORY, settings.socketFactory() != SocketFactory.getDefault());
        List<Protocol> protocols = settings.client().protocols();
        check(found, Obstacle.PROTOCOLS, !protocols.contains(Protocol.HTTP_2));
        check(found, Obstacle.NO_RETRIES, !settings.retries());
        check(
                found,
                Obstacle.NETWORK_INTERCEPTORS,
                !settings.client().networkInterceptors().isEmpty());
        check(found, Obstacle.EVENT_LISTENER, listener);
        check(found, Obstacle.CACHE, settings.cache() != null);
        if (!waived.contains(Obstacle.PROXY) && proxied(settings, url.uri())) {
            found.add(Obstacle.PROXY);
        }
        return found;
    }

    private void check(Set<Obstacle> found, Obstacle obstacle, boolean there) {
        if (there && !waived.contains(obstacle)) {
            found.add(obstacle);
        }
    }

    private static boolean allowsTls13(ConnectionSpec spec) {
        List<TlsVersion> versions = spec.tlsVersions();
        List<CipherSuite> suites = spec.cipherSuites();
        return spec.isTls()
                && (versions == null || versions.contains(TlsVersion.TLS_1_3))
                && (suites == null || suites.containsAll(TLS_1_3_SUITES));
    }

    /** Whether either side would use a proxy: OkHttp's is not Quiver's, and what OkHttp sends straight must go straight. */
    private boolean proxied(CallSettings settings, URI uri) {
        Proxy fixed = settings.proxy();
        boolean byOkHttp = fixed != null ? isProxy(fixed) : names(settings.proxySelector(), uri);
        return byOkHttp || names(h3.proxy().orElseGet(ProxySelector::getDefault), uri);
    }

    private static boolean names(@Nullable ProxySelector selector, URI uri) {
        List<Proxy> proxies = selector == null ? null : selector.select(uri);
        return proxies != null && !proxies.isEmpty() && isProxy(proxies.get(0));
    }

    private static boolean isProxy(Proxy proxy) {
        return proxy.type() != Proxy.Type.DIRECT;
    }

    private static String authority(HttpUrl url) {
        String host = url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]";
        return url.port() == HttpUrl.defaultPort(url.scheme()) ? host : host + ":" + url.port();
    }
}
