package dev.quiver.h3.internal.client;

import dev.quiver.h3.Protocol;
import java.net.http.HttpClient.Version;

/** The JDK's names for HTTP versions. */
final class Versions {
    /** HTTP/3 where the running JDK has a name for it (26 and later), else the nearest. */
    static final Version HTTP_3 = http3();

    private Versions() {}

    private static Version http3() {
        for (Version version : Version.values()) {
            if (version.name().equals("HTTP_3")) {
                return version;
            }
        }
        return Version.HTTP_2;
    }

    static Protocol protocol(Version version) {
        return version == Version.HTTP_1_1 ? Protocol.HTTP_1_1 : Protocol.H2;
    }
}
