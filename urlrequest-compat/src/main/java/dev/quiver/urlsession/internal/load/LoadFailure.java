package dev.quiver.urlsession.internal.load;

import dev.quiver.urlsession.ExchangeProgress;

/**
 * Why a load ended before it was whole.
 *
 * @param cause what went wrong, as it was thrown or as a future would have failed with it
 * @param progress how far it came
 */
public record LoadFailure(Throwable cause, ExchangeProgress progress) {}
