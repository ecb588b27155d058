package dev.quiver.benchmarks.clients;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Quiver through blocking {@code send}, each on a virtual thread of its own (Java 21 or newer). */
public final class VirtualQuiverFactory extends BlockingQuiverFactory {
    @Override
    ExecutorService callers() {
        try {
            // By name: this module is compiled for 17.
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new UnsupportedOperationException("virtual threads need Java 21 or newer", e);
        }
    }
}
