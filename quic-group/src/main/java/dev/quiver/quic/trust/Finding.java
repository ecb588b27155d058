package dev.quiver.quic.trust;

import org.jspecify.annotations.Nullable;

/**
 * Something about a presented chain.
 *
 * @param id what
 * @param severity how bad
 * @param certificate which presented certificate, from 0; null when it is about the whole chain or one that was not sent
 * @param message a sentence for a person
 * @param remedy what to do, as a sentence
 */
public record Finding(
        FindingId id, Severity severity, @Nullable Integer certificate, String message, String remedy) {
    Finding(FindingId id, @Nullable Integer certificate, String message, String remedy) {
        this(id, id.severity(), certificate, message, remedy);
    }
}
