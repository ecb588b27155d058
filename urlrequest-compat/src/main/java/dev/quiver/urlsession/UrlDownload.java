package dev.quiver.urlsession;

import java.nio.file.Path;

/**
 * What a download came back with.
 *
 * @param location the file, in the system's folder for temporary files
 * @param response the head that belongs to it
 */
public record UrlDownload(Path location, HttpUrlResponse response) {}
