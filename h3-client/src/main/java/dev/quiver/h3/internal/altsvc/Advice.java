package dev.quiver.h3.internal.altsvc;

import java.util.List;

/**
 * What an {@code Alt-Svc} field says (RFC 7838 §3). It replaces all that was known of the origin.
 *
 * @param offers where HTTP/3 is to be had, most wanted first; none for {@code clear} and where only other protocols are
 *     offered
 */
public record Advice(List<Offer> offers) {
    /** Nothing is on offer any more. */
    public static final Advice CLEAR = new Advice(List.of());

    public Advice {
        offers = List.copyOf(offers);
    }

    /**
     * One alternative.
     *
     * @param place where
     * @param maxAge for how many seconds it is good (§3.1)
     * @param persist whether it outlives a change of network (§3.1)
     */
    public record Offer(Place place, long maxAge, boolean persist) {}
}
