package dev.quiver.interop.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Answer.By;
import dev.quiver.interop.Target;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.trust.TrustVerdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page read back as a tree. How it looks and behaves in Chromium: {@code interop/browser}. */
class HtmlReportTest {
    private static final String NASTY =
            "<script>alert(1)</script>\"'></details><img src=x onerror=alert(2)>&amp;\u0000";
    private static final String QLOG = "\u001e{\"trace\":{\"description\":\"x\"}}\n"
            + "\u001e{\"time\":0.5,\"name\":\"quic:packet_sent\",\"data\":{\"header\":{\"packet_type\":\"initial\"},"
            + "\"raw\":{\"length\":1200}}}\n"
            + "\u001e{\"time\":3.0,\"name\":\"quic:packet_received\",\"data\":{\"header\":{\"packet_type\":\"1RTT\"},"
            + "\"raw\":{\"length\":60}}}\n"
            + "\u001e{\"time\":9.0,\"name\":\"quic:recovery_metrics_updated\",\"data\":"
            + "{\"cf_lost_packets\":{\"total\":2,\"delta\":2}}}\n";

    @TempDir
    private Path folder;

    @Test
    void everyCellLeadsToWhatIsToldOfIt() throws Exception {
        Document page = page(SampleRun.of("a", "B")
                .server("x", Answer.succeeded("proof one"), Answer.failed("cause two"))
                .server("y", Answer.unsupported(By.QUIVER, "limit three"), Answer.measured("9 Mbit/s", "proof four"))
                .leftOut("z", "not reached")
                .report());
        List<Element> links = all(page, "td").stream()
                .limit(4)
                .map(cell -> (Element) cell.getElementsByTagName("a").item(0))
                .toList();
        assertThat(links)
                .extracting(Element::getTextContent)
                .startsWith("✓ succeeded", "q unsupported by Quiver", "✕ failed", "✓ succeeded");
        assertThat(links).zipSatisfy(List.of("proof one", "limit three", "cause two", "proof four"), (link, reason) -> {
            Element told = byId(page, link.getAttribute("href").substring(1));
            assertThat(told.getParentNode().getNodeName()).isEqualTo("details");
            assertThat(told.getTextContent()).contains(reason);
        });
        assertThat(byId(page, "failed").getTextContent()).contains("B with x", "cause two");
        assertThat(byId(page, "unsupported").getTextContent()).contains("a with y", "by Quiver", "limit three");
        assertThat(byId(page, "measured").getTextContent()).contains("9 Mbit/s");
        assertThat(byId(page, "left-out").getTextContent()).contains("z: not reached");
        assertThat(byId(page, "environment").getTextContent()).contains("quiver", "1.2");
    }

    @Test
    void whatOthersWroteIsTextAndNothingElse() throws Exception {
        Target target = new Target(NASTY, "localhost", 4433, "/", Map.of("maker", NASTY));
        String text = HtmlReport.text(SampleRun.of("a", "b", "c")
                .server(
                        target,
                        Answer.failed(NASTY),
                        Answer.unsupported(By.SERVER, NASTY),
                        Answer.measured(NASTY, NASTY))
                .leftOut("gone" + NASTY, NASTY)
                .comparedWith(new Comparison.Earlier(1, Map.of(List.of(NASTY, "a"), NASTY))));
        Document page = parsed(text);
        assertThat(text.split("<script", -1)).as("the page's own alone").hasSize(2);
        assertThat(text).doesNotContain("<img", "\u0000");
        assertThat(all(page, "h2")).extracting(Element::getTextContent).contains(NASTY.replace("\u0000", "\\u{0}"));
        for (String name : List.of("img", "script")) {
            assertThat(all(page, name)).isEmpty();
        }
    }

