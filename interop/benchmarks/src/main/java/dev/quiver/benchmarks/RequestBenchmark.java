package dev.quiver.benchmarks;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One request after another on one warm connection to the testkit's server in the same JVM: what a request costs when the
 * network costs nothing. Client and server share the machine, so compare two builds, not two machines.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RequestBenchmark {

    /** Bytes of the response's body. */
    @Param({"1024", "1048576"})
    public int bytes;

    private final TestServer server;
    private final H3Client client;
    private HttpRequest request;

    /** Starts the server and a client that trusts it. */
    public RequestBenchmark() {
        try {
            server = TestServer.start();
        } catch (IOException e) {
            throw new IllegalStateException("no server to measure against", e);
        }
        client = H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(server.root()))
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build())
                .build();
        request = HttpRequest.newBuilder(server.uri("/")).build();
    }

    /** Opens the connection, so that no measured request pays for the handshake. */
    @Setup
    public void connect() throws IOException, InterruptedException {
        request = HttpRequest.newBuilder(server.uri("/bytes/" + bytes)).build();
        get();
    }

    /** One GET, its body read whole. */
    @Benchmark
    public int get() throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofByteArray()).body().length;
    }

    /** Ends both. */
    @TearDown
    public void close() {
        client.close();
        server.close();
    }
}
