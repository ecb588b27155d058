package dev.quiver.urlsession;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How a session loads: immutable and checked, so that no value can fail a session later. */
public final class UrlSessionConfiguration {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Duration timeoutIntervalForRequest;
    private final Duration timeoutIntervalForResource;
    private final Map<String, String> httpAdditionalHeaders;
    private final long maximumDecodingRatio;
    private final long maximumDecodedLength;

    private UrlSessionConfiguration(Builder builder) {
        this.timeoutIntervalForRequest = builder.timeoutIntervalForRequest;
        this.timeoutIntervalForResource = builder.timeoutIntervalForResource;
        this.httpAdditionalHeaders = Map.copyOf(builder.httpAdditionalHeaders);
        this.maximumDecodingRatio = builder.maximumDecodingRatio;
        this.maximumDecodedLength = builder.maximumDecodedLength;
    }

    /** The usual configuration. It keeps no cookies, cache or credentials: this release has no store for them. */
    public static UrlSessionConfiguration standard() {
        return newBuilder().build();
    }

    /** A configuration whose sessions leave nothing behind. */
    public static UrlSessionConfiguration ephemeral() {
        return newBuilder().build();
    }

    /** Starts from {@link #standard()}. */
    public static Builder newBuilder() {
        return new Builder();
    }

    /**
     * How long an exchange may be silent: the clock starts again with each piece of the request that leaves and of the
     * response that comes. Default 60 s, as Apple's.
     */
    public Duration timeoutIntervalForRequest() {
        return timeoutIntervalForRequest;
    }

    /** How long a task may take from {@code resume()} to its end, whatever happens. Default 7 days, as Apple's. */
    public Duration timeoutIntervalForResource() {
        return timeoutIntervalForResource;
    }

    /** Fields sent with every request that does not name them itself; names in lower case. */
    public Map<String, String> httpAdditionalHeaders() {
        return httpAdditionalHeaders;
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

    static Duration positive(Duration value, String name) {
        Objects.requireNonNull(value, name);
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be more than nothing and at most 365 days, not " + value);
        }
        return value;
    }

    /** Builds a {@link UrlSessionConfiguration}; not thread-safe. */
    public static final class Builder {
        private Duration timeoutIntervalForRequest = Duration.ofSeconds(60);
        private Duration timeoutIntervalForResource = Duration.ofDays(7);
        private final Map<String, String> httpAdditionalHeaders = new TreeMap<>();
        private long maximumDecodingRatio = 200;
        private long maximumDecodedLength = 16L << 30;

        private Builder() {}

        /** See {@link UrlSessionConfiguration#timeoutIntervalForRequest()}. */
        public Builder timeoutIntervalForRequest(Duration interval) {
            this.timeoutIntervalForRequest = positive(interval, "timeoutIntervalForRequest");
            return this;
        }

        /** See {@link UrlSessionConfiguration#timeoutIntervalForResource()}. */
        public Builder timeoutIntervalForResource(Duration interval) {
            this.timeoutIntervalForResource = positive(interval, "timeoutIntervalForResource");
            return this;
        }

        /**
         * Sends this field with every request that does not name it itself.
         *
         * @throws IllegalArgumentException if name or value could not be sent (RFC 9110 §5)
         */
        public Builder httpAdditionalHeader(String field, String value) {
            FieldSyntax.check(field, value);
            httpAdditionalHeaders.put(field.toLowerCase(Locale.ROOT), value);
            return this;
        }

        /**
         * See {@link UrlSessionConfiguration#maximumDecodingRatio()}; {@link Long#MAX_VALUE} for no such limit.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maximumDecodingRatio(long ratio) {
            this.maximumDecodingRatio = atLeastOne(ratio, "maximumDecodingRatio");
            return this;
        }

        /**
         * See {@link UrlSessionConfiguration#maximumDecodedLength()}; {@link Long#MAX_VALUE} for no such limit.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maximumDecodedLength(long bytes) {
            this.maximumDecodedLength = atLeastOne(bytes, "maximumDecodedLength");
            return this;
        }

        private static long atLeastOne(long value, String name) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
            }
            return value;
        }

        /** The configuration. */
        public UrlSessionConfiguration build() {
            return new UrlSessionConfiguration(this);
        }
    }
}
