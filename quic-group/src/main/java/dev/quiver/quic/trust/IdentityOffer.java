package dev.quiver.quic.trust;

import org.jspecify.annotations.Nullable;

/**
 * What this side answered to a server's wish.
 *
 * @param request the wish
 * @param identity what was shown, or null when the answer was an empty certificate
 * @param whyNone a sentence on why nothing was shown; null when something was
 * @param failure what the chooser threw, or null
 */
public record IdentityOffer(
        IdentityRequest request,
        @Nullable Identity identity,
        @Nullable String whyNone,
        @Nullable Throwable failure) {}
