package dev.quiver.interop;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether anyone is there, found out by one handshake before the cases begin.
 *
 * @param trust who decides whether the target is trusted
 * @param dead why nothing can be asked of it; null where it answers anything at all
 */
record Knock(TrustEvaluator trust, @Nullable String dead) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    static Knock at(Target target, MatrixRunner.Settings settings) throws IOException, InterruptedException {
        TrustEvaluator trust;
        try {
            String ca = target.option("ca");
            trust = ca == null ? settings.trust() : TrustEvaluator.anchorsFromPem(Path.of(ca));
        } catch (IOException | IllegalArgumentException e) {
            return new Knock(settings.trust(), "its ca cannot be used: " + FailureWords.of(e));
        }
        return new Knock(trust, answer(target, trust, MatrixRunner.folder(settings.logs(), target, "knock")));
    }

    private static @Nullable String answer(Target target, TrustEvaluator trust, Path logs) throws InterruptedException {
        try (Trial trial = new Trial(target, trust, logs, LIMIT)) {
            H3Client client = trial.open();
            client.warmUp(target.uri("/")).get(LIMIT.toMillis() + 2000, TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            H3Exception h3 = H3Exception.in(e);
            boolean nobody = h3 != null
                    && switch (h3.kind()) {
                        case HOST_NOT_FOUND, PORT_CLOSED, NO_ANSWER -> true;
                        default -> false;
                    };
            return nobody || has(UnknownHostException.class, e) ? "not reached: " + FailureWords.of(e) : null;
        } catch (TimeoutException e) {
            return "not reached: no end of its handshake within " + LIMIT.toSeconds() + " s";
        }
    }

    private static boolean has(Class<? extends Throwable> type, Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
