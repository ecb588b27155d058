package dev.quiver.interop.report;

import dev.quiver.interop.Answer;

/** An answer as a sign, a word and a colour, the same in every report: the sign alone is enough to tell them apart. */
enum Mark {
    SUCCEEDED("✓", "succeeded", "32"),
    FAILED("✕", "failed", "31"),
    /** Unsupported by Quiver. */
    QUIVER("q", "unsupported by Quiver", "33"),
    /** Unsupported by the server. */
    SERVER("s", "unsupported by the server", "33"),
    /** The target's description names nothing to try it with. */
    TARGET("·", "not tried: the target names nothing for it", "2");

    private final String sign;
    private final String words;
    private final String ansi;

    Mark(String sign, String words, String ansi) {
        this.sign = sign;
        this.words = words;
        this.ansi = ansi;
    }

    static Mark of(Answer answer) {
        if (answer instanceof Answer.Succeeded) {
            return SUCCEEDED;
        }
        if (answer instanceof Answer.Unsupported unsupported) {
            return switch (unsupported.by()) {
                case QUIVER -> QUIVER;
                case SERVER -> SERVER;
                case TARGET -> TARGET;
            };
        }
        return FAILED;
    }

    /** One character. */
    String sign() {
        return sign;
    }

    /** The sign in words. */
    String words() {
        return words;
    }

    /** The colour's number in an ANSI escape. */
    String ansi() {
        return ansi;
    }
}
