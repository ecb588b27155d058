package dev.quiver.cli.compare;

import dev.quiver.cli.compare.link.Way;
import dev.quiver.cli.transfer.ClientFactory;
import dev.quiver.cli.transfer.ClientSettings;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.HostPort;
import dev.quiver.cli.transfer.RequestSettings;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.cli.transfer.TransferException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import okhttp3.OkHttpClient;

/**
 * Makes clients that have never connected and have nothing to resume. All trust and show the same; none follows redirects
 * or decodes bodies. Used by one thread.
 */
public final class Contenders implements AutoCloseable {
    private final ClientSettings settings;
    private final RequestSettings request;
    private final StopSignal stop;
    private final TcpTls tls;

    /**
     * Reads the files that the settings name.
     *
     * @throws TransferException if one is unusable
     */
    public Contenders(ClientSettings settings, RequestSettings request, StopSignal stop) throws TransferException {
        this.settings = settings;
        this.request = request;
        this.stop = stop;
        this.tls = new TcpTls(new ClientFactory(settings), settings);
    }

    /**
     * A client for this URL, which goes this way.
     *
     * @throws TransferException if the URL's host is not found, or a file became unusable
     */
    public Contender open(ClientName name, URI url, Way way) throws TransferException {
        return switch (name) {
            case QUIVER -> {
                HostPort place = way.quic();
                ClientSettings own = place == null ? settings : settings.to(place);
                yield new QuiverContender(
                        new ClientFactory(own).newClient(List.of(url)), own.discovery(), request, url, stop);
            }
            case OKHTTP -> new OkHttpContender(okHttp(way), request, url, failures(name, way));
            case JDK -> new JdkContender(jdk(way), request, url, failures(name, way));
        };
    }

    private OkHttpClient okHttp(Way way) {
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .sslSocketFactory(tls.context().getSocketFactory(), tls.trust())
                // The host is checked by the trust itself, as for the others.
                .hostnameVerifier((host, session) -> true)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(settings.connectTimeout())
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO);
        Duration limit = request.timeout();
        if (limit != null) {
            client.callTimeout(limit);
        }
        InetSocketAddress tunnel = way.tunnel();
        if (tunnel != null) {
            client.proxy(new Proxy(Proxy.Type.HTTP, tunnel));
        }
        return client.build();
    }

    private HttpClient jdk(Way way) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .sslContext(tls.context())
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout());
        InetSocketAddress tunnel = way.tunnel();
        if (tunnel != null) {
            client.proxy(ProxySelector.of(tunnel));
        }
        return client.build();
    }

    /** Where the way itself failed, that is why. */
    private static Function<Throwable, Failure> failures(ClientName name, Way way) {
        return thrown -> {
            IOException refused = way.takeRefusal();
            return TcpFailures.of(refused == null ? thrown : refused, name);
        };
    }

    @Override
    public void close() {
        tls.close();
    }
}
