/**
 * Challenges and the Digest scheme (RFC 9110 §11, RFC 7616). Lent to {@code dev.quiver.urlsession}, whose delegates answer
 * challenges themselves.
 */
@NullMarked
package dev.quiver.h3.internal.auth;

import org.jspecify.annotations.NullMarked;
