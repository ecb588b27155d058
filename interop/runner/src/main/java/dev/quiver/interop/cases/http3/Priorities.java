package dev.quiver.interop.cases.http3;

import dev.quiver.h3.ExchangeEvent;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.Priority;
import dev.quiver.h3.PriorityControl;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Target;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.KnownFile;
import dev.quiver.testkit.relay.LinkConditions;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What matters more, said in a field and by a frame (RFC 9218). */
final class Priorities extends Http3Case {
    private static final int BACKGROUND = 4;
    private static final long CONTROL_STREAM = 2;

    /** The type of PRIORITY_UPDATE, its length, and at least an id and {@code u=0} (RFC 9218 §7.2). */
    private static final int SHORTEST_UPDATE = 4 + 1 + 1 + 3;

    Priorities() {
        super(
                "priority",
                "PR",
                Duration.ofSeconds(30),
                "Requests with a priority field, and PRIORITY_UPDATE for one under way, are answered rightly.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Target target = trial.target();
        LinkConditions narrow = LinkConditions.newBuilder()
                .delay(Duration.ofMillis(20))
                .megabits(50)
                .build();
        H3Client client = trial.open(Ask.client(trial)
                .connectTo(trial.relay(relay -> relay.both(narrow)).address()));
        String path = target.offers("files") ? KnownFile.MIB.path() : target.path();
        Sight right = target.offers("files") ? Sight.of(KnownFile.MIB) : Sight.reference(trial, Ask.open(trial));
        trial.saw(client.warmUp(target.uri("/")).get(trial.left().toMillis(), TimeUnit.MILLISECONDS));
        AtomicInteger ended = new AtomicInteger();
        List<CompletableFuture<H3Response<byte[]>>> background = new ArrayList<>();
        for (int i = 0; i < BACKGROUND; i++) {
            background.add(ask(trial, client, path, Ask.options(trial).priority(new Priority(7, false))));
        }
        background.forEach(one -> one.whenComplete((done, error) -> ended.incrementAndGet()));
        CompletableFuture<Integer> place = new CompletableFuture<>();
        CompletableFuture<H3Response<byte[]>> urgent =
                ask(trial, client, path, Ask.options(trial).priority(new Priority(0, false)));
        urgent.whenComplete((done, error) -> place.complete(ended.get() + 1));
        change(trial, client, path, right);
        right.isAlso(Sight.of(Ask.answer(trial, urgent)), "the urgent request");
        for (CompletableFuture<H3Response<byte[]>> one : background) {
            right.isAlso(Sight.of(Ask.answer(trial, one)), "a background request");
        }
        String seen = told(trial, client);
        long updates = 0;
        for (StreamLog log : trial.finish().stream().map(StreamLog::new).toList()) {
            updates = Math.max(updates, log.pieces(CONTROL_STREAM, SHORTEST_UPDATE));
        }
        if (updates < 2) {
            return Answer.failed("only " + updates + " piece of the control stream is in the qlog: SETTINGS, and no"
                    + " PRIORITY_UPDATE behind it");
        }
        return Answer.succeeded("seven requests with " + right + " each; behind SETTINGS the qlog has "
                + (updates - 1) + " PRIORITY_UPDATE on the control stream" + seen + "; the urgent response was number "
                + place.join() + " to end beside " + BACKGROUND
                + " in the background, asked before it, over 50 Mbit/s");
    }

    /** A request whose priority changes while it is under way. */
    private static void change(Trial trial, H3Client client, String path, Sight right) throws Exception {
        PriorityControl control = PriorityControl.of(new Priority(6, true));
        CountDownLatch sent = new CountDownLatch(1);
        CompletableFuture<H3Response<byte[]>> changed = ask(
                trial, client, path, Ask.options(trial).priorityControl(control).exchangeListener((exchange, event) -> {
                    if (event instanceof ExchangeEvent.HeadSent) {
                        sent.countDown();
                    }
                }));
        sent.await(trial.left().toMillis(), TimeUnit.MILLISECONDS);
        control.change(new Priority(0, false));
        right.isAlso(Sight.of(Ask.answer(trial, changed)), "the request whose priority changed");
    }

    /** What the server says that it was told, where it can. */
    private static String told(Trial trial, H3Client client) throws Exception {
        String place = Place.of(trial.target(), "headers", "/headers");
        if (place == null) {
            return "";
        }
        H3Response<byte[]> response =
                Ask.answer(trial, ask(trial, client, place, Ask.options(trial).priority(new Priority(1, true))));
        Place.there(place, response);
        String text = new String(response.body(), StandardCharsets.ISO_8859_1);
        if (!text.contains("priority: u=1, i")) {
            throw CaseEndedException.failed("the server tells of no field 'priority: u=1, i'");
        }
        return ", and the server tells of the field 'u=1, i'";
    }

    private static CompletableFuture<H3Response<byte[]>> ask(
            Trial trial, H3Client client, String path, H3Options.Builder options) {
        return client.exchange(Ask.request(trial, path).build(), options.build(), BodyHandlers.ofByteArray());
    }
}
