package dev.quiver.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What Java does not say of the terminal. */
final class Terminal {
    static final int DEFAULT_COLUMNS = 80;

    private static final long PATIENCE_MILLIS = 500;

    private Terminal() {}

    /** Whether a file descriptor of this process is a terminal; false where the system does not tell. */
    static boolean is(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            if (Files.isSymbolicLink(link)) {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            }
            return !isWindows() && answers("test", "-t", Integer.toString(descriptor));
        } catch (IOException e) {
            return false;
        }
    }

    /** The width: {@code COLUMNS}, else what {@code stty} says, else 80. */
    static int columns() {
        try {
            String columns = System.getenv("COLUMNS");
            if (columns != null) {
                return sensible(Integer.parseInt(columns.strip()));
            }
            if (isWindows()) {
                return DEFAULT_COLUMNS;
            }
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroy();
                return DEFAULT_COLUMNS;
            }
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            return size.length == 2 ? sensible(Integer.parseInt(size[1])) : DEFAULT_COLUMNS;
        } catch (IOException | NumberFormatException e) {
            return DEFAULT_COLUMNS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DEFAULT_COLUMNS;
        }
    }

    private static boolean answers(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            return process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int sensible(int columns) {
        return columns < 20 || columns > 1000 ? DEFAULT_COLUMNS : columns;
    }

    private static boolean isWindows() {
        return File.separatorChar == '\\';
    }
}
