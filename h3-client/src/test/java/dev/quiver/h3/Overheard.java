package dev.quiver.h3;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * All that this JVM says while it is open: every logger at every level, every flight recorder event of this project, and
 * what is shown to it.
 */
final class Overheard extends Handler {
    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();
    private final Handler[] others = root.getHandlers();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> counts = Collections.synchronizedMap(new TreeMap<>());
    private final Recording recording = new Recording();

    Overheard() {
        setLevel(Level.ALL);
        setFormatter(new SimpleFormatter());
        for (Handler other : others) {
            root.removeHandler(other);
        }
        root.addHandler(this);
        root.setLevel(Level.ALL);
        for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
            if (type.getName().startsWith("dev.quiver.")) {
                recording.enable(type.getName()).withoutThreshold();
            }
        }
        for (String name : List.of("Exchange", "Failure", "Try", "Connection")) {
            recording.enable("dev.quiver.h3." + name).withoutThreshold();
        }
        for (String name : List.of("Handshake", "Stream", "Path", "Close")) {
            recording.enable("dev.quiver.quic." + name).withoutThreshold();
        }
        recording.start();
    }

    @Override
    public void publish(LogRecord record) {
        String logger = String.valueOf(record.getLoggerName());
        // The tests' own TCP server logs what it is asked for, and so does the JDK's client (docs/observability.md).
        if (!logger.contains("httpserver") && !logger.startsWith("jdk.internal.httpclient")) {
            counts.merge("log of " + logger, 1, Integer::sum);
            said.add(logger + ": " + getFormatter().format(record));
        }
    }

    /** What its {@code toString} gives, or for what was thrown all of its messages. */
    void show(Object shown) {
        counts.merge(shown.getClass().getSimpleName(), 1, Integer::sum);
        said.add(shown.toString());
        if (shown instanceof Throwable thrown) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            said.add(trace.toString());
            H3Exception known = H3Exception.in(thrown);
            if (known != null) {
                said.add(known + " " + known.route() + " " + known.handshake());
            }
        }
    }

    /** Ends it; all that was said, with the names of who said it. */
    List<String> end(Path directory) throws Exception {
        Path file = directory.resolve("overheard.jfr");
        recording.stop();
        recording.dump(file);
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            counts.merge(event.getEventType().getName(), 1, Integer::sum);
            said.add(event.toString());
        }
        return new ArrayList<>(said);
    }

    /** Who said something, and how often. */
    Map<String, Integer> counts() {
        return counts;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        recording.close();
        root.setLevel(before);
        root.removeHandler(this);
        for (Handler other : others) {
            root.addHandler(other);
        }
    }
}
