package dev.quiver.interop;

import java.time.Duration;

/** Something that a client and a server can be seen to do together. Without state: one serves all targets, from any thread. */
public interface TestCase {
    /** Its name on the command line; the QUIC interop runner's where that has it. */
    String name();

    /** One to three letters for narrow tables, unlike every other case's. */
    String abbreviation();

    /** What it shows, as a sentence. */
    String title();

    /** Its column of the matrix is among these. */
    Group group();

    /** How long it may take. */
    default Duration limit() {
        return Duration.ofSeconds(10);
    }

    /** Whether it only measures: reported beside the results as well. */
    default boolean measures() {
        return false;
    }

    /** Whether servers are known not to recover from it: it is run behind all that are not harsh. */
    default boolean harsh() {
        return false;
    }

    /**
     * Tries it, on a thread of its own that is interrupted at the limit. Whatever it opens through the trial is closed after
     * it.
     *
     * @return what was found
     * @throws Exception if something failed that ought to work: the cell says so
     */
    Answer run(Trial trial) throws Exception;

    /** What a case is about. */
    enum Group {
        /** The cases of the QUIC interop runner. */
        QUIC,
        /** HTTP/3 itself. */
        HTTP3
    }
}
