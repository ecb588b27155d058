package dev.quiver.testkit.internal.routes;

import dev.quiver.testkit.Request;
import dev.quiver.testkit.Response;
import dev.quiver.testkit.internal.AsyncLoop;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The files that the servers of other makers have in this project's tests: the key stream of AES-128 in counter mode, made
 * as it goes.
 */
final class Files {
    private static final byte[] KEY = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
    private static final int PART = 65_536;
    private static final Map<String, Integer> SIZES =
            Map.of("/0.bin", 0, "/1k.bin", 1 << 10, "/64k.bin", 1 << 16, "/1m.bin", 1 << 20, "/16m.bin", 1 << 24);

    private Files() {}

    static void addTo(Router router) {
        SIZES.forEach((path, size) -> router.add(path, (request, response) -> file(request, response, size)));
    }

    private static CompletableFuture<?> file(Request request, Response response, int size) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return response.send(405, "GET and HEAD only\n");
        }
        Cipher stream = keyStream();
        int[] left = {request.method().equals("HEAD") ? 0 : size};
        return response.head(200, Bodies.octets(size))
                .thenCompose(sent -> AsyncLoop.whileTrue(() -> {
                    if (left[0] == 0) {
                        return CompletableFuture.completedFuture(false);
                    }
                    byte[] part = stream.update(new byte[Math.min(PART, left[0])]);
                    left[0] -= part.length;
                    return response.write(ByteBuffer.wrap(part)).thenApply(written -> true);
                }))
                .thenCompose(sent -> response.end());
    }

    private static Cipher keyStream() {
        try {
            Cipher stream = Cipher.getInstance("AES/CTR/NoPadding");
            stream.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"), new IvParameterSpec(new byte[16]));
            return stream;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in counter mode", e);
        }
    }
}
