package dev.quiver.h3;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the parts of an exchange took and how much it carried. A snapshot: {@code total} and the byte counts grow
 * until the response body has ended.
 *
 * @param resolve looking the host up; null when the connection was there already or the transport does not tell (TCP)
 * @param handshake from the first packet to a ready connection; null as above
 * @param firstByte from the start of the exchange to the response's final head; null before it came
 * @param total from the start of the exchange to its end, or to now while it goes on
 * @param requestBytes bytes of request body that the transport took
 * @param responseBytes bytes of response body that came, as they came
 */
public record ExchangeMetrics(
        @Nullable Duration resolve,
        @Nullable Duration handshake,
        @Nullable Duration firstByte,
        Duration total,
        long requestBytes,
        long responseBytes) {}
