package dev.quiver.cli.demo;

import dev.quiver.cli.render.Amounts;
import dev.quiver.cli.render.HandshakeWords;
import dev.quiver.cli.render.Style;
import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.Protocol;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.quic.trust.TrustVerdict;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import dev.quiver.urlsession.UrlData;
import dev.quiver.urlsession.UrlRequest;
import dev.quiver.urlsession.UrlSession;
import dev.quiver.urlsession.UrlSessionConfiguration;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Shows the main job to a person: a request over HTTP/3 to a server in the same process, and all that became known of
 * it. Prints as it goes.
 */
public final class Demo {
    /** The limit on each step; a step takes milliseconds, on a busy machine's first run seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final H3Options OPTIONS = H3Options.newBuilder()
            .discovery(Discovery.HTTP3_ONLY)
            .exchangeTimeout(PATIENCE)
            .build();
    private static final long DOWNLOAD = 16L << 20;
    private static final int BURST = 200;

    private final PrintStream out;
    private final Style style;
    private final int columns;
    private final List<String> faults = new ArrayList<>();

    /** @param columns the width to keep within */
    public Demo(PrintStream out, Style style, int columns) {
        this.out = out;
        this.style = style;
        this.columns = Math.min(columns, 100);
    }

    /** Runs it all; what went wrong, or nothing. */
    public List<String> run() throws IOException, InterruptedException, ExecutionException {
        out.println(style.bold("Quiver: an HTTP/3 client and a server in one process, over real UDP packets"));
        TestCertificate certificate =
                TestAuthority.create().newIntermediate().issueAuthority().leafFor("localhost", "127.0.0.1", "::1");
        try (TestServer server =
                        TestServer.newBuilder().certificate(certificate).start();
                H3Client client = newClient(server)) {
            DemoFetch fetch = new DemoFetch(client, OPTIONS);
            Duration cold = warmUp(server);
            server.clearRequests();
            URI url = server.uri("/early-hints");
            H3Response<String> response = fetch.text(url);
            exchange(url, response);
            HandshakeReport handshake = response.handshake();
            if (handshake == null) {
                faults.add("the response came without a handshake report");
            } else {
                handshake(handshake, cold);
                chain(handshake);
            }
            streams(response, server);
            load(fetch, server);
            session(client, server);
        }
        verdict();
        return faults;
    }

