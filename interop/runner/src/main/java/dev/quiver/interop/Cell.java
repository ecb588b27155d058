package dev.quiver.interop;

import dev.quiver.quic.HandshakeReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One case tried with one target.
 *
 * @param took how long
 * @param handshakes of the connections it made, in order, failed ones included
 * @param logs the folder of its qlog files ({@code *.qlog}) and its key log ({@code keys.log})
 */
public record Cell(
        Target target, TestCase testCase, Answer answer, Duration took, List<HandshakeReport> handshakes, Path logs) {
    public Cell {
        handshakes = List.copyOf(handshakes);
    }
}
