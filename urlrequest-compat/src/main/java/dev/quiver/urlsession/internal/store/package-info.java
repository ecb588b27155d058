/** A file of small records that several processes share and that survives being killed while written. */
@NullMarked
package dev.quiver.urlsession.internal.store;

import org.jspecify.annotations.NullMarked;
