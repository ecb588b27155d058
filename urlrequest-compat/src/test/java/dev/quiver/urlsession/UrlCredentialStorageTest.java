package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quiver.urlsession.UrlCredential.Password;
import dev.quiver.urlsession.UrlCredential.Persistence;
import org.junit.jupiter.api.Test;

class UrlCredentialStorageTest {
    private static final ProtectionSpace SPACE =
            new ProtectionSpace("example.com", 443, "https", "r", AuthenticationMethod.HTTP_BASIC, false);
    private static final ProtectionSpace OTHER =
            new ProtectionSpace("example.com", 443, "https", "s", AuthenticationMethod.HTTP_BASIC, false);

    private final UrlCredentialStorage storage = UrlCredentialStorage.inMemory();

    private static Password of(String user, String password) {
        return new Password(user, password, Persistence.FOR_SESSION);
    }

    @Test
    void theFirstIsTheDefaultUntilAnotherIsMadeIt() {
        storage.set(of("ann", "1"), SPACE);
        storage.set(of("bob", "2"), SPACE);
        assertThat(storage.defaultCredential(SPACE)).contains(of("ann", "1"));
        assertThat(storage.defaultCredential(OTHER)).isEmpty();
        storage.setDefaultCredential(of("bob", "3"), SPACE);
        assertThat(storage.defaultCredential(SPACE)).contains(of("bob", "3"));
        assertThat(storage.credentials(SPACE)).containsOnlyKeys("ann", "bob");
        assertThat(storage.allCredentials()).containsOnlyKeys(SPACE);
    }

    @Test
    void whatIsRemovedIsGone() {
        storage.set(of("ann", "1"), SPACE);
        storage.remove(of("ann", ""), SPACE);
        assertThat(storage.defaultCredential(SPACE)).isEmpty();
        assertThat(storage.allCredentials()).isEmpty();
        storage.set(of("ann", "1"), OTHER);
        storage.removeAll();
        assertThat(storage.credentials(OTHER)).isEmpty();
    }

    @Test
    void whatIsForOneChallengeOnlyIsNotKept() {
        storage.setDefaultCredential(new Password("ann", "1", Persistence.NONE), SPACE);
        assertThat(storage.allCredentials()).isEmpty();
    }

    @Test
    void permanenceIsRefusedWithTheReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Password("ann", "1", Persistence.PERMANENT))
                .withMessageContaining("no keychain");
    }
}
