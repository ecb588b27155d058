package dev.quiver.quic.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.GroupBuilder;
import dev.quiver.quic.ListenerBuilder;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicListener;
import java.nio.ByteBuffer;

/** A peer that sends back every stream that is opened towards it, and a client of it. */
public final class EchoPeer {
    private EchoPeer() {}

    /** Echoes until the listener is closed. */
    public static QuicListener listen(ListenerBuilder builder) {
        QuicListener listener = builder.alpn("echo").build();
        listener.onGroup(group -> group.onStream(stream -> {
            if (stream instanceof BidirectionalStream both) {
                both.publisher().subscribe(both.subscriber());
            }
        }));
        listener.start();
        return listener;
    }

    /** Says something and returns what comes back. */
    public static String say(GroupBuilder builder, String text) throws Exception {
        try (QuicConnectionGroup group = builder.alpn("echo").build()) {
            BidirectionalStream stream = group.openStream().get();
            stream.send(ByteBuffer.wrap(text.getBytes(UTF_8)), true);
            try (var answer = stream.inputStream()) {
                return new String(answer.readAllBytes(), UTF_8);
            }
        }
    }
}
