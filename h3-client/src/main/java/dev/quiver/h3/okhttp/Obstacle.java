package dev.quiver.h3.okhttp;

/**
 * Something in a request or in its {@code OkHttpClient} that Quiver cannot honour, so that OkHttp's own stack carries the
 * call.
 */
public enum Obstacle {
    /** The URL is not https. */
    NOT_HTTPS("the URL is not https", false),

    /** The request asks for another protocol on its connection, as a WebSocket does. */
    UPGRADE("the request asks to upgrade its connection", false),

    /** The request's body and its response are to go on beside each other ({@code RequestBody.isDuplex}). */
    DUPLEX("the request's body is duplex", false),

    /** The request has something that HTTP/3, or the JDK's {@code HttpRequest}, cannot say; the log has the details. */
    REQUEST("the request cannot be sent over HTTP/3", false),

    /** The call does not show its client, so that nobody knows what would have to be honoured: use {@link H3CallFactory}. */
    UNKNOWN_CLIENT("the call does not show its OkHttpClient; H3CallFactory knows it", false),

    /** The client pins certificates of this host. {@code TrustEvaluator.pins} does that in an {@code H3Client}. */
    CERTIFICATE_PINS("the OkHttpClient pins certificates of this host", true),

    /**
     * The client trusts others than the platform does, or has sockets of another make. {@code H3Client.Builder.trust} says
     * it to an {@code H3Client}. A client certificate in an {@code SSLSocketFactory} of the JDK's make cannot be seen from
     * outside: give it to the {@code H3Client} ({@code identity}).
     */
    TRUST("the OkHttpClient has its own trust manager or SSL socket factory", true),

    /** The client checks host names in its own way. */
    HOSTNAME_VERIFIER("the OkHttpClient has its own host name verifier", true),

    /** The client's connection specs leave out TLS 1.3 or one of its cipher suites; QUIC has nothing else. */
    CONNECTION_SPECS("the OkHttpClient's connection specs do not allow all of TLS 1.3", true),

    /** The client looks up addresses in its own way. */
    DNS("the OkHttpClient has its own DNS", true),

    /** The client sends this request through a proxy, or the {@code H3Client} would where the client does not. */
    PROXY("the request would go through a proxy", true),

    /** The client makes its sockets in its own way. */
    SOCKET_FACTORY("the OkHttpClient has its own socket factory", true),

    /** The client's protocols leave out HTTP/2, hence all that is newer. */
    PROTOCOLS("the OkHttpClient allows HTTP/1.1 only", true),

    /** The client must not try again; Quiver sends again what a server did nothing with, and safe requests. */
    NO_RETRIES("the OkHttpClient forbids retries", true),

    /** Network interceptors see OkHttp's own connections. */
    NETWORK_INTERCEPTORS("the OkHttpClient has network interceptors", true),

    /** An event listener would not hear of connections and bodies; of the call it does. */
    EVENT_LISTENER("the OkHttpClient or the call has an event listener", true),

    /** OkHttp's cache can be filled and asked by OkHttp alone. */
    CACHE("the OkHttpClient has a cache", true);

    private final String reason;
    private final boolean waivable;

    Obstacle(String reason, boolean waivable) {
        this.reason = reason;
        this.waivable = waivable;
    }

    /** What is in the way, in words. */
    public String reason() {
        return reason;
    }

    /**
     * Whether one can go without it, or have it done by the {@code H3Client} in its own way: {@link
     * H3Interceptor.Builder#waive}.
     */
    public boolean isWaivable() {
        return waivable;
    }
}
