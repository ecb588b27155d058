/**
 * An embedded HTTP/3 server to test clients with: {@link dev.quiver.testkit.TestServer}. Its network conditions are in
 * {@link dev.quiver.testkit.relay}, its certificates in {@link dev.quiver.testkit.pki}, its JUnit 5 extension in
 * {@link dev.quiver.testkit.junit}.
 *
 * <p>Stability: preview; names may still change between minor versions.
 */
@NullMarked
package dev.quiver.testkit;

import org.jspecify.annotations.NullMarked;
