package dev.quiver.cli.render;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Draws a {@link FleetLine} on a terminal, from the first second on, and wipes it at the end. Safe for any thread. */
public final class FleetBar implements AutoCloseable {
    private static final long FIRST_MILLIS = 1000;
    private static final long EVERY_MILLIS = 200;

    private final PrintStream terminal;
    private final int columns;
    private final Style style;
    private final int total;
    private final String things;
    private final String trouble;
    private final long started = System.nanoTime();
    private @Nullable ScheduledExecutorService painter;
    private int done;
    private int bad;
    private String doing = "";
    private boolean drawn;

    /**
     * @param total how many there are
     * @param things what they are called, e.g. {@code hosts}
     * @param trouble what is said behind the number of those that went badly
     */
    public FleetBar(PrintStream terminal, int columns, Style style, int total, String things, String trouble) {
        this.terminal = terminal;
        this.columns = columns;
        this.style = style;
        this.total = total;
        this.things = things;
        this.trouble = trouble;
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

    /** This is under way from now on. */
    public synchronized void doing(String what) {
        doing = what;
    }

    /** One more is done. What it has to say is written while the bar is not there. */
    public synchronized void done(boolean good, Runnable output) {
        done++;
        bad += good ? 0 : 1;
        wipe();
        output.run();
    }

    /** So many more are done, none badly. */
    public synchronized void done(int more, Runnable output) {
        done += more;
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
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        FleetLine line = new FleetLine(done, total, bad, things, trouble, doing, elapsed);
        terminal.print("\r\u001b[K" + line.render(columns, style));
        terminal.flush();
        drawn = true;
    }

    private void wipe() {
        if (drawn) {
            terminal.print("\r\u001b[K");
            terminal.flush();
            drawn = false;
        }
    }
}
