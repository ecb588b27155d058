package dev.quiver.interop.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is being fetched: beside its place and under another name, until all of it has come. */
final class PartFile {
    private final Path file;
    private final Path part;

    PartFile(Path file) {
        this.file = file;
        this.part = file.resolveSibling(partName(file));
    }

    /** Where bytes go for now. */
    Path part() {
        return part;
    }

    /** All has come: it takes its name. */
    void commit() throws IOException {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** It did not come whole, and nothing is left of it. */
    void discard() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            System.getLogger(PartFile.class.getName()).log(System.Logger.Level.WARNING, "could not remove " + part, e);
        }
    }

    /** Names of the runner have up to 250 bytes, and a file system's usual limit is 255: so the name is not made longer. */
    private static String partName(Path file) {
        return "." + Integer.toHexString(file.hashCode()) + "-" + System.nanoTime() + ".part";
    }
}
