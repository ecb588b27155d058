/** JMH benchmarks of the small parts; a program, not a library. */
module dev.quiver.benchmarks {
    requires dev.quiver.h3;
    requires dev.quiver.testkit;
    requires jmh.core;
    requires static org.jspecify;
}
