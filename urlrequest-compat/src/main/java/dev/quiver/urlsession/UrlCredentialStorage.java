package dev.quiver.urlsession;

import dev.quiver.urlsession.UrlCredential.Password;
import dev.quiver.urlsession.UrlCredential.Persistence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Users and passwords by protection space; {@code URLCredentialStorage}. In memory: a Java library has no keychain, and a
 * password in a file of its own would be no safer than one in the program's. Thread-safe.
 */
public final class UrlCredentialStorage {
    private final Map<ProtectionSpace, Map<String, Password>> credentials = new LinkedHashMap<>();
    private final Map<ProtectionSpace, String> defaults = new LinkedHashMap<>();

    private UrlCredentialStorage() {}

    /** An empty one. Sessions that share it answer with each other's credentials. */
    public static UrlCredentialStorage inMemory() {
        return new UrlCredentialStorage();
    }

    /** Keeps a credential, in place of one of the same user; the first of a space is its default. */
    public synchronized void set(Password credential, ProtectionSpace space) {
        Objects.requireNonNull(space, "space");
        if (credential.persistence() != Persistence.NONE) {
            credentials.computeIfAbsent(space, none -> new LinkedHashMap<>()).put(credential.user(), credential);
            defaults.putIfAbsent(space, credential.user());
        }
    }

    /** Keeps a credential and makes it the one that a session answers this space with when its delegate says nothing. */
    public synchronized void setDefaultCredential(Password credential, ProtectionSpace space) {
        set(credential, space);
        if (credential.persistence() != Persistence.NONE) {
            defaults.put(space, credential.user());
        }
    }

    /** The one that a space is answered with. */
    public synchronized Optional<Password> defaultCredential(ProtectionSpace space) {
        return Optional.ofNullable(defaults.get(space))
                .map(user -> credentials(space).get(user));
    }

    /** All of a space, by user. */
    public synchronized Map<String, Password> credentials(ProtectionSpace space) {
        return Map.copyOf(credentials.getOrDefault(space, Map.of()));
    }

    /** All. */
    public synchronized Map<ProtectionSpace, Map<String, Password>> allCredentials() {
        Map<ProtectionSpace, Map<String, Password>> all = new LinkedHashMap<>();
        credentials.forEach((space, byUser) -> all.put(space, Map.copyOf(byUser)));
        return all;
    }

    /** Forgets this user of this space. */
    public synchronized void remove(Password credential, ProtectionSpace space) {
        Map<String, Password> byUser = credentials.get(space);
        if (byUser != null && byUser.remove(credential.user()) != null) {
            defaults.remove(space, credential.user());
            if (byUser.isEmpty()) {
                credentials.remove(space);
            }
        }
    }

    /** Forgets all. */
    public synchronized void removeAll() {
        credentials.clear();
        defaults.clear();
    }
}
