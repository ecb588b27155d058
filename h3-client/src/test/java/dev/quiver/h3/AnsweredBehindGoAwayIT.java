package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.SendStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server answers a request, and says in GOAWAY that it does not work on it: the answer is the truth. */
class AnsweredBehindGoAwayIT {
    @Test
    void anAnswerThatHasBegunComesWhole() throws Exception {
        CompletableFuture<SendStream> control = new CompletableFuture<>();
        CompletableFuture<BidirectionalStream> asked = new CompletableFuture<>();
        try (RawPeer peer = new RawPeer(
                        group -> group.openSendStream().thenAccept(stream -> {
                            stream.send(ByteBuffer.wrap(RawPeer.bytes(0x00, 0x04, 0x00)));
                            control.complete(stream);
                        }),
                        (group, stream) -> {
                            if (asked.complete(stream)) {
                                stream.send(ByteBuffer.wrap(RawPeer.concat(RawPeer.OK, RawPeer.bytes(0, 2, 'h', 'a'))));
                            } else {
                                RawPeer.answer(stream);
                            }
                        });
                H3Client client = peer.client()) {
            H3Response<InputStream> response =
                    client.send(HttpRequest.newBuilder(peer.uri()).build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                assertThat(body.readNBytes(2))
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("ha");
                control.get(30, TimeUnit.SECONDS).send(ByteBuffer.wrap(RawPeer.bytes(0x07, 0x01, 0x00)));
                // It was heard: the next request goes by a connection of its own.
                while (peer.groups.size() < 2) {
                    assertThat(peer.ok(client)).isEqualTo(200);
                }
                RawPeer.send(asked.get(30, TimeUnit.SECONDS), RawPeer.bytes(0, 3, 'l', 'l', 'o'));
                assertThat(body.readAllBytes())
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("llo");
            }
        }
    }
}
