package dev.quiver.urlsession.internal.store;

import org.jspecify.annotations.Nullable;

/**
 * A record that was put or, with null, taken out.
 *
 * @param key at most 64 KiB
 * @param value at most 64 KiB, or null
 */
public record RecordChange(String key, @Nullable String value) {}
