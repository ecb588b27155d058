package dev.quiver.urlsession;

import dev.quiver.h3.Discovery;
import dev.quiver.quic.trust.TrustEvaluator;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a session loads: immutable and checked by {@link Builder#build()}, so that no value can fail a session later. What
 * only a phone has is refused there with the reason.
 */
public final class UrlSessionConfiguration {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Duration timeoutIntervalForRequest;
    private final Duration timeoutIntervalForResource;
    private final Map<String, String> httpAdditionalHeaders;
    private final CachePolicy requestCachePolicy;
    private final @Nullable UrlCache urlCache;
    private final NetworkServiceType networkServiceType;
    private final boolean waitsForConnectivity;
    private final boolean allowsInsecureRedirects;
    private final long maximumDecodingRatio;
    private final long maximumDecodedLength;
    private final ConnectionSettings connections;
    private final StateSettings state;

    private UrlSessionConfiguration(Builder builder) {
        this.timeoutIntervalForRequest = builder.timeoutIntervalForRequest;
        this.timeoutIntervalForResource = builder.timeoutIntervalForResource;
        this.httpAdditionalHeaders = Map.copyOf(builder.httpAdditionalHeaders);
        this.requestCachePolicy = builder.requestCachePolicy;
        this.urlCache = builder.urlCache;
        this.networkServiceType = builder.networkServiceType;
        this.waitsForConnectivity = builder.waitsForConnectivity;
        this.allowsInsecureRedirects = builder.allowsInsecureRedirects;
        this.maximumDecodingRatio = builder.maximumDecodingRatio;
        this.maximumDecodedLength = builder.maximumDecodedLength;
        this.connections = builder.connections();
        this.state = builder.state();
    }

    /** The usual configuration. */
    public static UrlSessionConfiguration standard() {
        return newBuilder().build();
    }

    /** A configuration whose sessions leave nothing behind: cache, cookies and known hosts are their own, in memory. */
    public static UrlSessionConfiguration ephemeral() {
        return newBuilder()
                .urlCache(UrlCache.newBuilder().build())
                .httpCookieStorage(CookieStorage.inMemory())
                .hstsStore(HstsStore.inMemory())
                .build();
    }

    /**
     * Always refused: a background session goes on when its app has ended, by a service of the system that the JVM's hosts
     * do not have. Keep the process, or resume downloads from their resume data in the next one.
     *
     * @throws UnsupportedOperationException always
     */
    public static UrlSessionConfiguration background(String identifier) {
        throw new UnsupportedOperationException("no background session \"" + identifier
                + "\": no service of the system loads on when the process has ended; resume downloads by resume data");
    }

    /** Starts from {@link #standard()}. */
    public static Builder newBuilder() {
        return new Builder();
    }

    /**
     * How long an exchange may be silent: the clock starts again with each piece of the request that leaves and of the
     * response that comes, and stands still while the task is suspended or its delegate is what is waited for. Default
     * 60 s, as Apple's.
     */
    public Duration timeoutIntervalForRequest() {
        return timeoutIntervalForRequest;
    }

    /** How long a task may take from {@code resume()} to its end, suspensions aside. Default 7 days, as Apple's. */
    public Duration timeoutIntervalForResource() {
        return timeoutIntervalForResource;
    }

    /** Fields sent with every request that does not name them itself; names in lower case. */
    public Map<String, String> httpAdditionalHeaders() {
        return httpAdditionalHeaders;
    }

    /**
     * Where responses are cached, or empty for nowhere. Default: {@link UrlCache#shared()}; ephemeral: memory of its own.
     * Sessions that act for different users by their cookies need a cache each: cookies do not choose what is answered
     * from it, unless the server's {@code Vary} says so.
     */
    public Optional<UrlCache> urlCache() {
        return Optional.ofNullable(urlCache);
    }

    /** What requests may take from the cache where they do not say. Default: as HTTP says. */
    public CachePolicy requestCachePolicy() {
        return requestCachePolicy;
    }

    /** What requests are for where they do not say. Default: nothing special. */
    public NetworkServiceType networkServiceType() {
        return networkServiceType;
    }

    /**
     * Whether a server that cannot be reached is waited for, up to {@link #timeoutIntervalForResource()}: the request is
     * tried again, half a second later at first and half a minute at last. Default: no, it fails the task.
     */
    public boolean waitsForConnectivity() {
        return waitsForConnectivity;
    }

    /** Whether redirections from https to http are followed. Default: no, they fail the task. */
    public boolean allowsInsecureRedirects() {
        return allowsInsecureRedirects;
    }

    /**
     * How many times longer than it came a response with content codings may become: more fails the task with {@link
     * UrlErrorCode#CANNOT_DECODE_CONTENT_DATA}. It counts from 16 MiB decoded on, for short content may be very regular.
     * Default 200: text seldom passes 10, and gzip can reach 1,032, the others more.
     */
    public long maximumDecodingRatio() {
        return maximumDecodingRatio;
    }

    /**
     * Bytes that a response with content codings may become, as {@link #maximumDecodingRatio()}. Default 16 GiB.
     */
    public long maximumDecodedLength() {
        return maximumDecodedLength;
    }

    /** Who decides whether a server is trusted, unless the session's delegate does. Default: the platform. */
    public TrustEvaluator trust() {
        return connections.trust();
    }

    /** Which requests go through which proxy. Default: as {@link ProxySelector#getDefault()} says. */
    public Optional<ProxySelector> proxy() {
        return Optional.ofNullable(connections.proxy());
    }

    /** How HTTP/3 is found where a request does not say. Default: by whatever tells. */
    public Discovery discovery() {
        return connections.discovery();
    }

    /** The most QUIC connections to one origin; over TCP the JDK's client decides. Default 4. */
    public int httpMaximumConnectionsPerHost() {
        return connections.perHost();
    }

    /** The least TLS that is spoken. Default 1.2, which TCP may come down to. */
    public TlsVersion tlsMinimumSupportedProtocolVersion() {
        return connections.tlsMinimum();
    }

    /** The most TLS that is spoken: always 1.3. */
    public TlsVersion tlsMaximumSupportedProtocolVersion() {
        return TlsVersion.TLS_1_3;
    }

    /** Whether safe requests may be sent before the handshake is done, when others could repeat them. Default: no. */
    public boolean enablesEarlyData() {
        return connections.earlyData();
    }

    /**
     * Where cookies are kept. Default: {@link CookieStorage#shared()}. A client that was given to the session with a cookie
     * handler of its own does all cookies itself.
     */
    public CookieStorage httpCookieStorage() {
        return state.cookieStorage();
    }

    /** Which cookies of responses are kept. Default: {@code ONLY_FROM_MAIN_DOCUMENT_DOMAIN}, as Apple's. */
    public CookieAcceptPolicy httpCookieAcceptPolicy() {
        return state.acceptPolicy();
    }

    /** Whether requests get the cookies that are kept. Default: yes. */
    public boolean httpShouldSetCookies() {
        return state.setsCookies();
    }

    /** Where users and passwords for challenges are kept. Default: empty, in memory of each session's own. */
    public Optional<UrlCredentialStorage> urlCredentialStorage() {
        return Optional.ofNullable(state.credentialStorage());
    }

    /** Which hosts are known to want TLS alone. Default: {@link HstsStore#shared()}. */
    public HstsStore hstsStore() {
        return state.hstsStore();
    }

    ConnectionSettings connections() {
        return connections;
    }

    StateSettings state() {
        return state;
    }

    static Duration positive(Duration value, String name) {
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be more than nothing and at most 365 days, not " + value);
        }
        return value;
    }

    private static void atLeastOne(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
        }
    }

    /** Builds a {@link UrlSessionConfiguration}; not thread-safe. */
    public static final class Builder {
        private Duration timeoutIntervalForRequest = Duration.ofSeconds(60);
        private Duration timeoutIntervalForResource = Duration.ofDays(7);
        private final Map<String, String> httpAdditionalHeaders = new TreeMap<>();
        private CachePolicy requestCachePolicy = CachePolicy.USE_PROTOCOL_CACHE_POLICY;
        private @Nullable UrlCache urlCache = UrlCache.shared();
        private NetworkServiceType networkServiceType = NetworkServiceType.DEFAULT;
        private boolean waitsForConnectivity;
        private boolean allowsInsecureRedirects;
        private long maximumDecodingRatio = 200;
        private long maximumDecodedLength = 16L << 30;
        private TrustEvaluator trust = ConnectionSettings.DEFAULT.trust();
        private @Nullable ProxySelector proxy;
        private Discovery discovery = ConnectionSettings.DEFAULT.discovery();
        private int perHost = ConnectionSettings.DEFAULT.perHost();
        private TlsVersion tlsMinimum = ConnectionSettings.DEFAULT.tlsMinimum();
        private TlsVersion tlsMaximum = TlsVersion.TLS_1_3;
        private boolean earlyData;
        private CookieStorage cookieStorage = CookieStorage.shared();
        private CookieAcceptPolicy acceptPolicy = CookieAcceptPolicy.ONLY_FROM_MAIN_DOCUMENT_DOMAIN;
        private boolean setsCookies = true;
        private HstsStore hstsStore = HstsStore.shared();
        private @Nullable UrlCredentialStorage credentialStorage;
        private final PhoneOnly phoneOnly = new PhoneOnly();

        private Builder() {}

        /** More than nothing, at most 365 days. See {@link UrlSessionConfiguration#timeoutIntervalForRequest()}. */
        public Builder timeoutIntervalForRequest(Duration interval) {
            this.timeoutIntervalForRequest = Objects.requireNonNull(interval, "timeoutIntervalForRequest");
            return this;
        }

        /** More than nothing, at most 365 days. See {@link UrlSessionConfiguration#timeoutIntervalForResource()}. */
        public Builder timeoutIntervalForResource(Duration interval) {
            this.timeoutIntervalForResource = Objects.requireNonNull(interval, "timeoutIntervalForResource");
            return this;
        }

        /** Sends this field with every request that does not name it itself. */
        public Builder httpAdditionalHeader(String field, String value) {
            httpAdditionalHeaders.put(field.toLowerCase(Locale.ROOT), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Caches there, or nowhere where it is null. See {@link UrlSessionConfiguration#urlCache()}. */
        public Builder urlCache(@Nullable UrlCache cache) {
            this.urlCache = cache;
            return this;
        }

        /** See {@link UrlSessionConfiguration#requestCachePolicy()}. */
        public Builder requestCachePolicy(CachePolicy policy) {
            this.requestCachePolicy = Objects.requireNonNull(policy, "requestCachePolicy");
            return this;
        }

        /** See {@link UrlSessionConfiguration#networkServiceType()}. */
        public Builder networkServiceType(NetworkServiceType type) {
            this.networkServiceType = Objects.requireNonNull(type, "networkServiceType");
            return this;
        }

        /** See {@link UrlSessionConfiguration#waitsForConnectivity()}. */
        public Builder waitsForConnectivity(boolean waits) {
            this.waitsForConnectivity = waits;
            return this;
        }

        /** See {@link UrlSessionConfiguration#allowsInsecureRedirects()}. */
        public Builder allowsInsecureRedirects(boolean allowed) {
            this.allowsInsecureRedirects = allowed;
            return this;
        }

        /** 1 or more, {@link Long#MAX_VALUE} for no such limit. See {@link UrlSessionConfiguration#maximumDecodingRatio()}. */
        public Builder maximumDecodingRatio(long ratio) {
            this.maximumDecodingRatio = ratio;
            return this;
        }

        /** 1 or more, {@link Long#MAX_VALUE} for no such limit. See {@link UrlSessionConfiguration#maximumDecodedLength()}. */
        public Builder maximumDecodedLength(long bytes) {
            this.maximumDecodedLength = bytes;
            return this;
        }

        /** See {@link UrlSessionConfiguration#trust()}. */
        public Builder trust(TrustEvaluator evaluator) {
            this.trust = Objects.requireNonNull(evaluator, "trust");
            return this;
        }

        /** See {@link UrlSessionConfiguration#proxy()}. */
        public Builder proxy(ProxySelector selector) {
            this.proxy = Objects.requireNonNull(selector, "proxy");
            return this;
        }

        /** See {@link UrlSessionConfiguration#discovery()}. */
        public Builder discovery(Discovery how) {
            this.discovery = Objects.requireNonNull(how, "discovery");
            return this;
        }

        /** 1 to 256. See {@link UrlSessionConfiguration#httpMaximumConnectionsPerHost()}. */
        public Builder httpMaximumConnectionsPerHost(int most) {
            this.perHost = most;
            return this;
        }

        /** 1.3 only together with {@link Discovery#HTTP3_ONLY}: over TCP the JDK's client may agree on 1.2. */
        public Builder tlsMinimumSupportedProtocolVersion(TlsVersion version) {
            this.tlsMinimum = Objects.requireNonNull(version, "tlsMinimum");
            return this;
        }

        /** 1.3 only: QUIC is made with it. */
        public Builder tlsMaximumSupportedProtocolVersion(TlsVersion version) {
            this.tlsMaximum = Objects.requireNonNull(version, "tlsMaximum");
            return this;
        }

        /** See {@link UrlSessionConfiguration#enablesEarlyData()}. */
        public Builder enablesEarlyData(boolean mayBeRepeated) {
            this.earlyData = mayBeRepeated;
            return this;
        }

        /** See {@link UrlSessionConfiguration#httpCookieStorage()}. */
        public Builder httpCookieStorage(CookieStorage storage) {
            this.cookieStorage = Objects.requireNonNull(storage, "httpCookieStorage");
            return this;
        }

        /** See {@link UrlSessionConfiguration#httpCookieAcceptPolicy()}. */
        public Builder httpCookieAcceptPolicy(CookieAcceptPolicy policy) {
            this.acceptPolicy = Objects.requireNonNull(policy, "httpCookieAcceptPolicy");
            return this;
        }

        /** See {@link UrlSessionConfiguration#httpShouldSetCookies()}. */
        public Builder httpShouldSetCookies(boolean set) {
            this.setsCookies = set;
            return this;
        }

        /** See {@link UrlSessionConfiguration#urlCredentialStorage()}. */
        public Builder urlCredentialStorage(UrlCredentialStorage storage) {
            this.credentialStorage = Objects.requireNonNull(storage, "urlCredentialStorage");
            return this;
        }

        /** See {@link UrlSessionConfiguration#hstsStore()}. */
        public Builder hstsStore(HstsStore store) {
            this.hstsStore = Objects.requireNonNull(store, "hstsStore");
            return this;
        }

        /** Only {@code true}: the JVM does not know which networks are cellular, so that it cannot keep off them. */
        public Builder allowsCellularAccess(boolean allowed) {
            phoneOnly.only(true, allowed, "allowsCellularAccess", PhoneOnly.NETWORKS);
            return this;
        }

        /** Only {@code true}, as {@link #allowsCellularAccess}. */
        public Builder allowsExpensiveNetworkAccess(boolean allowed) {
            phoneOnly.only(true, allowed, "allowsExpensiveNetworkAccess", PhoneOnly.NETWORKS);
            return this;
        }

        /** Only {@code true}, as {@link #allowsCellularAccess}. */
        public Builder allowsConstrainedNetworkAccess(boolean allowed) {
            phoneOnly.only(true, allowed, "allowsConstrainedNetworkAccess", PhoneOnly.NETWORKS);
            return this;
        }

        /** Only {@code false}: no transport here uses several paths at once. */
        public Builder multipath(boolean used) {
            phoneOnly.only(false, used, "multipath", "neither QUIC here nor the JDK's TCP uses several paths at once");
            return this;
        }

        /** Only {@code false}: HTTP/2 and HTTP/3 have no need of it and HTTP/1.1's breaks. */
        public Builder httpShouldUsePipelining(boolean used) {
            phoneOnly.only(false, used, "httpShouldUsePipelining", "HTTP/1.1's pipelining breaks on the way");
            return this;
        }

        /** Only {@code false}: see {@link UrlSessionConfiguration#background}. */
        public Builder isDiscretionary(boolean atTheSystemsConvenience) {
            phoneOnly.only(false, atTheSystemsConvenience, "isDiscretionary", PhoneOnly.BACKGROUND);
            return this;
        }

        /** Only {@code false}: see {@link UrlSessionConfiguration#background}. */
        public Builder sessionSendsLaunchEvents(boolean sent) {
            phoneOnly.only(false, sent, "sessionSendsLaunchEvents", PhoneOnly.BACKGROUND);
            return this;
        }

        /** Only {@code false}: see {@link UrlSessionConfiguration#background}. */
        public Builder shouldUseExtendedBackgroundIdleMode(boolean used) {
            phoneOnly.only(false, used, "shouldUseExtendedBackgroundIdleMode", PhoneOnly.BACKGROUND);
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException if a value is out of its range; says which and why
         * @throws UnsupportedOperationException if a value asks for what there is not; says why and what to do instead
         */
        public UrlSessionConfiguration build() {
            positive(timeoutIntervalForRequest, "timeoutIntervalForRequest");
            positive(timeoutIntervalForResource, "timeoutIntervalForResource");
            httpAdditionalHeaders.forEach(FieldSyntax::check);
            atLeastOne(maximumDecodingRatio, "maximumDecodingRatio");
            atLeastOne(maximumDecodedLength, "maximumDecodedLength");
            phoneOnly.check();
            connections().check(tlsMaximum);
            return new UrlSessionConfiguration(this);
        }

        private StateSettings state() {
            return new StateSettings(cookieStorage, acceptPolicy, setsCookies, hstsStore, credentialStorage);
        }

        private ConnectionSettings connections() {
            return new ConnectionSettings(trust, proxy, discovery, perHost, tlsMinimum, earlyData);
        }
    }
}
