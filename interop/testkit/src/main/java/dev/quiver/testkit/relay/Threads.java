package dev.quiver.testkit.relay;

/** Waiting for threads to end. */
final class Threads {
    private Threads() {}

    /** Waits for the end, however often interrupted; the interrupt is kept. Does nothing on the thread itself. */
    static void join(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
