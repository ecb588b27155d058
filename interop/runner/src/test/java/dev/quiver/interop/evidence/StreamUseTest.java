package dev.quiver.interop.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamUseTest {
    private static final String LIMIT_OF_TWO =
            "{\"time\":0,\"name\":\"quic:parameters_set\",\"data\":{\"initiator\":\"remote\",\"initial_max_streams_bidi\":2}}";

    @TempDir
    private Path folder;

    private StreamUse use(String... events) throws Exception {
        Path file = folder.resolve("a.qlog");
        Files.write(file, List.of(events));
        return StreamUse.of(Qlog.read(file));
    }

    private static String packet(String way, String frame) {
        return "{\"time\":1,\"name\":\"quic:packet_" + way
                + "\",\"data\":{\"header\":{\"packet_type\":\"1RTT\"},\"frames\":[" + frame + "]}}";
    }

    private static String stream(String way, long id, boolean fin) {
        return packet(way, "{\"frame_type\":\"stream\",\"stream_id\":" + id + ",\"fin\":" + fin + "}");
    }

    @Test
    void countsWhatIsOpenAtOnce() throws Exception {
        StreamUse use = use(
                LIMIT_OF_TWO,
                stream("sent", 0, true),
                stream("sent", 4, true),
                stream("sent", 2, false),
                stream("received", 0, true),
                packet("received", "{\"frame_type\":\"max_streams\",\"stream_type\":\"bidirectional\",\"maximum\":3}"),
                stream("sent", 8, true));
        assertThat(use).isEqualTo(new StreamUse(3, 2, 2, 3, 0));
    }

    @Test
    void seesAStreamBeyondTheLimit() throws Exception {
        StreamUse use =
                use(LIMIT_OF_TWO, stream("sent", 0, true), stream("received", 0, true), stream("sent", 8, true));
        assertThat(use.beyond()).isEqualTo(1);
    }

    @Test
    void anotherKindOfLimitIsNotTakenForIt() throws Exception {
        StreamUse use = use(
                LIMIT_OF_TWO,
                packet(
                        "received",
                        "{\"frame_type\":\"max_streams\",\"stream_type\":\"unidirectional\",\"maximum\":9}"));
        assertThat(use.lastLimit()).isEqualTo(2);
    }
}
