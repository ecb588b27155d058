package dev.quiver.interop.endpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * A file to fetch.
 *
 * @param url where from
 * @param file where to: the last name of the URL's path, in the folder of downloads
 */
record Download(URI url, Path file) {
    private static final int HTTPS = 443;

    /**
     * Reads a URL of {@code REQUESTS}.
     *
     * @throws BadSettingException if it is none that a file can be fetched by
     */
    static Download of(String text, Path folder) throws BadSettingException {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new BadSettingException("REQUESTS has '" + text + "', which is no URL: " + e.getReason());
        }
        if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
            throw new BadSettingException("REQUESTS has '" + text + "', which is no https URL with a host");
        }
        if (url.getPort() == 0 || url.getPort() > 65535) {
            throw new BadSettingException("REQUESTS has '" + text + "', whose port is not between 1 and 65535");
        }
        String path = url.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        // The name becomes a file's: nothing that leads out of the folder, or that no file can be called.
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
            throw new BadSettingException("REQUESTS has '" + text + "', whose path does not end in a file's name");
        }
        return new Download(url, folder.resolve(name));
    }

    /** The host, an IPv6 address without its brackets. */
    String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return url.getPort() < 0 ? HTTPS : url.getPort();
    }

    /** What is asked for: the path, and the query if there is one. */
    String target() {
        return url.getRawQuery() == null ? url.getRawPath() : url.getRawPath() + "?" + url.getRawQuery();
    }
}
