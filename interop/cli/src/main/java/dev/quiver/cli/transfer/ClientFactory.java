package dev.quiver.cli.transfer;

import dev.quiver.h3.H3Client;
import dev.quiver.quic.SessionCache;
import dev.quiver.quic.trust.CredentialFileException;
import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes clients by one set of settings; they share their session tickets. */
public final class ClientFactory {
    private final ClientSettings settings;
    private final SessionCache sessions = SessionCache.inMemory();
    private @Nullable TrustEvaluator trust;

    public ClientFactory(ClientSettings settings) {
        this.settings = settings;
    }

    /**
     * A client that can fetch these URLs.
     *
     * @throws TransferException if a file is unusable or the host of an address option is not found
     */
    public H3Client newClient(List<URI> urls) throws TransferException {
        H3Client.Builder builder = H3Client.newBuilder()
                .sessions(sessions)
                .trust(trust())
                .handshakeTimeout(settings.connectTimeout())
                .connectTimeout(settings.connectTimeout())
                .followRedirects(settings.followRedirects() ? HttpClient.Redirect.NORMAL : HttpClient.Redirect.NEVER);
        Identity identity = identity();
        if (identity != null) {
            builder.identity(identity);
        }
        if (settings.connectTo() != null) {
            builder.connectTo(lookUp(settings.connectTo()));
        }
        for (ResolveRule rule : settings.resolve()) {
            HostPort target = rule.target();
            builder.resolve(target.host(), target.port(), lookUp(new HostPort(rule.address(), target.port())));
        }
        if (settings.family() != null) {
            for (URI url : urls) {
                HostPort target = target(url);
                builder.resolve(target.host(), target.port(), lookUp(target));
            }
        }
        if (settings.proxy() != null) {
            builder.proxy(ProxySelector.of(lookUp(settings.proxy())));
        }
        if (settings.keyLog() != null) {
            builder.keyLog(writable(settings.keyLog()));
        }
        if (settings.qlog() != null) {
            builder.qlog(directory(settings.qlog()));
        }
        return builder.build();
    }

    /**
     * Whom the clients trust. Read once: a client made later trusts what the first one did, and tickets are shared between
     * them.
     *
     * @throws TransferException if a file is unusable
     */
    public TrustEvaluator trust() throws TransferException {
        if (trust == null) {
            TrustEvaluator anchors = settings.insecure() ? TrustEvaluator.insecure() : anchors(settings.caFile());
            trust = settings.pins().isEmpty()
                    ? anchors
                    : anchors.and(TrustEvaluator.pins(settings.pins().toArray(String[]::new)));
        }
        return trust;
    }

    private static TrustEvaluator anchors(@Nullable Path caFile) throws TransferException {
        if (caFile == null) {
            return TrustEvaluator.platform();
        }
        try {
            return TrustEvaluator.anchorsFromPem(caFile);
        } catch (IOException | IllegalArgumentException e) {
            throw unusable("--cacert", caFile, Stage.CA_FILE, e);
        }
    }

    /**
     * What the client shows to servers that ask, or null.
     *
     * @throws TransferException if its file is unusable
     */
    public @Nullable Identity identity() throws TransferException {
        Path certificate = settings.certificate();
        Path key = settings.key();
        if (certificate == null || key == null) {
            return null;
        }
        try {
            return Identity.fromPem(certificate, key);
        } catch (IOException | IllegalArgumentException e) {
            throw unusable("--cert", certificate, Stage.IDENTITY_FILE, e);
        }
    }

    private static TransferException unusable(String option, Path file, Stage stage, Exception e) {
        String why = e instanceof CredentialFileException named
                ? String.valueOf(named.getMessage())
                : file + ": " + FileReasons.of(e, file);
        return new TransferException(Failure.local(ErrorKind.IO, stage, "cannot use " + option + " " + why, e));
    }

    /**
     * Where connections for this URL go: by the address options, else to the first address that the system names.
     *
     * @throws TransferException if it has no such address
     */
    public InetSocketAddress destination(URI url) throws TransferException {
        if (settings.connectTo() != null) {
            return lookUp(settings.connectTo());
        }
        HostPort target = target(url);
        for (ResolveRule rule : settings.resolve()) {
            if (rule.target().equals(target)) {
                return lookUp(new HostPort(rule.address(), target.port()));
            }
        }
        return lookUp(target);
    }

    /** Addresses of the family asked for, else any; the first the system names. */
    private InetSocketAddress lookUp(HostPort target) throws TransferException {
        AddressFamily family = settings.family();
        try {
            for (InetAddress address : InetAddress.getAllByName(target.host())) {
                if (family == null || family.has(address)) {
                    return new InetSocketAddress(address, target.port());
                }
            }
        } catch (UnknownHostException e) {
            throw notFound("host not found: " + target.host() + "; check the name and the resolver", e);
        }
        throw notFound("host " + target.host() + " has no " + family + " address", null);
    }

    private static HostPort target(URI url) {
        String host = url.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = url.getPort() > 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
        return new HostPort(bare, port);
    }

    private static Path writable(Path keyLog) throws TransferException {
        try {
            Files.newOutputStream(keyLog, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return keyLog;
        } catch (IOException e) {
            throw TransferException.output("cannot write --keylog " + keyLog + ": " + FileReasons.of(e, keyLog), e);
        }
    }

    private static Path directory(Path qlog) throws TransferException {
        try {
            Files.createDirectories(qlog);
        } catch (IOException e) {
            throw TransferException.output("cannot make --qlog " + qlog + ": " + FileReasons.of(e, qlog), e);
        }
        if (!Files.isWritable(qlog)) {
            throw TransferException.output("cannot write into --qlog " + qlog + ": permission denied", null);
        }
        return qlog;
    }

    private static TransferException notFound(String message, @Nullable Throwable cause) {
        return new TransferException(new Failure(
                ErrorKind.HOST_NOT_FOUND,
                Stage.CONNECTING,
                "connection",
                "LOCAL",
                null,
                null,
                message,
                "NOT_PROCESSED",
                cause));
    }
}
