package dev.quiver.interop.cases.quic;

import dev.quiver.h3.H3Client;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.testkit.relay.LossyRelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many handshakes, each with a request, through a network that harms three datagrams of ten. */
final class HarmedHandshakes extends QuicCase {
    private static final int HANDSHAKES = 20;
    private static final double SHARE = 0.3;
    private static final Duration EACH = Duration.ofSeconds(45);

    private final Harm harm;

    HarmedHandshakes(Harm harm, String name, String abbreviation, String title) {
        super(name, abbreviation, 60, HANDSHAKES + title);
        this.harm = harm;
    }

    @Override
    public boolean harsh() {
        return harm == Harm.CORRUPTION; // Jetty 12.1.5 answers nobody any more after it
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        Asset asset = assets.named("1k.bin");
        List<LossyRelay> relays = new ArrayList<>();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < HANDSHAKES; i++) {
            // Each has a relay of its own, so that the bound on losses in a row holds for it, and its dice are its own.
            long seed = i;
            LossyRelay relay = trial.relay(conditions -> conditions.seed(seed).both(harm.link(SHARE)));
            relays.add(relay);
            H3Client client = trial.open(trial.client()
                    .connectTo(relay.address())
                    .handshakeTimeout(EACH)
                    .connectTimeout(EACH)
                    .idleTimeout(EACH)
                    .connectionLimits(1, 1));
            all.add(new Fetches(trial, client).begin(asset));
        }
        List<String> failures = new ArrayList<>();
        for (CompletableFuture<?> one : all) {
            try {
                one.get(Patience.left(trial).toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                failures.add(String.valueOf(Fetches.unwrapped(e).getMessage()));
            } catch (TimeoutException e) {
                failures.add("no answer in all the time there was");
            }
        }
        String told = harm.told(relays);
        if (!failures.isEmpty()) {
            return Answer.failed(
                    failures.size() + " of " + HANDSHAKES + " failed, the first: " + failures.get(0) + "; " + told);
        }
        List<Qlog> logs = Connections.of(trial);
        long complete = logs.stream().filter(Connections::complete).count();
        if (complete < HANDSHAKES || !harm.isDone(relays)) {
            return Answer.failed(complete + " of " + HANDSHAKES + " handshakes are complete by the qlogs; " + told);
        }
        long more = logs.size() - HANDSHAKES;
        return Answer.succeeded(HANDSHAKES + " handshakes are complete by their qlogs, each with an answer as in "
                + asset.known() + (more == 0 ? "" : " (" + more + " more were given up as silent, and made again)")
                + "; "
                + told);
    }
}
