package dev.quiver.h3;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which transports were tried for an exchange, and why HTTP/3 was or was not used.
 *
 * @param attempts in the order in which they were considered
 */
public record Route(List<Attempt> attempts) {
    public Route {
        attempts = List.copyOf(attempts);
    }

    /** What carries an attempt. */
    public enum Via {
        QUIC,
        TCP;

        /** As the command line spells it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What came of an attempt. */
    public enum Outcome {
        /** The exchange went this way. */
        WON,
        /** It was under way when the other won; it may serve later exchanges. */
        LOST,
        /** It failed. */
        FAILED,
        /** The other had won before it was its turn. */
        NOT_NEEDED,
        /** It was never to be tried. */
        SKIPPED;

        /** As the command line spells it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Why an attempt came to what it did, as a word: for counting, where {@link Attempt#reason} is for reading. */
    public enum Cause {
        /** It won. */
        NONE,
        /** The other had won before. */
        NOT_NEEDED,
        /** It was not there within its time. */
        TOO_SLOW,
        /** It failed. */
        FAILED,
        /** It had failed shortly before, and is left alone for a while. */
        BACK_OFF,
        /** Nobody offers it, or there is no room for another connection. */
        NOWHERE,
        /** The request, its options, its scheme or its proxy rule it out. */
        RULED_OUT
    }

    /**
     * One transport's part.
     *
     * @param via the transport
     * @param outcome what came of it
     * @param reason why, in words for a person; for {@link Outcome#WON} where, if that was not the origin's own port, else
     *     null
     * @param elapsed how long it was under way; zero when it never was
     * @param failure what it failed of, for {@link Outcome#FAILED}
     * @param cause the reason as a word
     */
    public record Attempt(
            Via via,
            Outcome outcome,
            @Nullable String reason,
            Duration elapsed,
            @Nullable Throwable failure,
            Cause cause) {
        /** With the cause that goes with this outcome: of what was skipped, that it was ruled out. */
        public Attempt(
                Via via, Outcome outcome, @Nullable String reason, Duration elapsed, @Nullable Throwable failure) {
            this(via, outcome, reason, elapsed, failure, usual(outcome));
        }

        private static Cause usual(Outcome outcome) {
            return switch (outcome) {
                case WON -> Cause.NONE;
                case LOST -> Cause.TOO_SLOW;
                case FAILED -> Cause.FAILED;
                case NOT_NEEDED -> Cause.NOT_NEEDED;
                case SKIPPED -> Cause.RULED_OUT;
            };
        }

        public Attempt {
            if (reason == null && outcome != Outcome.WON) {
                throw new IllegalArgumentException("an attempt that is " + outcome + " has a reason");
            }
        }
    }

    /** The transport that carried the exchange, or null when none did. */
    public @Nullable Via winner() {
        for (Attempt attempt : attempts) {
            if (attempt.outcome() == Outcome.WON) {
                return attempt.via();
            }
        }
        return null;
    }

    /** The whole story, a line an attempt. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Attempt attempt : attempts) {
            if (text.length() > 0) {
                text.append('\n');
            }
            text.append(attempt.via()).append(' ').append(attempt.outcome());
            if (attempt.reason() != null) {
                text.append(": ").append(attempt.reason());
            }
            if (!attempt.elapsed().isZero()) {
                text.append(" (")
                        .append(attempt.elapsed().toNanos() / 100_000 / 10.0)
                        .append(" ms)");
            }
        }
        return text.toString();
    }
}
