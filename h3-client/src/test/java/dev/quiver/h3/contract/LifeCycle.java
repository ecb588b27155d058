package dev.quiver.h3.contract;

import dev.quiver.h3.H3Client;
import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.time.Duration;

/** The methods that {@link HttpClient} has from Java 21 on, and {@link H3Client} always. */
record LifeCycle(HttpClient client, Class<?> type) {
    static LifeCycle of(HttpClient client) {
        return new LifeCycle(client, client instanceof H3Client ? H3Client.class : HttpClient.class);
    }

    /** Whether this client on this JDK has them. */
    boolean present() {
        return type == H3Client.class || Runtime.version().feature() >= 21;
    }

    void shutdown() {
        call("shutdown");
    }

    void shutdownNow() {
        call("shutdownNow");
    }

    void close() {
        call("close");
    }

    boolean isTerminated() {
        return Boolean.TRUE.equals(call("isTerminated"));
    }

    boolean awaitTermination(Duration most) throws InterruptedException {
        try {
            return (boolean) type.getMethod("awaitTermination", Duration.class).invoke(client, most);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new AssertionError(thrown.getCause());
        } catch (ReflectiveOperationException absent) {
            throw new AssertionError(absent);
        }
    }

    private Object call(String method) {
        if (!present()) {
            return null;
        }
        try {
            return type.getMethod(method).invoke(client);
        } catch (ReflectiveOperationException absent) {
            throw new AssertionError(absent);
        }
    }
}
