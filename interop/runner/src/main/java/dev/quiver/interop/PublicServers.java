package dev.quiver.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Servers that their makers let anyone try HTTP/3 with, as far as is publicly known: data of this module, in the syntax of
 * {@link TargetSyntax}. Each has {@code maker}, {@code known} (the month of the latest source that names it) and
 * {@code source}; one that is known to be gone has {@code gone} with the reason.
 */
public final class PublicServers {
    private static final String FILE = "public-servers.txt";

    private PublicServers() {}

    /** All of them, the gone ones too. */
    public static List<Target> all() {
        try (InputStream in = PublicServers.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("no " + FILE + " beside " + PublicServers.class);
            }
            return TargetSyntax.parseAll(new String(in.readAllBytes(), StandardCharsets.UTF_8), FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that are worth trying. */
    public static List<Target> worthTrying() {
        return all().stream().filter(server -> server.option("gone") == null).toList();
    }
}
