package dev.quiver.interop.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Answer.By;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {
    private final RunReport report = SampleRun.of("a", "B")
            .server("x|y", Answer.succeeded("ok"), Answer.failed("<script> *no* <!-- /matrix -->"))
            .server("z", Answer.unsupported(By.QUIVER, "only v1"), Answer.measured("9 Mbit/s", "ok"))
            .leftOut("gone", "not reached")
            .report();

    @Test
    void aTableAndTheReasons() {
        assertThat(MarkdownReport.text(report).lines())
                .contains(
                        "|  | x\\|y | z |",
                        "|---|:-:|:-:|",
                        "| **QUIC** |  |  |",
                        "| a | ✓ | q |",
                        "| **HTTP/3** |  |  |",
                        "| B | ✕ | ✓ |",
                        "- **a**: It is a.",
                        "- ✕ **B with x\\|y**: &lt;script> \\*no\\* &lt;!-- /matrix -->",
                        "- q **a with z**: only v1",
                        "- **z B**: 9 Mbit/s",
                        "- **gone**: not reached");
    }

    @Test
    void textThatSpeaksOfTheMarksIsNotTakenForThem() {
        String before = "between `<!-- matrix -->` and `<!-- /matrix -->`\n";
        String page = before + "<!-- matrix -->\nold\n<!-- /matrix -->";
        assertThat(MarkdownReport.into(page, report))
                .startsWith(before + "<!-- matrix -->\n2026-11-29")
                .endsWith("\n<!-- /matrix -->")
                .doesNotContain("old");
    }

    @Test
    void onlyWhatIsBetweenThePagesMarksChanges() {
        String page = "# Before\n<!-- matrix -->\nold\n<!-- /matrix -->\nafter\n";
        String once = MarkdownReport.into(page, report);
        assertThat(once)
                .startsWith(
                        "# Before\n<!-- matrix -->\n2026-11-29, quiver 1.2, 2 succeeded, 1 failed, 1 unsupported.\n")
                .endsWith("\n<!-- /matrix -->\nafter\n")
                .doesNotContain("old");
        assertThat(MarkdownReport.into(once, report)).isEqualTo(once);
        assertThat(MarkdownReport.into("other", report)).isEqualTo(MarkdownReport.text(report));
    }
}
