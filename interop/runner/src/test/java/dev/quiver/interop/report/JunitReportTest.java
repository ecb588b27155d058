package dev.quiver.interop.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Answer.By;
import dev.quiver.interop.Target;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The XML read back, and held to the schema by which Jenkins reads such files ({@code junit-10.xsd}, with its licence). */
class JunitReportTest {
    private static final String NASTY = "<b>&\"'\u0000\u001b]\u0007\ud800\ufffe]]>\r\n\u202eé";

    private final RunReport report = SampleRun.of("handshake", "v2", "zerortt", "goodput")
            .server(
                    new Target("caddy", "localhost", 4433, "/1k.bin", Map.of("maker", "quic-go 0.65")),
                    Answer.succeeded("seen in the qlog"),
                    Answer.unsupported(By.QUIVER, "only v1"),
                    Answer.failed("closed: " + NASTY),
                    Answer.measured("9.1 Mbit/s", "by the relay"))
            .server(
                    NASTY,
                    Answer.succeeded(NASTY),
                    Answer.unsupported(By.SERVER, NASTY),
                    Answer.failed(NASTY),
                    Answer.succeeded("ok"))
            .leftOut("gone", "not reached: " + NASTY)
            .report();

    @Test
    void aSuiteForEachServerAndATestForEachCase() throws Exception {
        List<Element> suites = children(parsed().getDocumentElement(), "testsuite");
        assertThat(suites).extracting(suite -> suite.getAttribute("tests")).containsExactly("4", "4", "1");
        Element caddy = suites.get(0);
        assertThat(caddy.getAttribute("name")).isEqualTo("caddy");
        assertThat(caddy.getAttribute("failures")).isEqualTo("1");
        assertThat(caddy.getAttribute("skipped")).isEqualTo("1");
        assertThat(caddy.getAttribute("time")).isEqualTo("5.000");
        assertThat(caddy.getAttribute("timestamp")).isEqualTo("2026-11-29T10:00:00");
        List<Element> tests = children(caddy, "testcase");
        assertThat(tests)
                .extracting(test -> test.getAttribute("name"))
                .containsExactly("handshake", "v2", "zerortt", "goodput");
        assertThat(tests.get(0).getAttribute("classname")).isEqualTo("interop.caddy");
        assertThat(children(tests.get(0), "system-out").get(0).getTextContent()).isEqualTo("seen in the qlog");
        assertThat(children(tests.get(1), "skipped").get(0).getAttribute("message"))
                .isEqualTo("unsupported by Quiver: only v1");
        assertThat(children(tests.get(2), "failure").get(0).getAttribute("message"))
                .startsWith("closed: <b>&\"'");
        assertThat(children(tests.get(3), "system-out").get(0).getTextContent()).isEqualTo("9.1 Mbit/s: by the relay");
        List<Element> properties = children(children(caddy, "properties").get(0), "property");
        assertThat(properties)
                .extracting(property -> property.getAttribute("name") + "=" + property.getAttribute("value"))
                .containsExactly("server=https://localhost:4433/1k.bin", "maker=quic-go 0.65", "quiver=1.2");
    }

    @Test
    void theWholeIsCounted() throws Exception {
        Element root = parsed().getDocumentElement();
        assertThat(root.getAttribute("tests")).isEqualTo("9");
        assertThat(root.getAttribute("failures")).isEqualTo("2");
        assertThat(root.getAttribute("time")).isEqualTo("83.000");
    }

    @Test
    void aServerThatWasLeftOutIsASkippedTest() throws Exception {
        Element gone = children(parsed().getDocumentElement(), "testsuite").get(2);
        Element test = children(gone, "testcase").get(0);
        assertThat(children(test, "skipped").get(0).getAttribute("message")).startsWith("left out: not reached");
    }

    @Test
    void whatXmlHasNoPlaceForIsEscapedInSight() throws Exception {
        Element failure = children(
                        children(
                                        children(parsed().getDocumentElement(), "testsuite")
                                                .get(1),
                                        "testcase")
                                .get(2),
                        "failure")
                .get(0);
        assertThat(failure.getAttribute("message"))
                .isEqualTo("<b>&\"'\\u{0}\\u{1b}]\\u{7}\\u{d800}\\u{fffe}]]>  \\u{202e}é");
        assertThat(failure.getTextContent()).isEqualTo(failure.getAttribute("message"));
    }

    @Test
    void itIsValidByTheSchema() throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(JunitReportTest.class.getResource("junit-10.xsd"))
                .newValidator()
                .validate(new StreamSource(new StringReader(JunitReport.text(report))));
    }

    private Document parsed() throws Exception {
        byte[] bytes = JunitReport.text(report).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    private static List<Element> children(Element parent, String name) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .filter(child -> child.getTagName().equals(name))
                .toList();
    }
}
