package dev.quiver.interop.endpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the environment asks for.
 *
 * @param downloads what to fetch, all from one server
 * @param anchors the authority to trust; null where there is none, and then every server is believed
 * @param keyLog where TLS secrets go, or null
 * @param qlog the folder for qlog files, or null
 * @param limit how long all may take
 */
record EndpointSettings(
        List<Download> downloads,
        @Nullable Path anchors,
        @Nullable Path keyLog,
        @Nullable Path qlog,
        Duration limit) {
    EndpointSettings {
        downloads = List.copyOf(downloads);
    }

    /** Reads {@code REQUESTS}, {@code DOWNLOADS}, {@code CERTS}, {@code SSLKEYLOGFILE}, {@code QLOGDIR}, {@code CLIENT_PARAMS}. */
    static EndpointSettings of(Map<String, String> environment, EndpointCase testCase) throws BadSettingException {
        Path folder = Path.of(value(environment, "DOWNLOADS", "/downloads"));
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new BadSettingException("downloads go to " + folder + ", which is no folder that can be written");
        }
        Path anchors = Path.of(value(environment, "CERTS", "/certs")).resolve("ca.pem");
        String keyLog = value(environment, "SSLKEYLOGFILE", "");
        String qlog = value(environment, "QLOGDIR", "");
        return new EndpointSettings(
                downloads(value(environment, "REQUESTS", ""), folder),
                Files.exists(anchors) ? anchors : null,
                keyLog.isEmpty() ? null : Path.of(keyLog),
                qlog.isEmpty() ? null : Path.of(qlog),
                limit(value(environment, "CLIENT_PARAMS", ""), testCase.limit()));
    }

    private static List<Download> downloads(String requests, Path folder) throws BadSettingException {
        List<Download> downloads = new ArrayList<>();
        Set<Path> files = new HashSet<>();
        for (String url : words(requests)) {
            Download download = Download.of(url, folder);
            if (!files.add(download.file())) {
                throw new BadSettingException("REQUESTS has two URLs for the file " + download.file());
            }
            if (!sameServer(download, downloads.isEmpty() ? download : downloads.get(0))) {
                throw new BadSettingException("REQUESTS names more than one server: " + url);
            }
            downloads.add(download);
        }
        if (downloads.isEmpty()) {
            throw new BadSettingException("REQUESTS names nothing to fetch");
        }
        return downloads;
    }

    private static boolean sameServer(Download one, Download other) {
        return one.host().equalsIgnoreCase(other.host()) && one.port() == other.port();
    }

    private static Duration limit(String parameters, Duration usual) throws BadSettingException {
        Duration limit = usual;
        for (String word : words(parameters)) {
            if (!word.matches("limit=[1-9][0-9]{0,5}")) {
                throw new BadSettingException("CLIENT_PARAMS has '" + word + "'; it understands limit=SECONDS");
            }
            limit = Duration.ofSeconds(Long.parseLong(word.substring("limit=".length())));
        }
        return limit;
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static String value(Map<String, String> environment, String name, String usual) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? usual : value;
    }
}
