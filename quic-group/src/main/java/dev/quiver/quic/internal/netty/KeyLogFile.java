package dev.quiver.quic.internal.netty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends lines of the NSS key log format to a file. Failing to write is logged once and harms no connection. */
final class KeyLogFile {
    private static final System.Logger LOG = System.getLogger("dev.quiver.quic");

    private final Path file;
    private boolean failed;

    KeyLogFile(Path file) {
        this.file = file;
    }

    synchronized void append(String line) {
        if (failed) {
            return;
        }
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            failed = true;
            LOG.log(System.Logger.Level.WARNING, "cannot write the key log " + file, e);
        }
    }
}
