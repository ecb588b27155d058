package dev.quiver.peers;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.DatagramOptions;
import dev.quiver.quic.KeepAlive;
import dev.quiver.quic.PathEvent;
import dev.quiver.quic.QuicConnectionGroup;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One transfer with a raw peer, run in a process of its own so that it can have a network of its own: {@code PathTransfer
 * ADDRESS PORT CA [rebind-]download|upload BYTES}. Prints {@code QUARTER} when a quarter is done, each path event, and, when
 * the path has been told to have changed or come back, {@code DONE} with both sides' digests.
 */
final class PathTransfer {
    private static final long SEED = 77;
    private static final int PIECE = 1 << 16;

    private final QuicConnectionGroup group;
    private final boolean rebinds;
    private final long bytes;
    private final MessageDigest digest;
    private long done;
    private boolean told;

    private PathTransfer(QuicConnectionGroup group, boolean rebinds, long bytes) throws Exception {
        this.group = group;
        this.rebinds = rebinds;
        this.bytes = bytes;
        this.digest = MessageDigest.getInstance("SHA-256");
    }

    public static void main(String[] args) throws Exception {
        InetSocketAddress peer = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        long bytes = Long.parseLong(args[4]);
        // A datagram of one byte means nothing to the peer: it takes none before `datagram-echo`.
        try (QuicConnectionGroup group = RawPeer.group(peer, Path.of(args[2]))
                .datagrams(DatagramOptions.DEFAULT)
                .keepAlive(new KeepAlive(Duration.ofSeconds(15), ByteBuffer.wrap(new byte[1])))
                .build()) {
            CompletableFuture<PathEvent> onAgain = new CompletableFuture<>();
            group.onPath(event -> {
                System.out.println(event);
                if (event instanceof PathEvent.PathChanged
                        || event instanceof PathEvent.ViabilityChanged viability && viability.viable()) {
                    onAgain.complete(event);
                }
            });
            PathTransfer transfer = new PathTransfer(group, args[3].startsWith("rebind-"), bytes);
            String theirs = args[3].endsWith("upload") ? transfer.upload() : transfer.download();
            // The network is looked at once a second: a fast transfer may end before its return is told.
            onAgain.get(10, TimeUnit.SECONDS);
            System.out.println("DONE " + transfer.done + " " + transfer.digest() + " " + theirs);
        }
    }

    private String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private String download() throws Exception {
        BidirectionalStream stream =
                RawPeer.begin(group, "source " + bytes + " " + SEED).get(20, TimeUnit.SECONDS);
        stream.finish();
        Reading.each(stream, data -> {
                    done += data.remaining();
                    digest.update(data.duplicate());
                    progress();
                })
                .get(80, TimeUnit.SECONDS);
        MessageDigest theirs = MessageDigest.getInstance("SHA-256");
        Content content = new Content(SEED, 0);
        for (long left = bytes; left > 0; left -= PIECE) {
            theirs.update(content.next((int) Math.min(left, PIECE)));
        }
        return HexFormat.of().formatHex(theirs.digest());
    }

    private String upload() throws Exception {
        BidirectionalStream stream = RawPeer.begin(group, "sink").get(20, TimeUnit.SECONDS);
        Content content = new Content(SEED, 0);
        while (done < bytes) {
            byte[] piece = content.next((int) Math.min(bytes - done, PIECE));
            digest.update(piece);
            done += piece.length;
            stream.send(ByteBuffer.wrap(piece), done == bytes).get(60, TimeUnit.SECONDS);
            progress();
        }
        String answer = new String(Reading.all(stream).get(60, TimeUnit.SECONDS), StandardCharsets.UTF_8).strip();
        return answer.substring(answer.indexOf(' ') + 1);
    }

    private void progress() {
        if (!told && done >= bytes / 4) {
            told = true;
            System.out.println("QUARTER");
            if (rebinds) {
                group.rebind(new InetSocketAddress(0));
            }
        }
    }
}
