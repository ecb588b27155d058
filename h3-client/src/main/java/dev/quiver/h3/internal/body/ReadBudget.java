package dev.quiver.h3.internal.body;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of response bodies may wait in memory for slow subscribers, over all exchanges of a client. A stream may have
 * much waiting while few have, and little while many have; beyond that it is not read, and QUIC's windows hold the
 * server.
 */
public final class ReadBudget {
    static final long STREAM_HIGH = 512 << 10;
    static final long STREAM_LOW = 32 << 10;

    private final long plenty;
    private final AtomicLong held = new AtomicLong();

    /** @param plenty bytes over all streams up to which each may have much waiting */
    public ReadBudget(long plenty) {
        this.plenty = plenty;
    }

    void take(long bytes) {
        held.addAndGet(bytes);
    }

    void give(long bytes) {
        held.addAndGet(-bytes);
    }

    /** How much one stream may have waiting now. */
    long allowance() {
        return held.get() < plenty ? STREAM_HIGH : STREAM_LOW;
    }

    /** Bytes waiting over all streams. */
    public long held() {
        return held.get();
    }
}
