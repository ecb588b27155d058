package dev.quiver.urlsession;

import dev.quiver.quic.TlsAlert;
import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.IdentityChooser;
import dev.quiver.quic.trust.IdentityRequest;
import dev.quiver.quic.trust.TrustContext;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.quic.trust.TrustVerdict;
import dev.quiver.urlsession.internal.load.CodedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a session's delegate about the certificates of the connections that the session's own client makes. The delegate
 * runs on the session's queue; what waits for it is the handshake.
 */
final class ConnectionChallenges implements TrustEvaluator, IdentityChooser {
    /** For the identity, whose asking holds a thread of the handshake. */
    private static final long PATIENCE_SECONDS = 8;

    private final UrlSession session;
    private final UrlSessionDelegate delegate;
    private final Executor queue;
    private final TrustEvaluator byDefault;
    private final Consumer<String> vouchedFor;

    /** Asks; {@code vouchedFor} hears the hosts whose certificates the delegate called good. */
    ConnectionChallenges(
            UrlSession session,
            UrlSessionDelegate delegate,
            Executor queue,
            TrustEvaluator byDefault,
            Consumer<String> vouchedFor) {
        this.session = session;
        this.delegate = delegate;
        this.queue = queue;
        this.byDefault = byDefault;
        this.vouchedFor = vouchedFor;
    }

    @Override
    public CompletionStage<TrustVerdict> evaluate(TrustContext context) {
        ProtectionSpace space = space(context.host(), context.port(), AuthenticationMethod.SERVER_TRUST);
        return ask(new AuthenticationChallenge(space, null, 0, null, context, null))
                .thenCompose(answer -> {
                    if (answer instanceof ChallengeAnswer.PerformDefaultHandling) {
                        return byDefault.evaluate(context);
                    }
                    if (answer instanceof ChallengeAnswer.UseCredential use
                            && use.credential() instanceof UrlCredential.TrustServer) {
                        vouchedFor.accept(context.host());
                        return CompletableFuture.completedFuture(TrustVerdict.trusted());
                    }
                    boolean cancelled = answer instanceof ChallengeAnswer.CancelChallenge;
                    String reason = "the session's delegate "
                            + (cancelled ? "cancelled" : "did not answer") + " the challenge of "
                            + space.host() + ":" + space.port();
                    UrlErrorCode code = cancelled ? UrlErrorCode.CANCELLED : UrlErrorCode.SERVER_CERTIFICATE_UNTRUSTED;
                    return CompletableFuture.completedFuture(new TrustVerdict.Rejected(
                            TlsAlert.BAD_CERTIFICATE, reason, new CodedException(code, reason, null)));
                });
    }

    @Override
    public @Nullable Identity choose(IdentityRequest request) {
        ProtectionSpace space = space(request.host(), request.port(), AuthenticationMethod.CLIENT_CERTIFICATE);
        try {
            ChallengeAnswer answer = ask(new AuthenticationChallenge(space, null, 0, null, null, request))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return answer instanceof ChallengeAnswer.UseCredential use
                            && use.credential() instanceof UrlCredential.ClientCertificate certificate
                    ? certificate.identity()
                    : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException none) {
            return null;
        }
    }

    private CompletableFuture<ChallengeAnswer> ask(AuthenticationChallenge challenge) {
        CompletableFuture<ChallengeAnswer> answer = new CompletableFuture<>();
        queue.execute(() -> {
            try {
                delegate.didReceiveChallenge(session, challenge).whenComplete((given, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    } else {
                        answer.complete(given);
                    }
                });
            } catch (RuntimeException | Error thrown) {
                answer.completeExceptionally(thrown);
            }
        });
        return answer;
    }

    private static ProtectionSpace space(String host, int port, AuthenticationMethod method) {
        return new ProtectionSpace(host, port, "https", null, method, false);
    }
}
