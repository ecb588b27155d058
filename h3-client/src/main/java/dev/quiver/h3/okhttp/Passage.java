package dev.quiver.h3.okhttp;

import dev.quiver.h3.H3Response;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Which way a response came that went past an {@link H3Interceptor}. It is a tag of the response's request.
 *
 * @param response what the {@code H3Client} has to say of it: protocol, route, trailers, metrics; its body is null, as
 *     OkHttp's response has it. Null if OkHttp's own stack carried the request
 * @param obstacles why OkHttp's own stack did; empty if it did not
 */
public record Passage(@Nullable H3Response<Void> response, List<Obstacle> obstacles) {
    public Passage {
        obstacles = List.copyOf(obstacles);
    }

    /** Of this response; null if no {@link H3Interceptor} has seen it. */
    public static @Nullable Passage of(Response response) {
        return response.request().tag(Passage.class);
    }

    /** Whether Quiver carried it. */
    public boolean byQuiver() {
        return response != null;
    }

    /** In words. */
    @Override
    public String toString() {
        H3Response<Void> carried = response;
        return carried != null
                ? carried.protocol() + " by Quiver: " + carried.route()
                : "by OkHttp: " + obstacles.stream().map(Obstacle::reason).collect(Collectors.joining("; "));
    }
}
