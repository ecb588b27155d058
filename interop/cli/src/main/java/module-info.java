/** The {@code quiver} command. */
module dev.quiver.cli {
    requires com.fasterxml.jackson.core;
    requires dev.quiver.h3;
    requires dev.quiver.interop;
    requires dev.quiver.quic;
    requires dev.quiver.testkit;
    requires dev.quiver.urlsession;
    requires info.picocli;
    requires java.naming;
    requires java.net.http;
    requires jdk.unsupported;
    requires okhttp3;
    requires okio;
    requires static org.jspecify;

    opens dev.quiver.cli to
            info.picocli;
}
