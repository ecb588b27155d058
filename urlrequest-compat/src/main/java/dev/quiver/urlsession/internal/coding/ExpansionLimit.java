package dev.quiver.urlsession.internal.coding;

import dev.quiver.urlsession.UrlSessionConfiguration;

/**
 * How much coded content may grow to: a bound against a small response that decodes to an endless one.
 *
 * @param ratio decoded bytes for each byte received
 * @param allowance decoded bytes from which on the ratio counts: short content may be very regular
 * @param total decoded bytes altogether
 */
public record ExpansionLimit(long ratio, long allowance, long total) {
    /** Refuses bounds that nothing could keep. */
    public ExpansionLimit {
        if (ratio < 1 || allowance < 0 || total < 1) {
            throw new IllegalArgumentException("a limit under 1: " + ratio + ", " + allowance + ", " + total);
        }
    }

    /** What a configuration allows. */
    public static ExpansionLimit of(UrlSessionConfiguration configuration) {
        return new ExpansionLimit(
                configuration.maximumDecodingRatio(), 16L << 20, configuration.maximumDecodedLength());
    }

    void check(long received, long decoded) throws MalformedContentException {
        if (decoded > total) {
            throw new MalformedContentException("the content decodes to more than " + total
                    + " bytes, the most allowed (maximumDecodedLength of the configuration)");
        }
        if (decoded > allowance && decoded / ratio > received) {
            throw new MalformedContentException(received + " bytes received decode to more than " + ratio
                    + " times as much, the most allowed (maximumDecodingRatio of the configuration)");
        }
    }
}
