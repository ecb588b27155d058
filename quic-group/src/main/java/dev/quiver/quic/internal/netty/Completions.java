package dev.quiver.quic.internal.netty;

import java.util.concurrent.Executor;

/** Where the futures of one stream complete: on the event loop, or in order on the executor of who extracted it. */
final class Completions implements Executor {
    private volatile Executor executor = Runnable::run;

    void use(Executor executor) {
        this.executor = new SerialExecutor(executor);
    }

    void useEventLoop() {
        this.executor = Runnable::run;
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }
}
