package dev.quiver.cli.render;

import java.time.Duration;
import java.util.Locale;

/**
 * One line that says how far many things are: text only, the caller draws it.
 *
 * @param things what is counted, e.g. {@code hosts}
 * @param trouble what is said behind the number of those that went badly
 * @param doing what is under way; may be empty
 * @param elapsed since the first of them began
 */
public record FleetLine(int done, int total, int bad, String things, String trouble, String doing, Duration elapsed) {
    private static final int WIDEST_BAR = 30;
    private static final int BAR_BESIDE_TEXT = 12;
    private static final Duration TOO_EARLY = Duration.ofSeconds(5);

    /** The line, narrower than {@code columns} and coloured by the style given. */
    public String render(int columns, Style style) {
        String tail = String.format(
                Locale.ROOT,
                " %d of %d %s%s  %s",
                done,
                total,
                things,
                bad == 0 ? "" : ", " + bad + " " + trouble,
                clock());
        int room = Math.min(doing.isEmpty() ? WIDEST_BAR : BAR_BESIDE_TEXT, columns - 1 - tail.length());
        if (room < 1) {
            return Clip.to(tail.strip(), columns - 1);
        }
        int filled = total == 0 ? room : room * done / total;
        String bar = style.green("━".repeat(filled)) + style.dim("─".repeat(room - filled)) + tail;
        int left = columns - 1 - room - tail.length() - 2;
        return doing.isEmpty() || left < 8 ? bar : bar + "  " + style.dim(Clip.to(doing, left));
    }

    /** How long it has taken; from a quarter on, how long the rest takes if it goes on like this. */
    private String clock() {
        String sofar = Amounts.clock(elapsed.toSeconds());
        if (done * 4L < total || done >= total || elapsed.compareTo(TOO_EARLY) < 0) {
            return sofar;
        }
        return sofar + ", about " + Amounts.clock(elapsed.toSeconds() * (total - done) / done) + " left";
    }
}
