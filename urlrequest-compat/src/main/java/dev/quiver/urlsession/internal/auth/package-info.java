/** HTTP authentication (RFC 9110 §11): what servers offer, and what answers them. */
@NullMarked
package dev.quiver.urlsession.internal.auth;

import org.jspecify.annotations.NullMarked;