    @Test
    void aHandshakeIsAWaterfall() throws Exception {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4433);
        HandshakeReport handshake = new HandshakeReport(
                "localhost",
                4433,
                null,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000),
                server,
                1L,
                "h3",
                "TLS_AES_128_GCM_SHA256",
                false,
                HandshakeReport.EarlyData.NONE,
                true,
                false,
                List.of(),
                TrustVerdict.trusted(),
                List.of(
                        new HandshakeEvent.Resolved(Duration.ofMillis(1), List.of(server.getAddress())),
                        new HandshakeEvent.FirstPacketSent(Duration.ofMillis(2), server),
                        new HandshakeEvent.RetryReceived(Duration.ofMillis(4)),
                        new HandshakeEvent.TrustDecided(
                                Duration.ofMillis(6), TrustVerdict.rejected("no anchor of " + NASTY)),
                        new HandshakeEvent.BecameReady(Duration.ofMillis(8))),
                null);
        Document page = page(SampleRun.of("a")
                .server(
                        new Target("x", "localhost", 1, "/", Map.of()),
                        Answer.succeeded("ok"),
                        List.of(handshake),
                        folder)
                .report());
        Element waterfall = all(page, "table").get(1);
        assertThat(texts(waterfall, "th"))
                .containsExactly("resolved", "first packet sent", "Retry received", "trust decided", "ready");
        assertThat(waterfall.getTextContent()).contains("4.0 ms", "rejected: no anchor of <script>");
        assertThat(((Element) waterfall.getElementsByTagName("span").item(2)).getAttribute("style"))
                .isEqualTo("margin-left:25.00%;width:25.00%");
        assertThat(byId(page, "c0-0").getTextContent()).contains("QUIC version 0x1, h3, TLS_AES_128_GCM_SHA256");
    }

    @Test
    void qlogFilesAreInItAndKeysAreNot() throws Exception {
        Files.writeString(folder.resolve("one.qlog"), QLOG);
        Files.writeString(folder.resolve("keys.log"), "CLIENT_TRAFFIC_SECRET_0 5ec2e7");
        String text = HtmlReport.text(withLogs());
        assertThat(text).doesNotContain("5ec2e7");
        List<String> files = attached(parsed(text));
        assertThat(files).containsExactly(QLOG);
        Document page = parsed(text);
        assertThat(byId(page, "c0-0").getTextContent())
                .contains(
                        "1 packets sent (above), 1 received (below), 2 lost (on the line) in 9.0 ms.",
                        "x-a.qlog (1 KiB)");
        assertThat(all(page, "path"))
                .extracting(path -> path.getAttribute("class"))
                .containsExactly("sent", "received", "lost");
    }

    @Test
    void aQlogThatIsTooLargeIsLeftOutAndSaidToBe() throws Exception {
        Random random = new Random(7);
        byte[] noise = new byte[700 << 10];
        random.nextBytes(noise);
        Files.writeString(
                folder.resolve("one.qlog"),
                QLOG + "\u001e{\"time\":9.0,\"name\":\"x\",\"data\":\""
                        + Base64.getEncoder().encodeToString(noise) + "\"}\n");
        Document page = page(withLogs());
        assertThat(attached(page)).isEmpty();
        assertThat(byId(page, "c0-0").getTextContent()).contains("The page has no room for the qlog of");
    }

    @Test
    void changesAreMarkedInTheCellAndToldWithIt() throws Exception {
        Document page = page(SampleRun.of("a")
                .server("x", Answer.failed("no"))
                .comparedWith(new Comparison.Earlier(1764410400, Map.of(List.of("x", "a"), "succeeded"))));
        Element cell = all(page, "td").get(0);
        assertThat(cell.getAttribute("class")).isEqualTo("bad changed");
        assertThat(cell.getTextContent()).isEqualTo("✕ failed▼, succeeded before");
        assertThat(byId(page, "changed").getTextContent())
                .contains("Changed since 2025-11-29", "0 better, 1 worse", "succeeded before, now failed");
    }

    private RunReport withLogs() {
        return SampleRun.of("a")
                .server(new Target("x", "localhost", 1, "/", Map.of()), Answer.succeeded("ok"), List.of(), folder)
                .report();
    }

    private static List<String> attached(Document page) throws IOException {
        List<String> files = new ArrayList<>();
        for (Element link : all(page, "a")) {
            String prefix = "data:application/gzip;base64,";
            if (link.getAttribute("href").startsWith(prefix)) {
                byte[] zipped =
                        Base64.getDecoder().decode(link.getAttribute("href").substring(prefix.length()));
                files.add(new String(
                        new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private static Document page(RunReport report) throws Exception {
        return parsed(HtmlReport.text(report));
    }

    /** HTML is no XML, but without its first line and the script, this page is. */
    private static Document parsed(String html) throws Exception {
        String tree = html.substring(html.indexOf('\n') + 1).replaceFirst("(?s)<script>.*</script>", "");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(tree.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> all(Document page, String name) {
        return elements(page.getElementsByTagName(name));
    }

    private static List<String> texts(Element in, String name) {
        return elements(in.getElementsByTagName(name)).stream()
                .map(Element::getTextContent)
                .toList();
    }

    private static Element byId(Document page, String id) {
        return all(page, "*").stream()
                .filter(element -> element.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            all.add((Element) nodes.item(i));
        }
        return all;
    }
}
