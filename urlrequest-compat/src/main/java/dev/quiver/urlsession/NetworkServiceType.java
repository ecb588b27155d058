package dev.quiver.urlsession;

/** What a load is for: told to servers as its urgency (RFC 9218 §4.1) where no task says otherwise. */
public enum NetworkServiceType {
    DEFAULT(3),
    /** Voice and video calls, and what people wait for without moving. */
    RESPONSIVE_DATA(1),
    VIDEO(2),
    /** Nobody waits. */
    BACKGROUND(7);

    private final int urgency;

    NetworkServiceType(int urgency) {
        this.urgency = urgency;
    }

    int urgency() {
        return urgency;
    }
}
