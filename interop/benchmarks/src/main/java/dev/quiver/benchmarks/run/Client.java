package dev.quiver.benchmarks.run;

import org.jspecify.annotations.Nullable;

/** The clients that can be measured. */
enum Client {
    QUIVER("clients.QuiverFactory", null, true),
    QUIVER_BLOCKING("clients.BlockingQuiverFactory", null, true),
    QUIVER_VIRTUAL("clients.VirtualQuiverFactory", null, true),
    QUIVER_DIRECT("clients.DirectQuiverFactory", null, true),
    NETTY("peers.netty.NettyFactory", "netty", true),
    VERTX("peers.vertx.VertxFactory", "vertx", true),
    REACTOR("peers.reactor.ReactorFactory", "reactor", true),
    JETTY("peers.jetty.JettyFactory", "jetty", true),
    FLUPKE("peers.flupke.FlupkeFactory", "flupke", true),
    OKHTTP("peers.okhttp.OkHttpFactory", "okhttp", false),
    JDK("clients.JdkFactory", null, false);

    private final String factory;
    private final @Nullable String folder;
    private final boolean quic;

    Client(String factory, @Nullable String folder, boolean quic) {
        this.factory = "dev.quiver.benchmarks." + factory;
        this.folder = folder;
        this.quic = quic;
    }

    /** The class that makes it. */
    String factory() {
        return factory;
    }

    /** Its folder under {@code peers}; null if it needs no more than Quiver and the JDK. */
    @Nullable
    String folder() {
        return folder;
    }

    /** Whether it speaks HTTP/3; the others speak HTTP/2. */
    boolean quic() {
        return quic;
    }

    /** Why it cannot run on this Java; null if it can. */
    @Nullable
    String obstacle() {
        return this == QUIVER_VIRTUAL && Runtime.version().feature() < 21 ? "virtual threads need Java 21" : null;
    }

    /** As on the command line and in the tables. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
