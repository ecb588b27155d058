package dev.quiver.benchmarks.run;

import java.io.PrintStream;

/** What the run says while it goes on, on the error stream; the tables alone go to the output. */
record Words(PrintStream err) {
    void say(String text) {
        err.println("bench: " + text);
    }
}