    private static H3Client newClient(TestServer server) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(server.root()))
                .handshakeTimeout(PATIENCE)
                .build();
    }

    /** A first connection, so that what is shown is no measure of class loading; how long it took. */
    private static Duration warmUp(TestServer server) throws ExecutionException, InterruptedException {
        long started = System.nanoTime();
        try (H3Client first = newClient(server)) {
            new DemoFetch(first, OPTIONS).text(server.uri("/headers"));
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private void exchange(URI url, H3Response<String> response) {
        heading("1", "A request and its response");
        out.println("  " + style.cyan(">") + " GET " + url);
        for (InformationalResponse interim : response.informational()) {
            out.println("  " + style.green("<") + " HTTP/3 " + interim.status());
            fields(interim.headers());
        }
        out.println("  " + style.green("<") + " HTTP/3 " + response.statusCode());
        fields(response.headers());
        out.println("  " + style.green("<") + " body: " + response.body().strip());
        String total = Amounts.millisText(response.metrics().total());
        out.println(
                "  " + style.dim("Protocol " + response.protocol() + ", " + total + " with the connection's birth."));
        expect(response.protocol().equals(Protocol.H3), "the protocol was " + response.protocol() + ", not h3");
        expect(response.statusCode() == 200, "the status was " + response.statusCode() + ", not 200");
        expect(response.informational().size() == 1, "the early hint did not come");
    }

    private void fields(HttpHeaders headers) {
        headers.map().forEach((name, values) -> values.forEach(value -> out.println("    " + name + ": " + value)));
    }

    private void handshake(HandshakeReport handshake, Duration cold) {
        Timeline timeline = Timeline.of(handshake);
        heading("2", "The handshake, from the first look-up to the last key");
        timeline.render(columns - 3, style).forEach(line -> out.println("  " + line));
        out.println("  "
                + style.dim("QUIC version " + HandshakeWords.version(handshake.quicVersion()) + ", ALPN "
                        + handshake.alpn() + ", " + handshake.cipherSuite()));
        out.println("  "
                + style.dim(HandshakeWords.address(handshake.local()) + " to "
                        + HandshakeWords.address(handshake.remote())));
        out.println("  "
                + style.dim("It is this process's second connection: the first one took " + Amounts.millisText(cold)
                        + ", loading"));
        out.println("  " + style.dim("Java classes and the native library included."));
        expect(!timeline.phases().isEmpty(), "no event of the handshake was seen");
        expect("h3".equals(handshake.alpn()), "ALPN was " + handshake.alpn());
    }

    private void chain(HandshakeReport handshake) {
        heading("3", "The chain the server presented");
        List<X509Certificate> path =
                handshake.verdict() instanceof TrustVerdict.Trusted trusted ? trusted.path() : List.of();
        ChainTree.render(handshake.presentedChain(), path, style).forEach(line -> out.println("  " + line));
        expect(!handshake.presentedChain().isEmpty(), "no certificate was seen");
    }

    private void streams(H3Response<String> response, TestServer server) {
        heading("4", "The streams of this connection");
        for (RequestRecord request : server.requests()) {
            stream(request.streamId(), "client", "request " + request.method() + " " + request.target());
        }
        for (PeerStream stream : response.peerStreams()) {
            stream(stream.id(), "server", stream.type());
        }
        expect(
                response.peerStreams().stream().anyMatch(stream -> stream.type().equals("control")),
                "the server's control stream was not seen");
    }

    private void stream(long id, String opener, String purpose) {
        out.printf("  %3d  opened by the %s  %s%n", id, opener, purpose);
    }

    private void load(DemoFetch fetch, TestServer server) throws IOException, InterruptedException, ExecutionException {
        heading("5", "The same connection under load");
        long started = System.nanoTime();
        int good = fetch.burst(server.uri("/headers"), BURST);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        out.println(
                "  " + good + " of " + BURST + " concurrent requests answered in " + Amounts.millisText(took) + ";");
        out.println("  the server allows 100 at a time, the rest waited for their streams");
        DemoFetch.Download download = fetch.download(server.uri("/bytes/" + DOWNLOAD));
        boolean whole = download.sha256().equals(TestBytes.sha256(DOWNLOAD));
        out.println("  " + Amounts.bytes(download.bytes()) + " streamed in " + Amounts.millisText(download.took())
                + " (" + Amounts.bytes(download.bytesPerSecond()) + "/s), "
                + (whole ? "SHA-256 right" : "SHA-256 WRONG"));
        long connections = server.requests().stream()
                .map(RequestRecord::connection)
                .distinct()
                .count();
        out.println("  " + connections + (connections == 1 ? " connection" : " connections") + " for all of it");
        expect(good == BURST, BURST - good + " of " + BURST + " requests failed");
        expect(whole, "the download was not what the server sent");
        expect(connections == 1, "it took " + connections + " connections");
    }

    private void session(H3Client client, TestServer server) throws IOException, InterruptedException {
        heading("6", "The same as a URLSession data task");
        try (UrlSession session = UrlSession.newSession(UrlSessionConfiguration.ephemeral(), client)) {
            UrlData data = session.load(UrlRequest.of(server.uri("/status/200")));
            out.println("  session.load(request): " + data.response().statusCode() + ", "
                    + data.response().mimeType().orElse("no type") + ", \""
                    + data.text().strip() + "\"");
            expect(
                    data.response().statusCode() == 200,
                    "the session's status was " + data.response().statusCode());
        }
    }

    private void verdict() {
        out.println();
        if (faults.isEmpty()) {
            out.println(style.green("All went well: HTTP/3 (h3) end to end."));
            out.println(style.dim("Next: quiver get --json URL, quiver serve, quiver get --help"));
        } else {
            faults.forEach(fault -> out.println(style.red("Not as it should be: ") + fault));
        }
    }

    private void heading(String number, String text) {
        out.println();
        out.println(style.bold(number + "  " + text));
    }

    private void expect(boolean good, String fault) {
        if (!good) {
            faults.add(fault);
        }
    }
}
