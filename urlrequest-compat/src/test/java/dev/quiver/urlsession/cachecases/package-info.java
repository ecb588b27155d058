/** Runs the shared HTTP cache cases (http-tests/cache-tests, see src/test/resources/cache-tests) through a session. */
@NullMarked
package dev.quiver.urlsession.cachecases;

import org.jspecify.annotations.NullMarked;
