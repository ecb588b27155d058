/** Side-by-side measurements of clients, and JMH benchmarks of the small parts; programs, not a library. */
module dev.quiver.benchmarks {
    requires dev.quiver.h3;
    requires dev.quiver.testkit;
    requires info.picocli;
    requires java.management;
    requires java.net.http;
    requires jdk.management;
    requires jmh.core;
    requires static org.jspecify;

    opens dev.quiver.benchmarks.run to
            info.picocli;
}
