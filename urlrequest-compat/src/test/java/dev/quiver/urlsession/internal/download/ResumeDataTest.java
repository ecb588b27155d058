package dev.quiver.urlsession.internal.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResumeDataTest {
    private static final ResumeData DATA = new ResumeData(
            URI.create("https://a.test/file?token=secret"),
            Map.of("Authorization", List.of("Bearer secret"), "X-Two", List.of("ä", "2")),
            Path.of("/tmp/quiver-download-1.part"),
            123_456_789_012L,
            -7,
            new Origin("\"v1\"", 1L << 40));

    @Test
    void comesBackAsItWas() {
        ResumeData back = ResumeData.decode(DATA.encode());
        assertThat(back).isEqualTo(DATA);
        assertThat(back.fields()).containsEntry("authorization", List.of("Bearer secret"));
    }

    @Test
    void doesNotTellSecrets() {
        assertThat(DATA.toString()).doesNotContain("secret").contains("a.test");
    }

    @Test
    void whatWasCutOffOrDamagedIsRefused() {
        byte[] good = DATA.encode();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatIllegalArgumentException().isThrownBy(() -> ResumeData.decode(cut));
        }
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ResumeData.decode(bad))
                    .withMessageStartingWith("not resume data: ");
        }
    }

    @Test
    void aLaterVersionIsRefusedByName() {
        byte[] later = DATA.encode();
        later[5] = 2;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResumeData.decode(later))
                .withMessageContaining("version 2");
    }
}
