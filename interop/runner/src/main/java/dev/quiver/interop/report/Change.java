package dev.quiver.interop.report;

/**
 * A cell that has another result than in an earlier run.
 *
 * @param was the word of the earlier result
 * @param now the word of this one
 */
public record Change(String target, String testCase, String was, String now) {
    /** Which way it went. */
    public enum Way {
        /** Now it works. */
        BETTER("▲"),
        /** Now it fails. */
        WORSE("▼"),
        /** From one kind of not working that is no failure to another, or from failed to that. */
        OTHER("↔");

        private final String sign;

        Way(String sign) {
            this.sign = sign;
        }

        /** One character. */
        public String sign() {
            return sign;
        }
    }

    /** Which way. What worked and is now unsupported got worse too. */
    public Way way() {
        if (now.equals("succeeded")) {
            return Way.BETTER;
        }
        return now.equals("failed") || was.equals("succeeded") ? Way.WORSE : Way.OTHER;
    }
}
