package dev.quiver.testkit.internal.client;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.TestBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What came on one request stream; complete once {@link #over} is. */
public final class Answer {
    /** No matter how large the answer: of the bytes on the wire so much is kept. */
    private static final int KEPT = 64 * 1024;

    final CompletableFuture<Void> over = new CompletableFuture<>();
    final CompletableFuture<Integer> head = new CompletableFuture<>();
    final CompletableFuture<Void> sent = new CompletableFuture<>();
    final List<Integer> informational = new ArrayList<>();
    final MessageDigest digest;
    final ByteArrayOutputStream text = new ByteArrayOutputStream();
    final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    volatile Fields fields = Fields.EMPTY;
    volatile Fields trailers = Fields.EMPTY;
    private final AtomicLong bodyBytes = new AtomicLong();
    volatile boolean fin;
    volatile OptionalLong resetCode = OptionalLong.empty();
    volatile @Nullable Throwable sendFailure;

    Answer() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    void add(int bytes) {
        bodyBytes.addAndGet(bytes);
    }

    void keep(ByteArrayOutputStream in, byte[] bytes) {
        in.write(bytes, 0, Math.min(bytes.length, KEPT - in.size()));
    }

    /** Waits for the end of the stream, whichever it is. */
    public Answer await() throws Exception {
        try {
            over.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no end of the answer, only " + this, e);
        }
        return this;
    }

    /** The final status; waits for it. */
    public int status() throws InterruptedException, ExecutionException, TimeoutException {
        return head.get(60, TimeUnit.SECONDS);
    }

    /** Done when all of the request's body is with the transport. */
    public CompletableFuture<Void> sent() {
        return sent;
    }

    public Fields fields() {
        return fields;
    }

    public Fields trailers() {
        return trailers;
    }

    public List<Integer> informational() {
        return informational;
    }

    public String text() {
        return text.toString(StandardCharsets.UTF_8);
    }

    public byte[] wire() {
        return wire.toByteArray();
    }

    public long bodyBytes() {
        return bodyBytes.get();
    }

    public boolean fin() {
        return fin;
    }

    public OptionalLong resetCode() {
        return resetCode;
    }

    /** Whether the body is just the first of the test bytes. */
    public boolean isTestBytes(long length) {
        return fin
                && bodyBytes.get() == length
                && HexFormat.of().formatHex(digest.digest()).equals(TestBytes.sha256(length));
    }

    @Override
    public String toString() {
        return "Answer[status=" + head.getNow(0) + ", fields=" + fields + ", bodyBytes=" + bodyBytes + ", fin=" + fin
                + ", resetCode=" + resetCode + ", sendFailure=" + sendFailure + "]";
    }
}
