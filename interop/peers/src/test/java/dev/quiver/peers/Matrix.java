package dev.quiver.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What each server answered, a line a cell, for people: {@code interop/real-servers} shows it at its end. */
final class Matrix {

    private Matrix() {}

    /** Notes that this server did this, or what it did instead. */
    static synchronized void note(Object server, String what, String result) {
        try {
            Path folder = Path.of(System.getProperty("quiver.work", "target"));
            Files.writeString(
                    Files.createDirectories(folder).resolve("matrix.tsv"),
                    server + "\t" + what + "\t" + result + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
