package dev.quiver.h3;

import dev.quiver.h3.internal.client.ClientBuilder;
import dev.quiver.quic.FlowControl;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.SessionCache;
import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.IdentityChooser;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HttpClient} that speaks HTTP/3 (RFC 9114), and what the JDK's own client speaks where HTTP/3 is not to be had.
 * Immutable and safe to use from any thread. Build one and share it: connections are kept per origin.
 *
 * <p>Like the JDK's client it decodes no content, follows redirects only when asked, and hands response bodies to their
 * subscribers, and completes the futures it returned, on its {@linkplain Builder#executor executor}. Push handlers are
 * accepted and never called: this client never allows a server to push (RFC 9114 §7.2.7).
 *
 * <p>{@link #version()} is never null: see {@link H3Response}. Errors are {@link H3Exception}s, or the JDK's
 * {@link java.net.ConnectException}, {@link java.net.http.HttpTimeoutException} and {@link
 * java.net.http.HttpConnectTimeoutException} caused by one: {@link H3Exception#in} finds it.
 *
 * <p>Close it: it holds UDP sockets and threads, all of them daemons.
 */
public abstract class H3Client extends HttpClient implements AutoCloseable {
    /** For implementations of this library. */
    protected H3Client() {}

    /** A client with every default. */
    public static H3Client newH3Client() {
        return newBuilder().build();
    }

    /** The same as {@link #newH3Client()}, under the name that the JDK's class has. */
    public static H3Client newHttpClient() {
        return newH3Client();
    }

    /** A client to be set up. */
    public static Builder newBuilder() {
        return new ClientBuilder();
    }

    /** The options of calls that bring none of their own. */
    public abstract H3Options options();

    /**
     * Sends, and waits for what the body handler makes of the response. An interrupt cancels the exchange.
     *
     * @throws java.net.ConnectException if the host has no address or nobody listens there, caused by an H3Exception
     * @throws H3Exception if the exchange failed in any other way
     * @throws java.net.http.HttpConnectTimeoutException if no connection came about within the connect time-out
     * @throws java.net.http.HttpTimeoutException if the response's head did not come within the request's time-out
     * @throws IOException what the request body's publisher or the response body's subscriber failed with
     * @throws IllegalArgumentException if the request cannot be sent: scheme, method or fields
     */
    @Override
    public abstract <T> H3Response<T> send(HttpRequest request, BodyHandler<T> responseBodyHandler)
            throws IOException, InterruptedException;

    /**
     * Sends, under the options given in place of the client's. Cancelling the future, or one derived from it, cancels the
     * exchange: the stream is reset with {@code H3_REQUEST_CANCELLED} (RFC 9114 §4.1.1).
     */
    public abstract <T> CompletableFuture<H3Response<T>> exchange(
            HttpRequest request, H3Options options, BodyHandler<T> responseBodyHandler);

    /**
     * Connects by QUIC before there is a request, as the client's own options say, so that the first one finds a connection.
     * Does nothing new if there is one. Returns at once.
     *
     * @param origin an https URI; its path does not matter
     * @return completes with the handshake; exceptionally with an {@link H3Exception} if there is no QUIC to be had, in
     *     which case requests go by TCP
     * @throws IllegalArgumentException if it is no https URI with a host
     */
    public abstract CompletableFuture<HandshakeReport> warmUp(URI origin);

    /** What the client's connections are doing right now. */
    public abstract PoolStats poolStats();

    /**
     * Says that this machine is on another network: what was learned about paths is forgotten (back-offs, head starts,
     * alternative services that do not persist), and connections take no new requests. The client notices by itself when
     * the machine's addresses change; this is for those who know sooner.
     */
    public abstract void networkChanged();

    /**
     * A WebSocket to be set up: over HTTP/3 where the server allows it (RFC 9220), else by the JDK's client over TCP,
     * under the same trust, cookies and proxies. An open WebSocket keeps {@link #close()} waiting.
     */
    @Override
    public abstract H3WebSocket.Builder newWebSocketBuilder();

    /**
     * Opens a stream for another protocol (RFC 9220), by HTTP/3 only. Waits for the server's SETTINGS, and asks only if
     * they allow it. An open stream keeps {@link #close()} waiting.
     *
     * @return fails with a {@link ConnectRefusedException} if the server answers with another status than 2xx, with an
     *     {@link H3Exception} if it does not allow an extended CONNECT or cannot be reached, and with a {@link
     *     java.net.http.HttpTimeoutException} if the request's time is over. Cancelling it gives up
     */
    public abstract CompletableFuture<ConnectStream> connect(ExtendedConnect request);

    /** Takes no more requests; those under way go on. Returns at once. */
    public abstract void shutdown();

    /** Takes no more requests and cancels those under way. Returns at once. */
    public abstract void shutdownNow();

    /**
     * Waits for the end after {@link #shutdown()} or {@link #shutdownNow()}.
     *
     * @return whether it came within this time
     */
    public abstract boolean awaitTermination(Duration duration) throws InterruptedException;

    /** Whether every exchange and connection has ended after a shutdown. */
    public abstract boolean isTerminated();

    /** Shuts down and waits for the exchanges under way; an interrupt cancels them. */
    @Override
    public abstract void close();

    /**
     * Sets up a client. Every setter works, or {@link #build()} refuses it with the reason and what to call instead. Not
     * thread-safe.
     */
    public interface Builder extends HttpClient.Builder {
        /** The options of calls that bring none of their own. Default {@link H3Options#DEFAULT}. */
        Builder options(H3Options options);

        /**
         * Hears what happens to every exchange of this client, WebSockets and extended CONNECTs included, whatever options
         * a call brings. May be called several times: all hear of it, in this order. Default: nobody.
         */
        Builder exchangeListener(ExchangeListener listener);

        /**
         * Who decides whether a server is trusted, over QUIC and over TCP alike, host name included. Default: the
         * platform's anchors and the host name.
         */
        Builder trust(TrustEvaluator evaluator);

        /** Who this client is, for servers that want to know, over QUIC and over TCP. Default: nobody. */
        Builder identity(Identity identity);

        /**
         * Who this client is, chosen for each server that wants to know, over QUIC and over TCP. The chooser runs on threads
         * that carry handshakes and must not block for long.
         */
        Builder identity(IdentityChooser chooser);

        /** Where session tickets of QUIC are kept (RFC 8446 §2.2). Default: in memory, for this client alone. */
        Builder sessions(SessionCache cache);

        /** Appends the TLS secrets of QUIC connections in NSS key log format: whoever has the file can read the traffic. */
        Builder keyLog(Path file);

        /** Writes a qlog file per QUIC connection into this directory. */
        Builder qlog(Path directory);

        /** The limit on look-up, handshake and trust verdict of a QUIC connection. Default 10 s. */
        Builder handshakeTimeout(Duration timeout);

        /** How long a QUIC connection may be silent before it is over (RFC 9000 §10.1). Default 30 s. */
        Builder idleTimeout(Duration timeout);

        /** The windows of QUIC connections: the bound on received, unread bytes. Default {@link FlowControl#DEFAULT}. */
        Builder flowControl(FlowControl windows);

        /**
         * Connects here whatever the URL's host and port are; the server still has to prove to be the URL's host. QUIC
         * only: the JDK's client cannot be sent elsewhere, so that TCP is skipped.
         */
        Builder connectTo(InetSocketAddress address);

        /** As {@link #connectTo}, for one host and port only. May be called for several. */
        Builder resolve(String host, int port, InetSocketAddress address);

        /**
         * Where alternative services (RFC 7838) that servers named are kept for later runs and other processes. The file is
         * replaced as a whole and under a lock, so that it survives a crash and is shared safely; a file that cannot be
         * read is told to the log and replaced. It says which hosts were visited: keep it private. Default: memory.
         */
        Builder altSvcFile(Path file);

        /**
         * The name server that is asked for HTTPS records (RFC 9460), for every host name. Default: the system's, and not
         * for addresses and local names. Refused by {@link #build()} if dnsjava is not on the class path.
         */
        Builder dnsServer(InetSocketAddress server);

        /**
         * The most QUIC connections at once. A second one to the same origin is made only if requests have waited two
         * seconds for streams and none came free. At the limit for all, the one unused for longest makes room; if all are in
         * use, requests go by TCP, or fail under {@link Discovery#HTTP3_ONLY}.
         *
         * @param perOrigin to one origin, 1 or more. Default 4
         * @param all at least as many. Default 256
         */
        Builder connectionLimits(int perOrigin, int all);

        /** Works over HTTP/3 and TCP. */
        @Override
        Builder cookieHandler(CookieHandler cookieHandler);

        /** The limit on a new connection: {@link java.net.http.HttpConnectTimeoutException} after it. Default: the handshake's. */
        @Override
        Builder connectTimeout(Duration duration);

        /**
         * Refused by {@link #build()}: what an {@code SSLContext} trusts cannot be taken out of it. Call {@link #trust}.
         */
        @Override
        Builder sslContext(SSLContext sslContext);

        /** Refused by {@link #build()}: QUIC is TLS 1.3 with the protocols of RFC 9114. Call {@link #trust}. */
        @Override
        Builder sslParameters(SSLParameters sslParameters);

        /**
         * Where body handlers and subscribers run and futures are completed. Not shut down with the client. Default: a
         * daemon thread beside the transport's while they get on briskly, and, where they block or are slow, a pool of
         * daemon threads that grows with need, like the JDK's; on 21 and later one virtual thread a task.
         */
        @Override
        Builder executor(Executor executor);

        /** Works over HTTP/3 and TCP. Default {@code NEVER}. */
        @Override
        Builder followRedirects(HttpClient.Redirect policy);

        /** {@code HTTP_1_1} means TCP only; every other value allows HTTP/3, under the options' {@link Discovery}. */
        @Override
        Builder version(HttpClient.Version version);

        /** The JDK's HTTP/2 weight, 1 to 256, used over TCP. HTTP/3's is {@link H3Options.Builder#priority}. */
        @Override
        Builder priority(int priority);

        /**
         * Requests for which it names a proxy go by TCP through that proxy, or fail under {@link Discovery#HTTP3_ONLY};
         * never around it. Default: {@link ProxySelector#getDefault()}, as for the JDK's client.
         */
        @Override
        Builder proxy(ProxySelector proxySelector);

        /**
         * Answers challenges of servers, over HTTP/3 and TCP, and of proxies (RFC 9110 §11): Basic as the JDK's client
         * does, and Digest (RFC 7616), which goes first where both are offered. Asked on the {@link #executor}, where it
         * may block. What was accepted is sent unasked to the same origin's paths below; what was refused is asked for
         * again, {@code jdk.httpclient.auth.retrylimit} times. A request with an {@code Authorization} field of its own
         * gets its 401 back. Default: nobody, and a 401 is the caller's response.
         */
        @Override
        Builder authenticator(Authenticator authenticator);

        /**
         * The address that connections are made from; null for the system's choice. Over TCP the JDK's client can be told so
         * from Java 19 on; before that, TCP is skipped.
         */
        // Overrides the JDK's from 19 on.
        Builder localAddress(@Nullable InetAddress localAddress);

        /**
         * The client.
         *
         * @throws UnsupportedOperationException if something was set that this client cannot honour; the message says why
         *     and what to call instead
         */
        @Override
        H3Client build();
    }
}
