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
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ComparePlotTest {
    private static final UrlComparison ALL = comparison(
            new LinkCondition(20, 1, 0),
            run(answered(200, "body", 100), answered(200, "body", 300), answered(200, "body", 200)),
            run(answered(200, "body", 150)),
            run(failed(ErrorKind.TIMEOUT)));

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void isWellFormedAndStandsAlone() throws Exception {
        String svg = new ComparePlot(List.of(ALL), 3).svg();
        Document drawing = parsed(svg);
        assertThat(drawing.getDocumentElement().getTextContent())
                .contains("https://localhost/a?b=1&c=2", "200 (100–300)", "20 ms each way, 1 % lost", "failed");
        assertThat(svg.replace("http://www.w3.org/2000/svg", "")).doesNotContain("href", "url(", "http://", "@import");
        assertThat(svg).contains("prefers-color-scheme:dark");
    }

    @Test
    void drawsTheMedianOfEachThatAnswered() throws Exception {
        // 100, 200 and 300 of an axis that ends at 300: the median is two thirds of the way from 58 to 292.
        Document drawing = parsed(new ComparePlot(List.of(ALL), 3).svg());
        assertThat(drawing.getElementsByTagName("circle").getLength()).isEqualTo(2);
        assertThat(drawing.getElementsByTagName("circle")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("cx")
                        .getNodeValue())
                .isEqualTo("214.0");
    }

    @Test
    void thePageHasTheFiguresAndEscapesWhatItWasGiven() {
        UrlComparison notMeasured = comparison(
                null,
                run(answered(200, "body", 100)),
                new ClientRun(List.of(), List.of(), List.of(), "<b>no</b>"),
                run(answered(200, "body", 120)));
        assertThat(ComparePage.of(List.of(notMeasured), 1))
                .contains("not measured: &lt;b&gt;no&lt;/b&gt;", "b=1&amp;c=2", "All were answered alike", "<td>120")
                .doesNotContain("<b>no", "src=", "href=");
    }

    @Test
    void stepsAreOneTwoOrFive() {
        assertThat(ComparePlot.step(600)).isEqualTo(200);
        assertThat(ComparePlot.step(480)).isEqualTo(100);
        assertThat(ComparePlot.step(9)).isEqualTo(2);
        assertThat(ComparePlot.step(0.4)).isEqualTo(0.1);
    }
}
