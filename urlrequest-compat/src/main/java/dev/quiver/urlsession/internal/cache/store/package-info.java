/**
 * Where stored responses are kept: bodies in memory up to a size, all in files where a folder is given. Nothing is served
 * from here that was not written whole: see {@link dev.quiver.urlsession.internal.cache.store.DiskStore}.
 */
@NullMarked
package dev.quiver.urlsession.internal.cache.store;

import org.jspecify.annotations.NullMarked;
