package dev.quiver.cli.compare;

import dev.quiver.cli.compare.link.LinkCondition;
import dev.quiver.cli.compare.link.Way;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.cli.transfer.TransferException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the clients in turns: each round every client once, on a new connection and then again on it, and each round another
 * client first, so that a slow minute of the machine or the network meets them all. Used by one thread.
 */
public final class Rounds {
    private final Contenders contenders;
    private final List<ClientName> clients;
    private final int repeat;
    private final StopSignal stop;

    /** @param repeat how many rounds are counted; one more goes before them */
    public Rounds(Contenders contenders, List<ClientName> clients, int repeat, StopSignal stop) {
        this.contenders = contenders;
        this.clients = List.copyOf(clients);
        this.repeat = repeat;
        this.stop = stop;
    }

    /** Gathers one client's samples. */
    private static final class Gathered {
        final List<Sample> uncounted = new ArrayList<>();
        final List<Sample> cold = new ArrayList<>();
        final List<Sample> warm = new ArrayList<>();
        boolean hopeless;
    }

    /**
     * Runs all rounds, or until it is stopped.
     *
     * @param tcpObstacle why clients over TCP cannot go this way, or null
     * @param progress told the number of each round as it begins, from 0
     */
    public LinkRun run(
            URI url, @Nullable LinkCondition link, Way way, @Nullable String tcpObstacle, IntConsumer progress) {
        Map<ClientName, Gathered> all = new EnumMap<>(ClientName.class);
        List<ClientName> order = new ArrayList<>();
        for (ClientName client : clients) {
            if (client == ClientName.QUIVER || tcpObstacle == null) {
                all.put(client, new Gathered());
                order.add(client);
            }
        }
        for (int round = 0; round <= repeat && !stop.raised(); round++) {
            progress.accept(round);
            for (ClientName client : order) {
                Gathered gathered = Objects.requireNonNull(all.get(client));
                if (!gathered.hopeless && !stop.raised()) {
                    once(client, url, way, gathered, round > 0);
                }
            }
            Collections.rotate(order, -1);
        }
        Map<ClientName, ClientRun> found = new EnumMap<>(ClientName.class);
        for (ClientName client : clients) {
            Gathered gathered = all.get(client);
            found.put(
                    client,
                    gathered == null
                            ? ClientRun.none(Objects.requireNonNull(tcpObstacle))
                            : new ClientRun(gathered.uncounted, gathered.cold, gathered.warm, null));
        }
        return new LinkRun(link, found);
    }

    private void once(ClientName name, URI url, Way way, Gathered gathered, boolean counted) {
        try (Contender contender = contenders.open(name, url, way)) {
            Sample cold = contender.exchange();
            (counted ? gathered.cold : gathered.uncounted).add(cold);
            if (cold.failure() == null && !stop.raised()) {
                (counted ? gathered.warm : gathered.uncounted).add(contender.exchange());
            } else if (!counted) {
                // What fails before anything worked is not tried again and again.
                gathered.hopeless = true;
            }
        } catch (TransferException e) {
            gathered.uncounted.add(Sample.failed(e.failure(), Duration.ZERO));
            gathered.hopeless = true;
        }
    }
}
