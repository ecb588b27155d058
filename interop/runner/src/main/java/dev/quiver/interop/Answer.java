package dev.quiver.interop;

import java.util.Objects;

/** What a case found. */
public sealed interface Answer {
    /** A line for people: the proof, what went wrong, or what is missing. */
    String reason();

    /**
     * It was seen to work.
     *
     * @param reason what was seen, and where: never the mere absence of an error
     * @param figure a measured value with its unit, for the cases that measure (goodput); else empty
     */
    record Succeeded(String reason, String figure) implements Answer {
        public Succeeded {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(figure);
        }
    }

    /** It did not work. */
    record Failed(String reason) implements Answer {
        public Failed {
            Objects.requireNonNull(reason);
        }
    }

    /** It cannot be tried between these two; that says nothing against either. */
    record Unsupported(By by, String reason) implements Answer {
        public Unsupported {
            Objects.requireNonNull(by);
            Objects.requireNonNull(reason);
        }
    }

    /** Who does not support something. */
    enum By {
        /** This client, or the transport under it. */
        QUIVER("Quiver"),
        /** The server was asked and does not have it. */
        SERVER("the server"),
        /** The list of targets names nothing on this server that this could be tried with. */
        TARGET("the target's description");

        private final String words;

        By(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    static Answer succeeded(String proof) {
        return new Succeeded(proof, "");
    }

    static Answer measured(String figure, String proof) {
        return new Succeeded(proof, figure);
    }

    static Answer failed(String reason) {
        return new Failed(reason);
    }

    static Answer unsupported(By by, String reason) {
        return new Unsupported(by, reason);
    }

    /** The word of the QUIC interop runner: {@code succeeded}, {@code failed} or {@code unsupported}. */
    default String result() {
        if (this instanceof Succeeded) {
            return "succeeded";
        }
        return this instanceof Failed ? "failed" : "unsupported";
    }
}
