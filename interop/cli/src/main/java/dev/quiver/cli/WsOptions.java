package dev.quiver.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code quiver ws} was told, as typed. */
final class WsOptions {
    @Parameters(paramLabel = "URL", description = "Whom to speak to: wss://… or ws://…")
    String url = "";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'K: V'",
            order = 10,
            description = "Send this field with the handshake.")
    List<String> headers = new ArrayList<>();

    @Option(
            names = "--subprotocol",
            paramLabel = "NAME",
            order = 11,
            description = "Offer this subprotocol. Several: the best first.")
    List<String> subprotocols = new ArrayList<>();

    @Option(names = "--compress", order = 12, description = "Offer compression (RFC 7692).")
    boolean compress;

    @Option(names = "--json", order = 20, description = "Print one JSON object an event.")
    boolean json;

    @Option(names = "--http3-only", order = 30, description = "HTTP/3 or nothing: no TCP whatever happens.")
    boolean http3Only;

    @Option(names = "--no-http3", order = 31, description = "TCP only: HTTP/1.1.")
    boolean noHttp3;

    @Option(
            names = "--connect-to",
            paramLabel = "HOST:PORT",
            order = 32,
            description = "Connect there whatever the URL says. Implies --http3-only.")
    @Nullable
    String connectTo;

    @Option(
            names = "--cacert",
            paramLabel = "PEM",
            order = 40,
            description = "Trust the certificates in this file in place of the platform's.")
    @Nullable
    Path caFile;

    @Option(
            names = {"-k", "--insecure"},
            order = 41,
            description = "Trust any server. Whoever sits between can read and change everything.")
    boolean insecure;

    @Option(
            names = {"-m", "--timeout"},
            paramLabel = "S",
            order = 50,
            description = "The limit on all of it in seconds. Default: none.")
    @Nullable
    String timeout;

    @Option(
            names = "--connect-timeout",
            paramLabel = "S",
            order = 51,
            description = "The limit on the handshake in seconds. Default: 10.")
    @Nullable
    String connectTimeout;

    /** As {@code quiver get} has them: the same options mean the same. */
    GetOptions asGet() {
        GetOptions get = new GetOptions();
        get.http3Only = http3Only;
        get.noHttp3 = noHttp3;
        get.connectTo = connectTo;
        get.caFile = caFile;
        get.insecure = insecure;
        get.timeout = timeout;
        get.connectTimeout = connectTimeout;
        return get;
    }
}
