package dev.quiver.h3.internal.message;

import java.net.http.HttpRequest.BodyPublisher;

/** A publisher of this library's own that gives every subscriber the same. */
public interface ReplayableBody extends BodyPublisher {}
