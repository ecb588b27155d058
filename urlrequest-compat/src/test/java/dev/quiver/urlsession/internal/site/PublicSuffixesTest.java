package dev.quiver.urlsession.internal.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The list's own test vectors (test_psl.txt of publicsuffix.org, public domain), and what cookies ask of it. */
class PublicSuffixesTest {
    private static final Pattern CASE = Pattern.compile("checkPublicSuffix\\((null|'[^']*'), (null|'[^']*')\\);");
    private final PublicSuffixes list = PublicSuffixes.list();

    @Test
    void theListsOwnVectors() throws IOException {
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("test_psl.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher each = CASE.matcher(line);
                if (each.matches()) {
                    cases++;
                    String host = CanonicalHost.of(unquoted(each.group(1)));
                    String found = host == null ? null : list.registrable(host);
                    String expected = CanonicalHost.of(unquoted(each.group(2)));
                    if (!Objects.equals(found, expected)) {
                        wrong.add(line + " but " + found);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(cases).isGreaterThan(70);
    }

    private static @Nullable String unquoted(String text) {
        return text.equals("null") ? null : text.substring(1, text.length() - 1);
    }

    @Test
    void suffixes() {
        assertThat(List.of("com", "co.uk", "github.io", "localhost", "anything.ck", "xn--55qx5d.cn"))
                .allMatch(list::isSuffix);
        assertThat(List.of("example.com", "www.ck", "127.0.0.1", "[::1]", "a.github.io"))
                .noneMatch(list::isSuffix);
    }

    @Test
    void addressesHaveNoDomain() {
        assertThat(list.registrable("10.0.0.1")).isNull();
        assertThat(list.registrable("[2001:db8::1]")).isNull();
    }
}
