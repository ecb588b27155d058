package dev.quiver.cli.compare;

import java.util.Locale;

/** The clients that can be compared, in the order in which they are shown. */
public enum ClientName {
    /** This project's, over HTTP/3, with TCP as its way out. */
    QUIVER,
    /** OkHttp, over HTTP/2. */
    OKHTTP,
    /** The JDK's {@code java.net.http.HttpClient}, over HTTP/2. */
    JDK;

    /** As the command line spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
