package dev.quiver.interop;

/** Hears of a run while it goes on, on the run's threads, one call at a time. */
public interface RunListener {
    /** Hears nothing. */
    RunListener NONE = new RunListener() {};

    /** A case begins. */
    default void began(Target target, TestCase testCase) {}

    /** A case ended. */
    default void ended(Cell cell) {}

    /** A target is left out. */
    default void skipped(Matrix.Skipped target) {}
}
