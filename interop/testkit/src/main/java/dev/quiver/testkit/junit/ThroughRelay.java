package dev.quiver.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the network behind a {@link dev.quiver.testkit.relay.LossyRelay} parameter treats datagrams, the same in both
 * directions; see {@link dev.quiver.testkit.relay.LinkConditions} for each. Without it, or with nothing set, the network
 * is perfect.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface ThroughRelay {
    /** What the dice begin with. */
    long seed() default 0;

    /** The share lost. */
    double drop() default 0;

    /** The share delivered twice. */
    double duplicate() default 0;

    /** The share held back by 10 ms, for others to overtake. */
    double reorder() default 0;

    /** The share with one bit flipped. */
    double corrupt() default 0;

    /** The way's duration, in milliseconds. */
    long delayMs() default 0;

    /** At most this much more, in milliseconds. */
    long jitterMs() default 0;

    /** The rate in 10^6 bits a second; 0 is unlimited. */
    double megabits() default 0;
}
