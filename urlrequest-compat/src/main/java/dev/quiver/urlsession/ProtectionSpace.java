package dev.quiver.urlsession;

import org.jspecify.annotations.Nullable;

/**
 * What a credential opens: a server and, for HTTP's own methods, a realm of it (RFC 9110 §11.5).
 *
 * @param host the server's name or literal address
 * @param port its port
 * @param protocol {@code http} or {@code https}
 * @param realm as the server names it; null where there is none
 * @param authenticationMethod how it wants to be convinced
 * @param isProxy whether a proxy asks, not the server itself
 */
public record ProtectionSpace(
        String host,
        int port,
        String protocol,
        @Nullable String realm,
        AuthenticationMethod authenticationMethod,
        boolean isProxy) {
    /** Whether what is sent to it is protected on the way. */
    public boolean receivesCredentialSecurely() {
        return protocol.equals("https") || authenticationMethod == AuthenticationMethod.HTTP_DIGEST;
    }
}
