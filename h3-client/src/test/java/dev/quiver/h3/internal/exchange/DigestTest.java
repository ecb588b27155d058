package dev.quiver.h3.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the examples of RFC 7616 §3.9. */
class DigestTest {
    private static final String OFFER = "realm=\"http-auth@example.org\", qop=\"auth, auth-int\","
            + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
            + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    @Test
    void sha256() {
        assertThat(answer("Digest algorithm=SHA-256, " + OFFER))
                .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"")
                .contains("nc=00000001", "algorithm=SHA-256", "qop=auth,", "uri=\"/dir/index.html\"", "opaque=\"FQhe/");
    }

    @Test
    void md5() {
        assertThat(answer("Digest algorithm=MD5, " + OFFER)).contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"");
        assertThat(answer("Digest " + OFFER))
                .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"")
                .doesNotContain("algorithm");
    }

    @Test
    void theOldFormWithoutQuality() {
        // RFC 2069's rule: H(H(A1):nonce:H(A2)).
        assertThat(answer("Digest realm=r, nonce=n"))
                .doesNotContain("qop", "nc=", "cnonce")
                .contains("response=");
    }

    @Test
    void whatIsNotSpokenIsNotAnswered() {
        assertThat(Digest.answerable(challenge("Digest realm=r, nonce=n, algorithm=SHA-512-256, qop=auth")))
                .isTrue();
        assertThat(Digest.answerable(challenge("Digest realm=r, nonce=n, algorithm=MD5-sess")))
                .isTrue();
        assertThat(Digest.answerable(challenge("Digest realm=r, nonce=n, algorithm=ROT13")))
                .isFalse();
        assertThat(Digest.answerable(challenge("Digest realm=r, nonce=n, qop=auth-int")))
                .isFalse();
        assertThat(Digest.answerable(challenge("Digest realm=r"))).isFalse();
        assertThat(Digest.answerable(challenge("Basic realm=r, nonce=n"))).isFalse();
    }

    private static String answer(String line) {
        return Digest.answer(
                challenge(line),
                "Mufasa",
                "Circle of Life".toCharArray(),
                "GET",
                "/dir/index.html",
                1,
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
    }

    private static Challenge challenge(String line) {
        return Challenge.parse(List.of(line)).get(0);
    }
}
