package dev.quiver.cli.render;

import dev.quiver.cli.transfer.TransferWatcher;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Draws a {@link ProgressLine} on a terminal, once a transfer has lasted a second, and wipes it at the end. The bytes
 * are counted by the transfer's thread; a thread of its own draws, so that a stall shows.
 */
public final class ProgressBar implements TransferWatcher {
    private static final long FIRST_MILLIS = 1000;
    private static final long EVERY_MILLIS = 200;

    private final PrintStream terminal;
    private final int columns;
    private final Style style;
    private @Nullable ScheduledExecutorService painter;
    private String what = "";
    private long done;
    private long total;
    private long started;
    private boolean drawn;

    public ProgressBar(PrintStream terminal, int columns, Style style) {
        this.terminal = terminal;
        this.columns = columns;
        this.style = style;
    }

    @Override
    public synchronized void uploadBegins(long length) {
        begin("up", length);
    }

    @Override
    public synchronized void uploaded(long bytes) {
        done += bytes;
    }

    @Override
    public synchronized void downloadBegins(long length) {
        begin("down", length);
    }

    @Override
    public synchronized void downloaded(long bytes) {
        done += bytes;
    }

    @Override
    public synchronized void ended() {
        if (painter != null) {
            painter.shutdownNow();
            painter = null;
        }
        if (drawn) {
            terminal.print("\r\u001b[K");
            terminal.flush();
            drawn = false;
        }
    }

    private void begin(String direction, long length) {
        what = direction;
        done = 0;
        total = length;
        started = System.nanoTime();
        if (painter == null) {
            painter = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "quiver-progress");
                thread.setDaemon(true);
                return thread;
            });
            painter.scheduleAtFixedRate(this::draw, FIRST_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void draw() {
        if (painter == null) {
            return;
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        terminal.print("\r\u001b[K" + new ProgressLine(what, done, total, elapsed).render(columns, style));
        terminal.flush();
        drawn = true;
    }
}
