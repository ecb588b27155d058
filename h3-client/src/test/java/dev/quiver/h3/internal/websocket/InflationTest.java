package dev.quiver.h3.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class InflationTest {
    @Test
    void aBombUnfoldsPieceByPiece() throws FrameViolation {
        ByteBuffer bomb = new Deflation(true).compress(ByteBuffer.allocate(64 << 20), true);
        assertThat(bomb.remaining()).isLessThan(100_000);
        Inflation inflation = new Inflation(true);
        inflation.feed(bomb, true);
        long all = 0;
        int pieces = 0;
        while (!inflation.ended()) {
            ByteBuffer piece = inflation.next();
            assertThat(piece.remaining()).isLessThanOrEqualTo(Inflation.PIECE_BYTES);
            all += piece.remaining();
            pieces++;
        }
        assertThat(all).isEqualTo(64 << 20);
        assertThat(pieces).isGreaterThanOrEqualTo(1024);
    }

    @Test
    void anAnswerMustHaveBeenOffered() {
        assertThat(DeflateAgreement.of(List.of(), true)).isNull();
        assertThat(DeflateAgreement.of(List.of("permessage-deflate"), true))
                .isEqualTo(new DeflateAgreement(true, true));
        assertThat(DeflateAgreement.of(
                        List.of("permessage-deflate; server_no_context_takeover; server_max_window_bits=10"), true))
                .isEqualTo(new DeflateAgreement(false, true));
        for (String wrong : new String[] {
            "x",
            "permessage-deflate; client_max_window_bits=10",
            "permessage-deflate; server_max_window_bits=16",
            "permessage-deflate; y",
            "permessage-deflate, permessage-deflate",
            "permessage-deflate; client_no_context_takeover; client_no_context_takeover"
        }) {
            assertThatThrownBy(() -> DeflateAgreement.of(List.of(wrong), true))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> DeflateAgreement.of(List.of("permessage-deflate"), false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
