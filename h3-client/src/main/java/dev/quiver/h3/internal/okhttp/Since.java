package dev.quiver.h3.internal.okhttp;

import java.io.IOException;
import java.util.Arrays;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Protocol;

/** What OkHttp 5 has and 4.12 has not: code that uses it must be reached only if it is there. */
final class Since {
    /** Whether an interceptor's chain shows, and lets change, what the client says (5.4). */
    static final boolean CHAIN_SETTINGS = has(Interceptor.Chain.class, "getDns");

    /** Whether responses can be given trailers (5.0). */
    static final boolean TRAILERS = Arrays.stream(okhttp3.Response.Builder.class.getMethods())
            .anyMatch(each -> each.getName().equals("trailers"));

    /** Before 5.0 HTTP/3 had no name of its own. */
    static final Protocol HTTP_3 = http3();

    private Since() {}

    static boolean calls(String method, Class<?>... parameters) {
        return has(Call.class, method, parameters);
    }

    private static boolean has(Class<?> type, String method, Class<?>... parameters) {
        try {
            type.getMethod(method, parameters);
            return true;
        } catch (NoSuchMethodException older) {
            return false;
        }
    }

    private static Protocol http3() {
        try {
            return Protocol.get("h3");
        } catch (IOException older) {
            return Protocol.QUIC;
        }
    }
}
