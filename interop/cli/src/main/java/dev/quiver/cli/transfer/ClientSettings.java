package dev.quiver.cli.transfer;

import dev.quiver.h3.Discovery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shapes a client, whatever it is asked to fetch.
 *
 * @param discovery how HTTP/3 is found
 * @param caFile anchors in PEM in place of the platform's, or null
 * @param insecure whether every server is trusted
 * @param pins {@code sha256/B64} of keys of which the path must have one
 * @param certificate the client's own certificate chain in PEM, or null
 * @param key its key in PEM, or null
 * @param connectTo where every connection goes, or null
 * @param resolve where connections to one host and port go
 * @param family the only address family to use, or null for either
 * @param proxy the HTTP proxy for requests over TCP, or null for none
 * @param connectTimeout the limit on a new connection, look-up included
 * @param followRedirects whether redirects are followed
 * @param keyLog where TLS secrets are appended, or null
 * @param qlog the directory for qlog files, or null
 */
public record ClientSettings(
        Discovery discovery,
        @Nullable Path caFile,
        boolean insecure,
        List<String> pins,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable HostPort connectTo,
        List<ResolveRule> resolve,
        @Nullable AddressFamily family,
        @Nullable HostPort proxy,
        Duration connectTimeout,
        boolean followRedirects,
        @Nullable Path keyLog,
        @Nullable Path qlog) {

    /** Every default: 10 s to connect, the platform's anchors, HTTP/3 with TCP as the way out. */
    public static final ClientSettings DEFAULT = new ClientSettings(
            Discovery.ANY,
            null,
            false,
            List.of(),
            null,
            null,
            null,
            List.of(),
            null,
            null,
            Duration.ofSeconds(10),
            false,
            null,
            null);

    public ClientSettings {
        pins = List.copyOf(pins);
        resolve = List.copyOf(resolve);
    }

    /** Whether connections may go elsewhere than where the URL's host and port lead by themselves. */
    public boolean redirected() {
        return connectTo != null || !resolve.isEmpty() || family != null;
    }

    /** The same, with every connection going there by HTTP/3, whatever was said of addresses. */
    public ClientSettings to(HostPort place) {
        return new ClientSettings(
                Discovery.HTTP3_ONLY,
                caFile,
                insecure,
                pins,
                certificate,
                key,
                place,
                List.of(),
                null,
                proxy,
                connectTimeout,
                followRedirects,
                keyLog,
                qlog);
    }
}
