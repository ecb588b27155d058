package dev.quiver.urlsession.internal.site;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which anyone can register names, by the list of publicsuffix.org with its private part, as it was when
 * this version was made. Read when first asked; never changes.
 */
public final class PublicSuffixes {
    private static final String RESOURCE = "public_suffix_list.dat";

    private final Set<String> rules = new HashSet<>();
    private final Set<String> wildcards = new HashSet<>();
    private final Set<String> exceptions = new HashSet<>();

    private PublicSuffixes(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isEmpty() && !line.startsWith("//")) {
                add(line);
            }
        }
    }

    /** The list that comes with this library. */
    public static PublicSuffixes list() {
        return Listed.LIST;
    }

    private void add(String rule) {
        char first = rule.charAt(0);
        String name = first == '!' ? rule.substring(1) : rule.startsWith("*.") ? rule.substring(2) : rule;
        String canonical = CanonicalHost.of(name);
        if (canonical == null) {
            throw new IllegalStateException("not a name in the public suffix list: " + rule);
        }
        (first == '!' ? exceptions : first == '*' ? wildcards : rules).add(canonical);
    }

    /** Whether this canonical name is a public suffix; a single label that no rule knows is one (the rule "*"). */
    public boolean isSuffix(String host) {
        return !CanonicalHost.isAddress(host) && suffix(host).equals(host);
    }

    /** The registrable domain of this canonical host, or null: of a public suffix, or an address. */
    public @Nullable String registrable(String host) {
        if (CanonicalHost.isAddress(host)) {
            return null;
        }
        String suffix = suffix(host);
        if (suffix.equals(host)) {
            return null;
        }
        int dot = host.lastIndexOf('.', host.length() - suffix.length() - 2);
        return host.substring(dot + 1);
    }

    /** The prevailing rule is the exception, else the longest. */
    private String suffix(String host) {
        String name = host;
        while (true) {
            int dot = name.indexOf('.');
            String parent = dot < 0 ? "" : name.substring(dot + 1);
            if (exceptions.contains(name)) {
                return parent;
            }
            if (rules.contains(name) || wildcards.contains(parent) || parent.isEmpty()) {
                return name;
            }
            name = parent;
        }
    }

    private static final class Listed {
        static final PublicSuffixes LIST = read();

        private static PublicSuffixes read() {
            try (InputStream in = Objects.requireNonNull(
                            PublicSuffixes.class.getResourceAsStream(RESOURCE), "the library's " + RESOURCE);
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                return new PublicSuffixes(lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
