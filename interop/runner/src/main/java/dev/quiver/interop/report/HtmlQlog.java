package dev.quiver.interop.report;

import dev.quiver.interop.evidence.Qlog;
import dev.quiver.interop.evidence.QlogPacket;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A connection's qlog in the page: its packets over time, and the file itself where it is not too large. */
final class HtmlQlog {
    private static final int BINS = 120;
    private static final int WIDTH = 480;
    private static final int HALF = 28;

    private final String name;
    private final Qlog log;
    private final long size;
    private final byte @Nullable [] zipped;

    /**
     * @param name what the file is called when it is downloaded
     * @param size of the file, in bytes
     * @param zipped the file by gzip; null where it is left out
     */
    HtmlQlog(String name, Qlog log, long size, byte @Nullable [] zipped) {
        this.name = name;
        this.log = log;
        this.size = size;
        this.zipped = zipped;
    }

    void write(Html html) {
        List<QlogPacket> packets = log.packets();
        html.open("figure", "class", "packets");
        if (!packets.isEmpty()) {
            plot(html, packets);
        }
        html.open("figcaption", "class", "quiet").text(counts(packets) + " ");
        if (zipped == null) {
            html.text("The page has no room for the qlog of " + amount(size) + "; interop --logs keeps it.");
        } else {
            String data = "data:application/gzip;base64," + Base64.getEncoder().encodeToString(zipped);
            html.element(
                    "a", name + " (" + amount(size) + ")", "class", "qlog", "download", name + ".gz", "href", data);
        }
        html.close().close();
    }

    private void plot(Html html, List<QlogPacket> packets) {
        double end = Math.max(0.001, log.events().get(log.events().size() - 1).atMillis());
        long[] sent = new long[BINS];
        long[] received = new long[BINS];
        long most = 1;
        for (QlogPacket packet : packets) {
            long[] bins = packet.sent() ? sent : received;
            int bin = bin(packet.atMillis(), end);
            bins[bin] += Math.max(1, packet.length());
            most = Math.max(most, bins[bin]);
        }
        html.open(
                "svg",
                "viewBox",
                "0 0 " + WIDTH + " " + (2 * HALF + 4),
                "role",
                "img",
                "preserveAspectRatio",
                "none",
                "aria-label",
                "packets over time: sent above the line, received below");
        html.empty("path", "class", "sent", "d", bars(sent, most, -1));
        html.empty("path", "class", "received", "d", bars(received, most, 1));
        StringBuilder lost = new StringBuilder();
        for (Qlog.Event event : log.events()) {
            if (lost(event) > 0) {
                lost.append(String.format(Locale.ROOT, "M%.1f %dv4", x(bin(event.atMillis(), end)), HALF));
            }
        }
        if (!lost.isEmpty()) {
            html.empty("path", "class", "lost", "d", lost.toString());
        }
        html.close();
    }

    private String counts(List<QlogPacket> packets) {
        long sent = packets.stream().filter(QlogPacket::sent).count();
        long lost = log.events().stream().mapToLong(HtmlQlog::lost).sum();
        double end = log.events().isEmpty()
                ? 0
                : log.events().get(log.events().size() - 1).atMillis();
        return String.format(
                Locale.ROOT,
                "%d packets sent (above), %d received (below)%s in %s.",
                sent,
                packets.size() - sent,
                lost == 0 ? "" : ", " + lost + " lost (on the line)",
                end < 1000
                        ? String.format(Locale.ROOT, "%.1f ms", end)
                        : String.format(Locale.ROOT, "%.1f s", end / 1000));
    }

    /** Height is the square root of the bytes: a lone acknowledgement is still to be seen beside a full flight. */
    private static String bars(long[] bins, long most, int way) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < bins.length; i++) {
            if (bins[i] > 0) {
                double height = Math.max(1, HALF * Math.sqrt((double) bins[i] / most));
                int base = way < 0 ? HALF : HALF + 4;
                path.append(String.format(Locale.ROOT, "M%.1f %dv%.1f", x(i), base, way * height));
            }
        }
        return path.isEmpty() ? "M0 0" : path.toString();
    }

    private static double x(int bin) {
        return (bin + 0.5) * WIDTH / BINS;
    }

    private static int bin(double atMillis, double end) {
        return (int) Math.max(0, Math.min(BINS - 1, atMillis / end * BINS));
    }

    /** How many packets the sender gave up on, by the transport's own count. */
    private static long lost(Qlog.Event event) {
        return event.data().path("cf_lost_packets").path("delta").asLong();
    }

    private static String amount(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.0f KiB", Math.ceil(bytes / 1024.0))
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
