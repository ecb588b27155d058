package dev.quiver.interop.cases.quic;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Target;
import dev.quiver.interop.Trial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a target has to be asked for: the test files where it is said to have them, else its one path, whose answer over an
 * undisturbed network is the reference for all others.
 */
final class Assets {
    private static final Duration REFERENCE_LIMIT = Duration.ofSeconds(8);
    private static final Map<String, Long> SIZES =
            Map.of("0.bin", 0L, "1k.bin", 1L << 10, "64k.bin", 64L << 10, "1m.bin", 1L << 20, "16m.bin", 16L << 20);

    private final @Nullable Asset only;

    private Assets(@Nullable Asset only) {
        this.only = only;
    }

    /** Those of a trial's target; fetches the reference where that is needed, on a connection logged apart. */
    static Assets of(Trial trial) throws Exception {
        return at(trial, trial.target());
    }

    /** The same of its target at another place. */
    static Assets at(Trial trial, Target place) throws Exception {
        return place.offers("files") ? new Assets(null) : new Assets(reference(trial, place, null));
    }

    /** The same of its target by an address. */
    static Assets over(Trial trial, InetSocketAddress address) throws Exception {
        Target target = trial.target();
        return target.offers("files") ? new Assets(null) : new Assets(reference(trial, target, address));
    }

    /** A folder for the logs of connections that are not what is tried. */
    static Path apart(Trial trial) throws IOException {
        return Files.createDirectories(trial.logs().resolve("reference"));
    }

    private static Asset reference(Trial trial, Target place, @Nullable InetSocketAddress address) throws Exception {
        Duration half = trial.left().dividedBy(2);
        Duration limit = half.compareTo(REFERENCE_LIMIT) < 0 ? half : REFERENCE_LIMIT;
        H3Client.Builder builder =
                trial.client().qlog(apart(trial)).handshakeTimeout(limit).connectTimeout(limit);
        if (address != null) {
            builder.connectTo(address);
        }
        H3Client client = trial.open(builder);
        HttpRequest request = HttpRequest.newBuilder(place.uri(place.path())).build();
        var exchange = client.exchange(
                request, client.options().toBuilder().exchangeTimeout(limit).build(), Received.handler(bytes -> {}));
        try {
            H3Response<Received> response = exchange.get(limit.toMillis() + 500, TimeUnit.MILLISECONDS);
            return new Asset(place.path(), response.statusCode(), response.body(), "the first answer");
        } catch (Exception e) {
            exchange.cancel(true);
            throw e instanceof InterruptedException interrupted ? interrupted : new IOException(e);
        } finally {
            client.shutdown();
        }
    }

    /** Whether the target has the test files. */
    boolean haveFiles() {
        return only == null;
    }

    /** A file by its name, e.g. {@code 1m.bin}; else the one path. */
    Asset named(String name) {
        return only != null ? only : Asset.file(name, Objects.requireNonNull(SIZES.get(name), name));
    }

    /** Files by their names; else the one path as many times. */
    List<Asset> named(String... names) {
        return List.of(names).stream().map(this::named).toList();
    }
}
