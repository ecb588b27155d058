package dev.quiver.h3;

/**
 * How much a response matters beside the others of its connection (RFC 9218).
 *
 * @param urgency 0 (most urgent) to 7; 3 is the default (RFC 9218 §4.1)
 * @param incremental whether the response is of use in parts (RFC 9218 §4.2)
 */
public record Priority(int urgency, boolean incremental) {
    /** What is meant when nothing is said. */
    public static final Priority DEFAULT = new Priority(3, false);

    /** @throws IllegalArgumentException if the urgency is out of range */
    public Priority {
        if (urgency < 0 || urgency > 7) {
            throw new IllegalArgumentException("urgency must be 0 to 7 (RFC 9218 §4.1), not " + urgency);
        }
    }

    /** The value of the {@code priority} field that says this (RFC 9218 §5). */
    public String fieldValue() {
        return "u=" + urgency + (incremental ? ", i" : "");
    }
}
