package dev.quiver.h3.internal.message;

/**
 * A response's head.
 *
 * @param status 100 to 599
 * @param fields its fields, without {@code :status}
 */
public record ResponseHead(int status, FieldLines fields) {}
