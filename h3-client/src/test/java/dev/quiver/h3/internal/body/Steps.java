package dev.quiver.h3.internal.body;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** An executor whose tasks run when the test says so. */
final class Steps implements Executor {
    final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
