/** The cache as a layer of the loaders: it acts on what {@link dev.quiver.urlsession.internal.cache.CacheRules} decides. */
@NullMarked
package dev.quiver.urlsession.internal.cache.load;

import org.jspecify.annotations.NullMarked;
