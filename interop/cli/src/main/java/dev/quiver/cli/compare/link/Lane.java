package dev.quiver.cli.compare.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A link for TCP between two network namespaces, with the kernel's own TCP at both ends of it, so that handshake, slow
 * start and retransmission are real:
 *
 * <pre>client → tunnel → Unix socket → Hop near ═ link ═ Hop far → Unix socket → server</pre>
 */
final class Lane implements Dialer, AutoCloseable {
    private static final String FAR_END = "10.77.0.2";
    private static final String PORT = "7000";
    private static final String UNLIMITED_MEGABITS = "10000";
    private static final String UNLIMITED_QUEUE = "1000000000";
    private static final String SEED = "1";

    private final Lanes lanes;
    private final Path folder;
    private final InetSocketAddress server;
    private final AtomicReference<@Nullable IOException> refusal = new AtomicReference<>();
    private final List<Process> hops = new ArrayList<>();
    private @Nullable ServerSocketChannel exit;

    private Lane(Lanes lanes, InetSocketAddress server) throws IOException {
        this.lanes = lanes;
        this.folder = lanes.next();
        this.server = server;
    }

    /** Makes it: some seconds of work. */
    static Lane up(Lanes lanes, LinkCondition link, InetSocketAddress server) throws IOException {
        Lane lane = new Lane(lanes, server);
        try {
            lane.start(link);
            return lane;
        } catch (IOException | RuntimeException e) {
            lane.close();
            throw e;
        }
    }

    private void start(LinkCondition link) throws IOException {
        boolean limited = link.megabits() > 0;
        Lanes.Said said = run(List.of(
                "up",
                folder.toString(),
                LinkCondition.number(link.delayMillis()),
                LinkCondition.number(link.lossPercent()),
                limited ? LinkCondition.number(link.megabits()) : UNLIMITED_MEGABITS,
                limited ? Long.toString(LinkCondition.QUEUE_BYTES) : UNLIMITED_QUEUE,
                SEED));
        if (said.code() != 0) {
            throw new IOException("the link could not be made: " + said.text());
        }
        ServerSocketChannel door =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(socket("far"));
        exit = door;
        TcpTunnel.daemon("compare-far", () -> leave(door));
        hop("server", "far");
        hop("client", "near");
    }

    private UnixDomainSocketAddress socket(String end) {
        return UnixDomainSocketAddress.of(folder.resolve(end + ".sock"));
    }

    private void hop(String namespace, String end) throws IOException {
        Process hop = lanes.command(List.of(
                        "exec",
                        folder.toString(),
                        namespace,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        ownClasses(),
                        Hop.class.getName(),
                        end,
                        socket(end).getPath().toString(),
                        FAR_END,
                        PORT))
                .redirectError(folder.resolve(end + ".log").toFile())
                .start();
        hops.add(hop);
        BufferedReader output = hop.inputReader();
        if (!"READY".equals(output.readLine())) {
            throw new IOException("the link's " + end + " end did not start");
        }
    }

    private static String ownClasses() throws IOException {
        try {
            return Path.of(Hop.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Connects over the link; returns when the connection over it stands. */
    @Override
    public SocketChannel dial() throws IOException {
        SocketChannel near = SocketChannel.open(socket("near"));
        ByteBuffer word = ByteBuffer.allocate(1);
        if (near.read(word) < 0 || word.get(0) != Hop.STANDS) {
            near.close();
            throw new IOException("no connection over the link");
        }
        return near;
    }

    /** What has come over the link goes to the server. */
    private void leave(ServerSocketChannel door) {
        while (true) {
            SocketChannel client;
            try {
                client = door.accept();
            } catch (IOException closed) {
                return;
            }
            TcpTunnel.daemon("compare-leave", () -> {
                try {
                    SocketChannel onward = SocketChannel.open(server);
                    onward.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    Splice.join(client, onward);
                } catch (IOException e) {
                    refusal.set(e);
                    Splice.close(client);
                }
            });
        }
    }

    /** Why the server behind it could not be reached since it was asked last, or null. */
    @Nullable
    IOException takeRefusal() {
        return refusal.getAndSet(null);
    }

    private Lanes.Said run(List<String> words) throws IOException {
        try {
            return lanes.run(words);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() throws IOException {
        // Whatever was interrupted, the namespaces must go.
        boolean interrupted = Thread.interrupted();
        try {
            hops.forEach(Process::destroyForcibly);
            if (exit != null) {
                exit.close();
            }
            run(List.of("down", folder.toString()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
