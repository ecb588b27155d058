package dev.quiver.interop.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownFileTest {
    /** By {@code openssl enc -aes-128-ctr -K 00112233445566778899aabbccddeeff -iv 0 </dev/zero | head -c … | sha256sum}. */
    @Test
    void theBytesAreThoseOfTheTestFiles() {
        assertThat(KnownFile.sha256(1L << 10))
                .isEqualTo("8f8fd2aa7d6e7dd0b3d450eae5c8e3aed3722a10aaf5f030fdfb67a80c913548");
        assertThat(KnownFile.sha256(1L << 20))
                .isEqualTo("cb5d6d982fc27f1d59073bde0bc86b0b1027d47dbfc264f111e8c10f4ac58c93");
    }
}
