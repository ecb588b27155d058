package dev.quiver.urlsession.internal.coding;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** Runs a chain over content that arrives in pieces of any size. */
final class Decoding {
    static final ExpansionLimit UNLIMITED = new ExpansionLimit(Long.MAX_VALUE, 0, Long.MAX_VALUE);

    private Decoding() {}

    static byte[] of(List<ContentCoding> codings, byte[] coded, Random pieces) throws MalformedContentException {
        return of(codings, coded, pieces, UNLIMITED);
    }

    static byte[] of(List<ContentCoding> codings, byte[] coded, Random pieces, ExpansionLimit limit)
            throws MalformedContentException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DecodingChain chain = new DecodingChain(codings, limit)) {
            for (int from = 0; from < coded.length; ) {
                int length = Math.min(coded.length - from, 1 + pieces.nextInt(pieces.nextBoolean() ? 5 : 40_000));
                ByteBuffer input = ByteBuffer.wrap(coded, from, length).asReadOnlyBuffer();
                from += length;
                for (ByteBuffer piece = chain.next(input); piece != null; piece = chain.next(input)) {
                    byte[] bytes = new byte[piece.remaining()];
                    piece.get(bytes);
                    out.writeBytes(bytes);
                }
            }
            chain.end();
        }
        return out.toByteArray();
    }
}
