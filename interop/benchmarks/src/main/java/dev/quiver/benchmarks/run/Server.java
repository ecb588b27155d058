package dev.quiver.benchmarks.run;

import java.util.Locale;

/** The servers, and what each is asked for: Caddy is the bottleneck itself where ngtcp2's is not, but speaks HTTP/2 too. */
enum Server {
    GTLSSERVER("servers/gtlsserver", false, false, true),
    CADDY("servers/caddy", true, true, true),
    GOSINK("benchmarks/gosink", true, true, false);

    private final String script;
    private final boolean tcp;
    private final boolean saysProtocol;
    private final boolean servesFiles;

    Server(String script, boolean tcp, boolean saysProtocol, boolean servesFiles) {
        this.script = script;
        this.tcp = tcp;
        this.saysProtocol = saysProtocol;
        this.servesFiles = servesFiles;
    }

    /** Its script in {@code interop}. */
    String script() {
        return script;
    }

    /** Whether it speaks HTTP/2 as well. */
    boolean tcp() {
        return tcp;
    }

    /** Whether its answers name the protocol; one that does not listens on UDP alone, which says the same. */
    boolean saysProtocol() {
        return saysProtocol;
    }

    /** Whether it serves files, and so is asked for downloads; else it takes uploads. */
    boolean servesFiles() {
        return servesFiles;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
