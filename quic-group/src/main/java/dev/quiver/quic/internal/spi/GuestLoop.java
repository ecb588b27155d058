package dev.quiver.quic.internal.spi;

import java.util.function.BooleanSupplier;

/**
 * An event loop whose thread also runs code that may block. What it is given runs between two turns of the loop, when
 * nothing of the loop is under way, so that handing over a response and taking the next request wakes no other thread. A
 * guest that does not come back soon loses its place: another thread goes on with the loop.
 */
public interface GuestLoop {
    /**
     * Runs the guest when this turn of the loop is over. Event loop only.
     *
     * @return false if there is no place: run it elsewhere
     */
    boolean invite(Guest guest);

    /**
     * Turns the loop on the calling thread, until that has something else to do. Where another thread is in the loop, it is
     * asked to make room as soon as nothing but this thread's call is under way, and the calling thread unparked. From a
     * platform thread outside of any loop.
     *
     * @param enough asked after each turn, in the loop; whoever makes it true from elsewhere gives the loop a task
     * @return false if there was no room
     */
    boolean borrow(BooleanSupplier enough);

    /** The thread that asked to borrow the loop does not want it any more. */
    void noBorrower();

    /** So many more calls are under way on this loop, or fewer. Event loop only. */
    void underWay(int more);

    /** What is run. Each invitation leads to {@link #visit}, or to {@link #turnedAway} without one. */
    interface Guest {
        /**
         * Runs, on a thread that is not the event loop: what it gives to the loop is done after it.
         *
         * @return whether to be called again, after the loop's next turn
         */
        boolean visit();

        /** Its visit takes long, and the loop goes on beside it. On the event loop. */
        void overdue();

        /** There is no place any more: run it elsewhere. Any thread; after {@link #overdue}, perhaps. */
        void turnedAway();
    }
}
