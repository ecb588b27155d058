package dev.quiver.testkit.relay;

/** One direction: its fate and its books. Safe to use from any thread. */
final class Link {
    private final PacketFate fate;
    private long received;
    private long bytesReceived;
    private long sent;
    private long bytesSent;
    private long dropped;
    private long queueFull;
    private long cutOff;
    private long duplicated;
    private long reordered;
    private long corrupted;

    Link(PacketFate fate) {
        this.fate = fate;
    }

    synchronized Fate next(long nowNanos, int bytes) {
        Fate next = fate.next(nowNanos, bytes);
        received++;
        bytesReceived += bytes;
        switch (next.verdict()) {
            case DROPPED -> dropped++;
            case QUEUE_FULL -> queueFull++;
            case CUT_OFF -> cutOff++;
            case FORWARDED -> {
                duplicated += next.copies() - 1;
                reordered += next.reordered() ? 1 : 0;
                corrupted += next.flippedBit() >= 0 ? 1 : 0;
            }
        }
        return next;
    }

    /** A tap took it out. */
    synchronized void tapped(int bytes) {
        received++;
        bytesReceived += bytes;
        dropped++;
    }

    synchronized void sent(int bytes) {
        sent++;
        bytesSent += bytes;
    }

    /** The system took no more. */
    synchronized void refused() {
        queueFull++;
    }

    /** It came to a socket that a rebinding had left. */
    synchronized void strayed(int bytes) {
        received++;
        bytesReceived += bytes;
        cutOff++;
    }

    synchronized void conditions(LinkConditions next) {
        fate.conditions(next);
    }

    synchronized LinkConditions conditions() {
        return fate.conditions();
    }

    synchronized void cutOff() {
        fate.cutOff();
    }

    synchronized void resume() {
        fate.resume();
    }

    synchronized LinkCounts counts() {
        return new LinkCounts(
                received, bytesReceived, sent, bytesSent, dropped, queueFull, cutOff, duplicated, reordered, corrupted);
    }
}
