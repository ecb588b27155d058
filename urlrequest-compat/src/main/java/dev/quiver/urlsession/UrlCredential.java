package dev.quiver.urlsession;

import dev.quiver.quic.trust.Identity;
import java.util.Objects;

/** What convinces a server, or this side of a server. Immutable; no {@code toString} tells a secret. */
public sealed interface UrlCredential {
    /** How long a credential is kept. */
    enum Persistence {
        /** For this challenge only. */
        NONE,
        /** In the session's credential storage, for as long as that lives. */
        FOR_SESSION,
        /** Refused: a Java library has no keychain. */
        PERMANENT
    }

    /**
     * A user and a password, for Basic and Digest.
     *
     * @param user the user
     * @param password the secret
     * @param persistence how long it is kept; {@code PERMANENT} is refused
     */
    record Password(String user, String password, Persistence persistence) implements UrlCredential {
        public Password {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
            Objects.requireNonNull(persistence, "persistence");
            if (persistence == Persistence.PERMANENT) {
                throw new IllegalArgumentException(
                        "PERMANENT: a Java library has no keychain; say FOR_SESSION, keep the"
                                + " password where the program keeps its secrets, and put it into a UrlCredentialStorage at its start");
            }
        }

        @Override
        public String toString() {
            return "Password[user=" + user + ", persistence=" + persistence + "]";
        }
    }

    /**
     * A certificate and its key, for {@link AuthenticationMethod#CLIENT_CERTIFICATE}.
     *
     * @param identity what is shown
     */
    record ClientCertificate(Identity identity) implements UrlCredential {}

    /** The server's certificates are good, for {@link AuthenticationMethod#SERVER_TRUST}. */
    record TrustServer() implements UrlCredential {}

    /** A user and a password, kept as long as the session lives. */
    static UrlCredential password(String user, String password) {
        return new Password(user, password, Persistence.FOR_SESSION);
    }

    /** A certificate and its key. */
    static UrlCredential clientCertificate(Identity identity) {
        return new ClientCertificate(identity);
    }

    /** Says that the server's certificates are good, whatever else thinks so: the delegate has looked at them itself. */
    static UrlCredential trustServer() {
        return new TrustServer();
    }
}
