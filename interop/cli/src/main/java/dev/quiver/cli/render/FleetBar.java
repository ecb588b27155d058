package dev.quiver.cli.render;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How many hosts are done, on a terminal, from the first second on; gone at the end. Safe for any thread. */
public final class FleetBar implements AutoCloseable {
    private static final long FIRST_MILLIS = 1000;
    private static final long EVERY_MILLIS = 200;
    private static final int WIDTH = 30;

    private final PrintStream terminal;
    private final int columns;
    private final Style style;
    private final int total;
    private final long started = System.nanoTime();
    private @Nullable ScheduledExecutorService painter;
    private int done;
    private int bad;
    private boolean drawn;

    public FleetBar(PrintStream terminal, int columns, Style style, int total) {
        this.terminal = terminal;
        this.columns = columns;
        this.style = style;
        this.total = total;
    }

    /** Begins to draw. */
    public synchronized void start() {
        ScheduledExecutorService made = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "quiver-progress");
            thread.setDaemon(true);
            return thread;
        });
        made.scheduleAtFixedRate(this::draw, FIRST_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        painter = made;
    }

    /** One more is done. What it has to say is written while the bar is not there. */
    public synchronized void done(boolean good, Runnable output) {
        done++;
        bad += good ? 0 : 1;
        wipe();
        output.run();
    }

    @Override
    public synchronized void close() {
        if (painter != null) {
            painter.shutdownNow();
            painter = null;
        }
        wipe();
    }

    private synchronized void draw() {
        if (painter == null) {
            return;
        }
        terminal.print("\r\u001b[K" + line((System.nanoTime() - started) / 1_000_000_000));
        terminal.flush();
        drawn = true;
    }

    private synchronized String line(long seconds) {
        String tail = String.format(
                Locale.ROOT,
                " %d of %d hosts%s  %s",
                done,
                total,
                bad == 0 ? "" : ", " + bad + " with trouble",
                Amounts.clock(seconds));
        int room = Math.min(WIDTH, columns - 1 - tail.length());
        if (room < 1) {
            return Clip.to(tail.strip(), columns - 1);
        }
        int filled = total == 0 ? room : room * done / total;
        return style.green("━".repeat(filled)) + style.dim("─".repeat(room - filled)) + tail;
    }

    private void wipe() {
        if (drawn) {
            terminal.print("\r\u001b[K");
            terminal.flush();
            drawn = false;
        }
    }
}
