package dev.quiver.h3.internal.altsvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.h3.internal.altsvc.AltSvcCache.Entry;
import dev.quiver.h3.internal.altsvc.AltSvcCache.Known;
import dev.quiver.h3.internal.message.OriginKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AltSvcTextTest {
    private static final Map<OriginKey, Known> ONE = Map.of(
            new OriginKey("https", "a.example", 443),
            new Known(7, List.of(new Entry(new Place("b.example", 8443), 1_700_000_000_000L, true))));

    @Test
    void anyChangedCharacterIsFound() {
        String text = AltSvcText.write(ONE);
        assertThat(AltSvcText.read(text)).isEqualTo(ONE);
        for (int i = 0; i < text.length(); i++) {
            String damaged = text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1);
            assertThatThrownBy(() -> AltSvcText.read(damaged)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anyCutIsFound() {
        String text = AltSvcText.write(ONE);
        for (int i = 0; i < text.length(); i++) {
            String cut = text.substring(0, i);
            assertThatThrownBy(() -> AltSvcText.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theFirstVersionIsRead() {
        String old = "quiver-alt-svc 1\norigin a.example 443 7\nh3 b.example 8443 1700000000000 persist\nend 2\n";
        assertThat(AltSvcText.read(old)).isEqualTo(ONE);
        assertThatThrownBy(() -> AltSvcText.read(old.replace("end 2", "end 3")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLaterVersionIsNotGuessedAt() {
        assertThatThrownBy(() -> AltSvcText.read("quiver-alt-svc 3\nend 0\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
