package dev.quiver.urlsession.internal.cache.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A body that has come whole and has no place in the store yet.
 *
 * @param length in bytes
 * @param checksum CRC-32C
 * @param bytes the body, or null where a file holds it
 * @param file holds it, or null where memory does
 */
public record FinishedBody(
        long length,
        int checksum,
        byte @Nullable [] bytes,
        @Nullable Path file) {}
