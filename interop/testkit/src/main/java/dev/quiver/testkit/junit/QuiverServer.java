package dev.quiver.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class, or one test, an HTTP/3 server: declare a parameter of type {@link dev.quiver.testkit.TestServer},
 * and of type {@link dev.quiver.testkit.relay.LossyRelay} for a bad network before it.
 *
 * <pre>{@code
 * @QuiverServer
 * class ClientTest {
 *     @Test
 *     void survivesLoss(TestServer server, @ThroughRelay(drop = 0.05, seed = 7) LossyRelay relay) { … }
 * }
 * }</pre>
 *
 * <p>On a class the server is shared by its tests, each of which begins with an empty log; on a method it serves that
 * test alone. For routes of your own register a {@link QuiverServerExtension}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(QuiverServerExtension.class)
public @interface QuiverServer {
    /** How many requests a client may have open at once on a connection. */
    long maxStreams() default 100;

    /** How long a connection may be silent, in milliseconds. */
    long idleTimeoutMs() default 30_000;

    /** Whether clients must prove their address by a Retry. */
    boolean retry() default false;
}
