package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemoIT {
    @Test
    void showsTheMainJobWithinItsTimeAndWidth() {
        long started = System.nanoTime();
        Captured run = Captured.run("demo");
        assertThat(run.exit()).as(run.text() + run.err()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
        assertThat(run.text())
                .contains("Protocol h3", "HTTP/3 103", "HTTP/3 200", "█", "CN=", "your trust anchor")
                .contains("3  opened by the server  control", "qpack-encoder", "qpack-decoder", "(h3) end to end")
                .doesNotContain("\u001b");
        assertThat(run.text().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(run.err()).isEmpty();
    }
}
