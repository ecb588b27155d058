package dev.quiver.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

    @Option(
            names = {"-m", "--timeout"},
            paramLabel = "S",
            order = 50,
            description = "The limit on all of it in seconds. Default: none.")
    @Nullable
    String timeout;

    @Mixin
    final ReachOptions reach = new ReachOptions();
}
