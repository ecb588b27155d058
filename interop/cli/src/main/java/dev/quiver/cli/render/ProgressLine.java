package dev.quiver.cli.render;

import java.time.Duration;

/**
 * One line that says how far a transfer is: text only, the caller draws it.
 *
 * @param what {@code up} or {@code down}
 * @param done bytes moved
 * @param total bytes to move, or -1 where unknown
 * @param elapsed since the first of them
 */
public record ProgressLine(String what, long done, long total, Duration elapsed) {
    private static final int NARROWEST_BAR = 10;
    private static final int WIDEST_BAR = 30;

    /** The line, at most {@code columns} wide and coloured by the style given. */
    public String render(int columns, Style style) {
        String rate = Amounts.bytes(rate()) + "/s";
        if (total <= 0) {
            String text = what + " " + Amounts.bytes(done) + "  " + rate + "  " + Amounts.clock(elapsed.toSeconds());
            return clip(text, columns);
        }
        long shown = Math.min(done, total);
        int percent = (int) (100.0 * shown / total);
        String head = String.format("%s %3d%% ", what, percent);
        String tail = " " + Amounts.bytes(done) + " of " + Amounts.bytes(total) + "  " + rate + "  " + remaining();
        int room = Math.min(WIDEST_BAR, columns - 1 - head.length() - tail.length());
        if (room < NARROWEST_BAR) {
            return clip(head + tail.strip(), columns);
        }
        int filled = (int) (room * (double) shown / total);
        return head + style.green("━".repeat(filled)) + style.dim("─".repeat(room - filled)) + tail;
    }

    private long rate() {
        return (long) (done / Math.max(0.001, elapsed.toNanos() / 1e9));
    }

    private String remaining() {
        long rate = rate();
        return rate == 0 || done >= total
                ? Amounts.clock(elapsed.toSeconds())
                : Amounts.clock((total - done) / rate) + " left";
    }

    private static String clip(String text, int columns) {
        return text.length() < columns ? text : text.substring(0, Math.max(0, columns - 1));
    }
}
