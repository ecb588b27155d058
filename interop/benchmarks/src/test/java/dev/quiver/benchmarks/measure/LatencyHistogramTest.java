package dev.quiver.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    @Test
    void nothingHasNoPercentile() {
        assertThat(new LatencyHistogram().percentile(0.5)).isNaN();
    }

    @Test
    void percentilesAreThoseOfTheValues() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int micros = 1; micros <= 1000; micros++) {
            histogram.add(micros * 1000L);
        }
        assertThat(histogram.percentile(0.5)).isCloseTo(500, Percentage.withPercentage(4));
        assertThat(histogram.percentile(0.99)).isCloseTo(990, Percentage.withPercentage(4));
    }

    @Property
    void aSingleValueIsEveryPercentile(@ForAll @LongRange(min = 0, max = 1L << 50) long nanos) {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.add(nanos);
        double micros = nanos / 1000.0;
        assertThat(histogram.percentile(0.01)).isCloseTo(micros, within(micros * 0.04 + 0.1));
    }
}
