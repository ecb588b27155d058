package dev.quiver.urlsession;

import dev.quiver.quic.trust.IdentityRequest;
import dev.quiver.quic.trust.TrustContext;
import org.jspecify.annotations.Nullable;

/**
 * A server wants to be convinced, or to convince.
 *
 * @param protectionSpace who asks, and how
 * @param proposedCredential what the session would use, or null
 * @param previousFailureCount how many answers were turned down in this task
 * @param failureResponse the response that asks; null for challenges of a connection
 * @param serverTrust the chain that the server presented and what the platform says of it; for {@link
 *     AuthenticationMethod#SERVER_TRUST} only
 * @param identityRequest which certificates the server takes; for {@link AuthenticationMethod#CLIENT_CERTIFICATE} only
 */
public record AuthenticationChallenge(
        ProtectionSpace protectionSpace,
        @Nullable UrlCredential proposedCredential,
        int previousFailureCount,
        @Nullable HttpUrlResponse failureResponse,
        @Nullable TrustContext serverTrust,
        @Nullable IdentityRequest identityRequest) {}
