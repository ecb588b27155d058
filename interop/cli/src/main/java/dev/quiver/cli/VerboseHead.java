package dev.quiver.cli;

import dev.quiver.cli.render.TextReport;
import dev.quiver.cli.transfer.TransferWatcher;
import dev.quiver.h3.H3Response;
import java.io.PrintStream;

/** Tells of connection and head as soon as the head is there, before the body. */
final class VerboseHead implements TransferWatcher {
    private final PrintStream err;
    private final TextReport text;

    VerboseHead(PrintStream err, TextReport text) {
        this.err = err;
        this.text = text;
    }

    @Override
    public void head(H3Response<?> response) {
        text.connection(response.route(), response.handshake()).forEach(err::println);
        text.response(response.protocol().name(), response.statusCode(), response.headers(), response.informational())
                .forEach(err::println);
    }
}
