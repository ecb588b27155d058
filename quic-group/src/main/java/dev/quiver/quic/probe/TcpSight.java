package dev.quiver.quic.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The chain over TCP, by the JDK's TLS: a whole handshake without tickets and without a client certificate. Where the
 * server knows none of the protocols offered it is asked again without any; where the JDK does not take the chain it is
 * read from a TLS 1.2 handshake's clear text. Blocks the calling thread until the deadline at most.
 */
final class TcpSight {
    /** The server is given that long to read a farewell. */
    private static final int FAREWELL_MILLIS = 300;

    private final ProbeTarget target;
    private final List<InetAddress> addresses;
    private final TlsOffer offer;
    private final Deadline deadline;
    private final Set<Socket> open;

    /** @param open where sockets are while they are open, so that others can close them */
    TcpSight(ProbeTarget target, List<InetAddress> addresses, List<String> alpn, Deadline deadline, Set<Socket> open) {
        this.target = target;
        this.addresses = addresses;
        this.offer = new TlsOffer(target, alpn);
        this.deadline = deadline;
        this.open = open;
    }

    Sight look() {
        TcpFailure failure = new TcpFailure(target, deadline);
        Attempt first = attempt(true);
        if (first.sight != null) {
            return first.sight;
        }
        IOException problem = first.problem();
        Attempt second = null;
        if (TcpFailure.noCommonAlpn(problem)) {
            second = attempt(false);
        } else if (TcpFailure.ourOwn(problem)) {
            second = plainAttempt();
        }
        if (second != null && second.sight != null) {
            return second.sight;
        }
        if (TcpFailure.aboutCertificates(problem) && first.remote != null) {
            return new Sight.Unreadable(first.remote, TcpFailure.text(problem));
        }
        return new Sight.Nothing(failure.of(problem, first.remote != null));
    }

    /**
     * One connection.
     *
     * @param sight what it showed; null if nothing
     * @param failure why it showed nothing
     * @param remote whom it reached; null if no one
     */
    private record Attempt(
            @Nullable Sight sight,
            @Nullable IOException failure,
            @Nullable InetSocketAddress remote) {
        IOException problem() {
            return failure == null ? new SSLException("the server presents no certificate") : failure;
        }
    }

    /** What is done with a connected socket. */
    private interface Talk {
        @Nullable
        Sight with(Socket socket, InetSocketAddress remote) throws IOException;
    }

    private Attempt attempt(boolean withAlpn) {
        return connected((socket, remote) -> handshake(socket, remote, withAlpn));
    }

    private Attempt plainAttempt() {
        return connected((socket, remote) -> {
            List<byte[]> ders = PlainCertificates.read(offer, socket.getInputStream(), socket.getOutputStream());
            return new Sight.Chain(remote, null, ders);
        });
    }

    private Attempt connected(Talk talk) {
        Attempt last = new Attempt(null, new ConnectException("there is no address"), null);
        for (int i = 0; i < addresses.size(); i++) {
            last = connected(talk, addresses.get(i), deadline.millis() / (addresses.size() - i));
            if (last.remote != null) {
                return last;
            }
        }
        return last;
    }

    private Attempt connected(Talk talk, InetAddress address, int connectMillis) {
        InetSocketAddress remote = new InetSocketAddress(address, target.connectPort());
        InetSocketAddress reached = null;
        CompletableFuture<Void> bell = new CompletableFuture<>();
        try (Socket socket = new Socket()) {
            open.add(socket);
            try {
                bell.completeOnTimeout(null, deadline.millis(), TimeUnit.MILLISECONDS)
                        .thenRun(() -> close(socket));
                socket.connect(remote, Math.max(1, connectMillis));
                reached = remote;
                socket.setSoTimeout(deadline.millis());
                return new Attempt(talk.with(socket, remote), null, remote);
            } catch (IOException e) {
                return new Attempt(null, bell.isDone() ? new SocketTimeoutException() : e, reached);
            } finally {
                bell.cancel(false);
                open.remove(socket);
            }
        } catch (IOException e) {
            return new Attempt(null, e, reached);
        }
    }

    private @Nullable Sight handshake(Socket socket, InetSocketAddress remote, boolean withAlpn) throws IOException {
        Witness witness = new Witness();
        String protocol = null;
        IOException failure = null;
        try (SSLSocket tls = (SSLSocket) TlsOffer.newContext(witness)
                .getSocketFactory()
                .createSocket(socket, target.host(), target.connectPort(), true)) {
            SSLParameters parameters = tls.getSSLParameters();
            offer.applyTo(parameters, withAlpn);
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            String agreed = tls.getApplicationProtocol();
            protocol = agreed == null || agreed.isEmpty() ? null : agreed;
            socket.setSoTimeout(FAREWELL_MILLIS);
        } catch (IOException e) {
            // What comes behind the chain is not this probe's business.
            failure = e;
        }
        X509Certificate[] chain = witness.chain();
        if (chain != null && chain.length > 0) {
            return new Sight.Chain(
                    remote, protocol, Arrays.stream(chain).map(TcpSight::der).toList());
        }
        if (failure != null) {
            throw failure;
        }
        return null;
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            return new byte[0];
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
