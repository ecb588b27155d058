package dev.quiver.quic.internal.netty;

import dev.quiver.quic.internal.spi.GuestLoop.Guest;

/** Calls guests so that what they throw, or interrupt, stays their own. */
final class GuestCalls {
    private GuestCalls() {}

    static boolean visit(Guest guest) {
        try {
            return guest.visit();
        } catch (Throwable thrown) {
            uncaught(thrown);
            return false;
        } finally {
            // Meant for the guest, if for anybody; the loop must not see it.
            boolean unused = Thread.interrupted();
        }
    }

    static void overdue(Guest guest) {
        try {
            guest.overdue();
        } catch (Throwable thrown) {
            uncaught(thrown);
        }
    }

    static void turnAway(Guest guest) {
        try {
            guest.turnedAway();
        } catch (Throwable thrown) {
            uncaught(thrown);
        }
    }

    private static void uncaught(Throwable thrown) {
        try {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, thrown);
        } catch (Throwable ignored) {
            // As where a thread ends by what it throws.
        }
    }
}
