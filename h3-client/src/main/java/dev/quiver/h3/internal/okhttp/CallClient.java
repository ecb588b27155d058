package dev.quiver.h3.internal.okhttp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Asks a call for its client. No public type of OkHttp tells; its calls have a public method for it, which is found by name,
 * and where it is not (another make of call, OkHttp as a named module) the client is unknown.
 */
final class CallClient {
    private static final ClassValue<Optional<MethodHandle>> GETTERS = new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> type) {
            try {
                return Optional.of(MethodHandles.publicLookup()
                        .findVirtual(type, "getClient", MethodType.methodType(OkHttpClient.class)));
            } catch (NoSuchMethodException | IllegalAccessException hidden) {
                return Optional.empty();
            }
        }
    };

    private CallClient() {}

    static @Nullable OkHttpClient of(Call call) {
        MethodHandle getter = GETTERS.get(call.getClass()).orElse(null);
        if (getter == null) {
            return null;
        }
        try {
            return (OkHttpClient) getter.invoke(call);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
