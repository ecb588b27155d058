/** The URL loading system's sessions, requests and tasks, over any {@link java.net.http.HttpClient}. */
module dev.quiver.urlsession {
    requires transitive java.net.http;
    requires transitive dev.quiver.h3;
    requires transitive dev.quiver.quic;
    requires static com.aayushatharva.brotli4j;
    requires static com.github.luben.zstd_jni;
    requires static transitive org.jspecify;

    exports dev.quiver.urlsession;
}
