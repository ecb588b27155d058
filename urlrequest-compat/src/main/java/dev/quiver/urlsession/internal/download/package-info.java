/** Downloads that can be taken up again (RFC 9110 §13.1.5, §14): what is kept of them, and what a server's answer means. */
@NullMarked
package dev.quiver.urlsession.internal.download;

import org.jspecify.annotations.NullMarked;
