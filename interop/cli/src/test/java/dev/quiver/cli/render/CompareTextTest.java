package dev.quiver.cli.render;

import static dev.quiver.cli.compare.Samples.answered;
import static dev.quiver.cli.compare.Samples.comparison;
import static dev.quiver.cli.compare.Samples.failed;
import static dev.quiver.cli.compare.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.compare.ClientRun;
import dev.quiver.cli.compare.UrlComparison;
import dev.quiver.cli.compare.link.LinkCondition;
import dev.quiver.cli.transfer.ErrorKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompareTextTest {
    private static final LinkCondition LINK = new LinkCondition(20, 0.5, 50);

    private static List<String> lines(UrlComparison comparison) {
        return new CompareText(Style.PLAIN, 80, 3).lines(List.of(comparison));
    }

    @Test
    void fitsIntoEightyColumns() {
        ClientRun slow = run(answered(200, "body", 123_456), answered(200, "body", 999_999), answered(200, "body", 1));
        assertThat(lines(comparison(LINK, slow, slow, slow)))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
                .anySatisfy(line -> assertThat(line).contains("123456 (1.00–999999)"))
                .anySatisfy(line -> assertThat(line).contains("20 ms each way, 0.5 % lost, 50 Mbit/s"));
    }

    @Test
    void saysWhatDiffers() {
        UrlComparison differs =
                comparison(null, run(answered(200, "body")), run(answered(404, "nobody")), run(answered(200, "body")));
        assertThat(lines(differs)).anySatisfy(line -> assertThat(line).contains("DIFFERENT: status and body"));
    }

    @Test
    void saysWhoFailedAndWhatWasNotMeasured() {
        UrlComparison partly = comparison(
                LINK,
                run(answered(200, "body")),
                notMeasured("needs root, for network namespaces"),
                run(failed(ErrorKind.TIMEOUT)));
        assertThat(lines(partly))
                .anySatisfy(line -> assertThat(line).contains("not asked", "failed (28)"))
                .anySatisfy(line -> assertThat(line).isEqualTo("jdk: 2 of 2 failed"))
                .anySatisfy(line -> assertThat(line).isEqualTo("TCP not measured: needs root, for network namespaces"))
                .anySatisfy(line -> assertThat(line).contains("fewer than two answered"));
    }

    @Test
    void millisHaveThreeDigits() {
        assertThat(CompareText.millis(Duration.ofNanos(1_234_567))).isEqualTo("1.23");
        assertThat(CompareText.millis(Duration.ofNanos(12_345_678))).isEqualTo("12.3");
        assertThat(CompareText.millis(Duration.ofMillis(1234))).isEqualTo("1234");
    }

    private static ClientRun notMeasured(String why) {
        return new ClientRun(List.of(), List.of(), List.of(), why);
    }
}
