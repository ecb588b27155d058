package dev.quiver.cli.serve;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which file of a directory a request's path means; never one outside of it. Safe to use from any thread. */
final class DirectoryFiles {
    private final Path root;

    /** @throws IOException if it is no directory */
    DirectoryFiles(Path directory) throws IOException {
        this.root = directory.toRealPath();
        if (!Files.isDirectory(root)) {
            throw new IOException("it is not a directory");
        }
    }

    /**
     * The file or directory, links followed, or null where there is none within the root.
     *
     * @param path as it came: absolute, percent-encoded, without query
     */
    @Nullable
    Path find(String path) {
        try {
            // A plus is a plus in a path; only forms write a space so.
            String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (!decoded.startsWith("/") || decoded.indexOf('\0') >= 0 || decoded.indexOf('\\') >= 0) {
                return null;
            }
            Path real = root.resolve(decoded.substring(1)).toRealPath();
            return real.startsWith(root) ? real : null;
        } catch (IOException | IllegalArgumentException e) {
            // Not there, or no path at all.
            return null;
        }
    }
}
