package dev.quiver.cli;

import dev.quiver.cli.render.TextReport;
import dev.quiver.cli.transfer.ClientFactory;
import dev.quiver.cli.transfer.ClientSettings;
import dev.quiver.cli.transfer.ErrorKind;
import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.FailureTable;
import dev.quiver.cli.transfer.Stage;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.cli.transfer.TransferException;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3WebSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One conversation. */
final class WsRun {
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final WsOptions options;
    private final ClientSettings settings;
    private final CommandIo io;
    private final StopSignal stop;
    private final WsEvents events;

    WsRun(WsOptions options, ClientSettings settings, CommandIo io, StopSignal stop) {
        this.options = options;
        this.settings = settings;
        this.io = io;
        this.stop = stop;
        this.events = new WsEvents(io, options.json);
    }

    int run() throws UsageException {
        stop.watch();
        try {
            URI url = url();
            H3Client client = new ClientFactory(settings).newClient(List.of(http(url)));
            try {
                return talk(client, url);
            } finally {
                // In good order first: an answer to the server's Close may be on its way.
                client.shutdown();
                if (!client.awaitTermination(FAREWELL)) {
                    client.shutdownNow();
                    client.awaitTermination(FAREWELL);
                }
            }
        } catch (TransferException e) {
            return failed(e.failure());
        } catch (InterruptedException e) {
            Thread.interrupted();
            return failed(Failure.localAfterSending(ErrorKind.CANCELLED, Stage.RECEIVING, "stopped", e));
        }
    }

    private URI url() throws TransferException {
        try {
            URI url = URI.create(options.url.strip());
            String scheme = String.valueOf(url.getScheme());
            if ((scheme.equalsIgnoreCase("wss") || scheme.equalsIgnoreCase("ws")) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new TransferException(Failure.local(
                ErrorKind.BAD_URL,
                Stage.CONNECTING,
                "bad URL \"" + options.url + "\": a WebSocket's begins with wss:// or ws:// and names a host",
                null));
    }

    private static URI http(URI url) {
        return URI.create("http" + url.toString().substring(2));
    }

    private int talk(H3Client client, URI url) throws InterruptedException, UsageException {
        H3WebSocket.Builder builder = client.newWebSocketBuilder()
                .compression(options.compress)
                .options(H3Options.newBuilder().discovery(settings.discovery()).build());
        for (String header : options.headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new UsageException("-H \"" + header + "\" has no colon: write 'Name: value'");
            }
            builder.header(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        if (!options.subprotocols.isEmpty()) {
            List<String> all = options.subprotocols;
            builder.subprotocols(all.get(0), all.subList(1, all.size()).toArray(String[]::new));
        }
        builder.connectTimeout(settings.connectTimeout());
        WebSocket webSocket;
        try {
            webSocket = builder.buildAsync(url, events).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused(refused.getResponse());
            }
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw new UsageException(String.valueOf(wrong.getMessage()));
            }
            return failed(FailureTable.of(e, Stage.CONNECTING));
        }
        Thread typing = new Thread(() -> type(webSocket), "quiver-ws-input");
        typing.setDaemon(true);
        typing.start();
        return ended(webSocket);
    }

    private int ended(WebSocket webSocket) throws InterruptedException, UsageException {
        Duration limit = OptionRules.seconds("--timeout", options.timeout);
        try {
            int code = limit == null ? events.end().get() : events.end().get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return code == 1006
                    ? failed(Failure.localAfterSending(
                            ErrorKind.TRUNCATED, Stage.RECEIVING, "the server ended it without a Close", null))
                    : ExitCode.DONE;
        } catch (ExecutionException e) {
            return failed(FailureTable.of(e, Stage.RECEIVING));
        } catch (TimeoutException e) {
            webSocket.abort();
            return failed(Failure.localAfterSending(
                    ErrorKind.TIMEOUT, Stage.RECEIVING, "not over within " + options.timeout + " s", e));
        }
    }

    private void type(WebSocket webSocket) {
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(io.in(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                webSocket.sendText(line, true).get();
                events.sent(line);
            }
            webSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
        } catch (IOException | ExecutionException e) {
            // The listener hears why; input that cannot be read ends as its end does.
            webSocket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int refused(HttpResponse<?> response) {
        @Nullable Object body = response.body();
        events.refused(response.statusCode(), response.headers(), body == null ? null : body.toString());
        return ExitCode.STATUS;
    }

    private int failed(Failure failure) {
        io.err().println(new TextReport(io.errStyle()).failure(failure));
        events.failed(failure);
        return failure.exitCode();
    }
}
