package dev.quiver.quic.probe;

import dev.quiver.quic.trust.ChainReport;
import dev.quiver.quic.trust.Finding;
import dev.quiver.quic.trust.FindingId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server showed over each transport that was asked for.
 *
 * @param target the server
 * @param quic over QUIC; null where it was not asked for
 * @param tcp over TCP; null where it was not asked for
 * @param elapsed how long it took
 */
public record EndpointReport(
        ProbeTarget target,
        @Nullable TransportReport quic,
        @Nullable TransportReport tcp,
        Duration elapsed) {

    /** The report, with {@link FindingId#TRANSPORTS_DIFFER} in both halves where they show different chains. */
    static EndpointReport of(
            ProbeTarget target, @Nullable TransportReport quic, @Nullable TransportReport tcp, Duration elapsed) {
        Optional<Finding> difference = difference(quic, tcp);
        if (quic == null || tcp == null || difference.isEmpty()) {
            return new EndpointReport(target, quic, tcp, elapsed);
        }
        return new EndpointReport(target, quic.with(difference.get()), tcp.with(difference.get()), elapsed);
    }

    private static Optional<Finding> difference(@Nullable TransportReport quic, @Nullable TransportReport tcp) {
        ChainReport one = quic == null ? null : quic.chain();
        ChainReport other = tcp == null ? null : tcp.chain();
        // A chain that no one could take the bytes of is neither the same nor another.
        return one == null
                        || other == null
                        || one.presented().isEmpty()
                        || other.presented().isEmpty()
                ? Optional.empty()
                : one.differenceFrom(other);
    }

    /** The transports that were asked for, QUIC first. */
    public List<TransportReport> transports() {
        return Stream.of(quic, tcp)
                .filter(Objects::nonNull)
                .map(report -> (TransportReport) report)
                .toList();
    }

    /** Whether both transports showed a chain, byte for byte not the same. */
    public boolean differs() {
        return quic != null && quic.findings().stream().anyMatch(f -> f.id() == FindingId.TRANSPORTS_DIFFER);
    }

    /** Whether at least one transport showed a chain. */
    public boolean reached() {
        return transports().stream().anyMatch(report -> report.chain() != null);
    }

    /** Whether a transport's chain has a finding that is an error. */
    public boolean hasErrors() {
        return transports().stream()
                .anyMatch(report -> report.chain() != null && report.chain().hasErrors());
    }
}
