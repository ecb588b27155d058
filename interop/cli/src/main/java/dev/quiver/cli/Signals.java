package dev.quiver.cli;

import dev.quiver.cli.transfer.StopSignal;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * Turns the signals that end a process into a {@link StopSignal}, so that it ends in good order: temporary files gone,
 * the last line of JSON written. A second signal, or two seconds without an end, ends it at once.
 */
final class Signals {
    private static final long PATIENCE_MILLIS = 2000;

    private final StopSignal stop;
    private final AtomicInteger received = new AtomicInteger();

    private Signals(StopSignal stop) {
        this.stop = stop;
    }

    static Signals install(StopSignal stop) {
        Signals signals = new Signals(stop);
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            try {
                Signal.handle(new Signal(name), signals::received);
            } catch (IllegalArgumentException e) {
                // Ignored by whoever started this process (nohup, a background job), or unknown to the system.
            }
        }
        return signals;
    }

    /** The exit code for what was received (128 plus its number), or the code given when nothing was. */
    int exitCode(int otherwise) {
        return received.get() == 0 ? otherwise : 128 + received.get();
    }

    private void received(Signal signal) {
        if (!received.compareAndSet(0, signal.getNumber())) {
            Runtime.getRuntime().halt(128 + signal.getNumber());
        }
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(PATIENCE_MILLIS);
                        Runtime.getRuntime().halt(128 + signal.getNumber());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "quiver-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        stop.raise();
    }
}
