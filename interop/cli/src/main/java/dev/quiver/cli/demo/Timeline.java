package dev.quiver.cli.demo;

import dev.quiver.cli.render.Amounts;
import dev.quiver.cli.render.Style;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A handshake as bars on one scale of time. Only what was seen is drawn.
 *
 * @param phases in order of their beginning
 */
record Timeline(List<Phase> phases) {
    private static final int NAME_WIDTH = 30;
    private static final int TIME_WIDTH = 11;
    private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

    /** Something that took time. */
    record Phase(String name, Duration from, Duration to) {}

    Timeline {
        phases = List.copyOf(phases);
    }

    /** What the report tells of a handshake. */
    static Timeline of(HandshakeReport report) {
        Collector collector = new Collector();
        for (HandshakeEvent event : report.events()) {
            collector.add(event);
        }
        return new Timeline(collector.phases);
    }

    /** The end of the last phase. */
    Duration total() {
        return phases.stream().map(Phase::to).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** A line a phase, at most {@code columns} wide. */
    List<String> render(int columns, Style style) {
        int width = Math.max(8, columns - NAME_WIDTH - TIME_WIDTH - 4);
        double nanosPerEighth = Math.max(1.0, total().toNanos() / (width * 8.0));
        List<String> lines = new ArrayList<>();
        for (Phase phase : phases) {
            int begin = (int) Math.floor(phase.from().toNanos() / nanosPerEighth / 8);
            int eighths = (int) Math.round((phase.to().toNanos() / nanosPerEighth) - begin * 8.0);
            String bar = bar(Math.max(1, Math.min(eighths, (width - begin) * 8)));
            String time = Amounts.millisText(phase.to().minus(phase.from()));
            lines.add(pad(phase.name(), NAME_WIDTH) + padLeft(time, TIME_WIDTH) + "  " + " ".repeat(begin)
                    + style.cyan(bar));
        }
        return lines;
    }

    private static String bar(int eighths) {
        return "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }

    private static String padLeft(String text, int width) {
        return text.length() >= width ? text : " ".repeat(width - text.length()) + text;
    }

    /** Pairs events up into phases. */
    private static final class Collector {
        private final List<Phase> phases = new ArrayList<>();
        private Duration last = Duration.ZERO;

        void add(HandshakeEvent event) {
            phases.add(new Phase(name(event), last, event.at()));
            last = event.at();
        }

        private static String name(HandshakeEvent event) {
            if (event instanceof HandshakeEvent.Resolved) {
                return "look-up of the name";
            }
            if (event instanceof HandshakeEvent.FirstPacketSent) {
                return "socket, first packet out";
            }
            if (event instanceof HandshakeEvent.RetryReceived) {
                return "server asks to try again";
            }
            if (event instanceof HandshakeEvent.VersionNegotiationReceived) {
                return "server offers versions";
            }
            if (event instanceof HandshakeEvent.FirstPacketReceived) {
                return "first answer of the server";
            }
            if (event instanceof HandshakeEvent.ChainPresented) {
                return "server's certificates";
            }
            if (event instanceof HandshakeEvent.TrustDecided) {
                return "trust decided";
            }
            if (event instanceof HandshakeEvent.BecameReady) {
                return "keys ready, streams open";
            }
            if (event instanceof HandshakeEvent.Confirmed) {
                return "server's first 1-RTT packet";
            }
            return "failed";
        }
    }
}
