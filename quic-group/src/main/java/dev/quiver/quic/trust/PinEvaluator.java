package dev.quiver.quic.trust;

import dev.quiver.quic.TlsAlert;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Wants a known public key in the peer's path.
 *
 * <p>After another evaluator ({@code platform().and(pins(…))}) one key of the path which that one built must be pinned: the
 * leaf's, an intermediate's or the anchor's. Alone, or after an evaluator that builds no path, the pinned certificates
 * among those presented are the only anchors: the leaf must have a pinned key, or lead by a valid path to a presented
 * authority that has one; the host name is checked in both cases.
 *
 * <p>Immutable; safe for any thread.
 */
public final class PinEvaluator implements TrustEvaluator {
    private static final System.Logger LOG = System.getLogger(PinEvaluator.class.getName());

    private final Set<SpkiPin> active;
    private final Set<SpkiPin> backups;
    private final boolean reportOnly;
    private final @Nullable Consumer<PinMismatch> listener;

    private PinEvaluator(
            Set<SpkiPin> active, Set<SpkiPin> backups, boolean reportOnly, @Nullable Consumer<PinMismatch> listener) {
        this.active = Set.copyOf(active);
        this.backups = Set.copyOf(backups);
        this.reportOnly = reportOnly;
        this.listener = listener;
    }

    static PinEvaluator of(Collection<String> pins) {
        if (pins.isEmpty()) {
            throw new IllegalArgumentException("at least one pin is wanted");
        }
        return new PinEvaluator(parsed(pins), Set.of(), false, null);
    }

    /**
     * Also takes these: keys kept in reserve, for the day the pinned one is lost (RFC 7469 §4.3). A peer that shows one
     * of them is trusted and an event is logged, because the active pins are due for a change.
     */
    public PinEvaluator withBackups(String... pins) {
        Set<SpkiPin> all = new LinkedHashSet<>(backups);
        all.addAll(parsed(List.of(pins)));
        return new PinEvaluator(active, all, reportOnly, listener);
    }

    /**
     * Rejects nobody, only tells of mismatches. It can only follow another evaluator in an {@code and}: alone it would
     * decide nothing, and therefore rejects.
     *
     * @param listener runs on the evaluating thread; what it throws is logged and dropped
     */
    public PinEvaluator reportOnly(Consumer<PinMismatch> listener) {
        return new PinEvaluator(active, backups, true, Objects.requireNonNull(listener, "listener"));
    }

    /** Tells of mismatches and still rejects. */
    public PinEvaluator onMismatch(Consumer<PinMismatch> listener) {
        return new PinEvaluator(active, backups, reportOnly, Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public CompletionStage<TrustVerdict> evaluate(TrustContext context) {
        return CompletableFuture.completedFuture(judge(context));
    }

    private TrustVerdict judge(TrustContext context) {
        TrustVerdict.Trusted earlier = context.earlier();
        if (reportOnly && earlier == null) {
            return new TrustVerdict.Rejected(
                    TlsAlert.CERTIFICATE_UNKNOWN,
                    "Pins that only report cannot decide alone. Combine them: platform().and(pins(…).reportOnly(…)).",
                    null);
        }
        List<X509Certificate> validated = earlier == null ? List.of() : earlier.path();
        boolean pathKnown = !validated.isEmpty();
        List<X509Certificate> looked = pathKnown ? validated : context.presented();
        List<X509Certificate> pinned = looked.stream().filter(this::pinned).toList();
        if (!pinned.isEmpty()) {
            TrustVerdict verdict = pathKnown
                    ? new TrustVerdict.Trusted(looked)
                    : PkixEvaluator.ofAnchors(pinned, "the pinned keys").judge(context);
            if (verdict instanceof TrustVerdict.Trusted) {
                noteBackup(context, pinned);
                return verdict;
            }
            if (!reportOnly) {
                return verdict;
            }
        }
        List<SpkiPin> seen = looked.stream().map(SpkiPin::of).toList();
        tell(new PinMismatch(context.host(), context.port(), wanted(), seen, !reportOnly));
        if (reportOnly && earlier != null) {
            return earlier;
        }
        return new TrustVerdict.Rejected(
                TlsAlert.CERTIFICATE_UNKNOWN,
                "None of the " + seen.size() + " keys that " + context.host() + " shows is pinned; its own is "
                        + seen.get(0) + ". If the server's key was changed on purpose, pin the new one (--pin).",
                null);
    }

    private boolean pinned(X509Certificate certificate) {
        SpkiPin pin = SpkiPin.of(certificate);
        return active.contains(pin) || backups.contains(pin);
    }

    private void noteBackup(TrustContext context, List<X509Certificate> pinned) {
        if (pinned.stream().map(SpkiPin::of).noneMatch(active::contains)) {
            LOG.log(Level.INFO, "{0} shows a back-up pin only: make it an active one", context.host());
        }
    }

    private void tell(PinMismatch mismatch) {
        if (listener == null) {
            return;
        }
        try {
            listener.accept(mismatch);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a pin listener failed", e);
        }
    }

    private Set<SpkiPin> wanted() {
        Set<SpkiPin> all = new LinkedHashSet<>(active);
        all.addAll(backups);
        return all;
    }

    private static Set<SpkiPin> parsed(Collection<String> pins) {
        Set<SpkiPin> parsed = new LinkedHashSet<>();
        pins.forEach(pin -> parsed.add(SpkiPin.parse(pin)));
        return parsed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PinEvaluator that
                && active.equals(that.active)
                && backups.equals(that.backups)
                && reportOnly == that.reportOnly
                && Objects.equals(listener, that.listener);
    }

    @Override
    public int hashCode() {
        return Objects.hash(active, backups, reportOnly);
    }

    @Override
    public String toString() {
        return "pins" + wanted() + (reportOnly ? " (report only)" : "");
    }
}
