package dev.quiver.h3.internal.client;

import dev.quiver.h3.Route;
import dev.quiver.h3.internal.observe.Observation;
import dev.quiver.h3.internal.route.RouteRace.Action;
import java.util.ArrayList;
import java.util.List;

/** Tells who watches an exchange what is new in its race. Guarded by its driver. */
final class RaceReport {
    private final Observation observation;
    private final List<Route.Attempt> told = new ArrayList<>(2);
    private boolean quicBegun;

    RaceReport(Observation observation) {
        this.observation = observation;
    }

    /** Another race begins. */
    void anew() {
        told.clear();
        quicBegun = false;
    }

    /** @param next what the race decided last */
    void tell(Action next, List<Route.Attempt> attempts) {
        for (Route.Attempt attempt : attempts) {
            // A race never settles TCP as lost: that is what it says of a try that goes on.
            boolean goesOn = attempt.via() == Route.Via.TCP && attempt.outcome() == Route.Outcome.LOST;
            if (!goesOn && !told.contains(attempt)) {
                told.add(attempt);
                observation.trySettled(attempt);
            }
        }
        if (next == Action.USE_TCP) {
            observation.tryStarted(Route.Via.TCP);
        } else if ((next == Action.GET_QUIC || next == Action.INSIST_ON_QUIC) && !quicBegun) {
            quicBegun = true;
            observation.tryStarted(Route.Via.QUIC);
        }
    }
}
