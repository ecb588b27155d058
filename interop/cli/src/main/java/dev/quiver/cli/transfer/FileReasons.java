package dev.quiver.cli.transfer;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the file system says, in words for a person. */
public final class FileReasons {
    private FileReasons() {}

    /** Why this file could not be used. */
    public static String of(Exception e, Path file) {
        if (e instanceof NoSuchFileException missing) {
            return file.toString().equals(missing.getFile()) ? "no such file or directory" : "no such directory";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "it is a file";
        }
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
