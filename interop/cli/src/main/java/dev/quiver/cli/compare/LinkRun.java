package dev.quiver.cli.compare;

import dev.quiver.cli.compare.link.LinkCondition;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All clients by one way.
 *
 * @param link what the way does to packets; null where it is the plain one
 * @param clients what each found, in their order
 */
public record LinkRun(@Nullable LinkCondition link, Map<ClientName, ClientRun> clients) {
    public LinkRun {
        clients = Collections.unmodifiableMap(new EnumMap<>(clients));
    }
}
