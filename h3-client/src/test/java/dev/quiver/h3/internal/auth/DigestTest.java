package dev.quiver.h3.internal.auth;

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

    @Test
    void integrityOfNoBody() {
        Challenge challenge = challenge("Digest realm=r, nonce=n, qop=auth-int");
        assertThat(Digest.answerable(challenge, true)).isTrue();
        assertThat(Digest.answerable(challenge, false)).isFalse();
        // By hand: A1 = H(u:r:p), A2 = GET:/:H(""), the response over nonce, count, cnonce and qop.
        assertThat(Digest.answer(challenge, "u", "p".toCharArray(), "GET", "/", 1, "c"))
                .contains("qop=auth-int, nc=00000001", "response=\"7eeb55b7f6f7bbb156ec8ed04a13f5a5\"");
    }

    @Test
    void usersBeyondAsciiGoBySpecialForm() {
        assertThat(Digest.answer(
                        challenge("Digest realm=r, nonce=n"), "J\u00e4s\u00f8n", new char[0], "GET", "/", 1, "c"))
                .contains("username*=UTF-8''J%C3%A4s%C3%B8n,")
                .doesNotContain("username=");
        // The user name of RFC 7616 §3.9.2.
        assertThat(Digest.answer(
                        challenge(
                                "Digest realm=\"api@example.org\", nonce=n, qop=auth, algorithm=SHA-512-256, userhash=true"),
                        "J\u00e4s\u00f8n Doe",
                        new char[0],
                        "GET",
                        "/",
                        1,
                        "c"))
                .contains(
                        "username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\"",
                        "userhash=true");
    }

    @Test
    void theNextNonce() {
        Challenge next = challenge("Digest realm=r, nonce=n").withNonce("m");
        assertThat(next.parameter("nonce")).isEqualTo("m");
        assertThat(next.realm()).isEqualTo("r");
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
