package dev.quiver.quic.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.message.MessageFramer;
import dev.quiver.quic.message.MessageStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Questions and answers as messages on one stream. */
public final class MessageSession {
    private static final MessageFramer FRAMER = MessageFramer.varintLength(64 * 1024);

    private MessageSession() {}

    /** Answers each question until the peer finishes; for a thread that may block. */
    public static void answer(BidirectionalStream stream) throws InterruptedException, ExecutionException {
        try (MessageStream session = MessageStream.over(stream, FRAMER)) {
            Optional<ByteBuffer> question = session.receive().get();
            while (question.isPresent()) {
                String text = UTF_8.decode(question.get()).toString();
                // Waiting for the send is the back-pressure: who asks without reading answers is not read either.
                session.send(UTF_8.encode(text + "? 42")).get();
                question = session.receive().get();
            }
        }
    }

    /** Asks all at once and receives the answers in order. */
    public static List<String> ask(QuicConnectionGroup group, List<String> questions) throws Exception {
        try (MessageStream session = MessageStream.over(group.openStream().get(), FRAMER)) {
            for (String question : questions) {
                session.send(UTF_8.encode(question));
            }
            CompletableFuture<Void> asked = session.finish();
            List<String> answers = new ArrayList<>();
            Optional<ByteBuffer> answer = session.receive().get();
            while (answer.isPresent()) {
                answers.add(UTF_8.decode(answer.get()).toString());
                answer = session.receive().get();
            }
            asked.get();
            return answers;
        }
    }
}
