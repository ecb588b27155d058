package dev.quiver.urlsession;

import dev.quiver.urlsession.UrlCredential.Password;
import dev.quiver.urlsession.UrlCredential.Persistence;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a session was answered with, for as long as it lives. Thread-safe. */
final class SessionCredentials {
    private final Map<ProtectionSpace, Password> known = new ConcurrentHashMap<>();

    Optional<UrlCredential> of(ProtectionSpace space) {
        return Optional.ofNullable(known.get(space));
    }

    void keep(ProtectionSpace space, Password credential) {
        if (credential.persistence() != Persistence.NONE) {
            known.put(space, credential);
        }
    }

    /** What this origin was answered with does not hold. */
    void turnedDown(String origin) {
        known.keySet().removeIf(space -> origin.equals(space.protocol() + "://" + space.host() + ":" + space.port()));
    }

    void clear() {
        known.clear();
    }
}
