package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.interop.evidence.QlogPacket;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LinkCounts;
import dev.quiver.testkit.relay.LossyRelay;
import java.util.List;
import java.util.function.Predicate;

/** What the client's own qlog and the relay's books must show of a case: what the runner looks for in captured packets. */
@FunctionalInterface
interface EndpointProof {
    /**
     * What there is to look at.
     *
     * @param logs the client's qlog files, the earliest first
     * @param toServer what became of the client's packets
     * @param toClient what became of the server's
     * @param bytes of all files
     */
    record Evidence(List<Qlog> logs, LinkCounts toServer, LinkCounts toClient, long bytes) {
        static Evidence of(List<Qlog> logs, LossyRelay relay, long bytes) {
            return new Evidence(logs, relay.counts(Direction.TO_SERVER), relay.counts(Direction.TO_CLIENT), bytes);
        }

        Qlog only() {
            assertThat(logs).as("connections").hasSize(1);
            return logs.get(0);
        }
    }

    /** Fails, or says in a few words what was seen. */
    String check(Evidence evidence);

    default EndpointProof and(EndpointProof other) {
        return evidence -> check(evidence) + ", " + other.check(evidence);
    }

    /** One connection, that got as far as data of the server's. */
    static EndpointProof oneHandshake() {
        return handshakes(1);
    }

    static EndpointProof handshakes(int number) {
        return evidence -> {
            assertThat(evidence.logs()).as("connections").hasSize(number);
            for (Qlog log : evidence.logs()) {
                assertThat(count(log, received("1RTT").and(has("stream"))))
                        .as("packets with data in " + log.file().getFileName())
                        .isPositive();
            }
            return number == 1 ? "1 handshake" : number + " handshakes";
        };
    }

    /** The client had to say that the server may send more. */
    static EndpointProof windowsRenewed() {
        return oneHandshake().and(evidence -> {
            long connection = count(evidence.only(), sent("1RTT").and(has("max_data")));
            long streams = count(evidence.only(), sent("1RTT").and(has("max_stream_data")));
            assertThat(connection).as("MAX_DATA").isPositive();
            assertThat(streams).as("MAX_STREAM_DATA").isPositive();
            return connection + " MAX_DATA, " + streams + " MAX_STREAM_DATA";
        });
    }

    static EndpointProof secondClientHello() {
        return oneHandshake().and(evidence -> {
            long hellos = evidence.only().packets().stream()
                    .filter(sent("initial"))
                    .filter(packet -> packet.frames().stream()
                            .anyMatch(frame ->
                                    is(frame, "crypto") && frame.path("offset").asLong() == 0))
                    .count();
            assertThat(hellos).as("ClientHellos").isGreaterThan(1);
            return hellos + " ClientHellos";
        });
    }

    /**
     * The transport does not log Retry packets. What they change it does: before anything else of the server's came, the
     * client's Initials went to another connection id, the one that the Retry gave (RFC 9000 §17.2.5.2), were longer by its
     * token, and went on counting.
     */
    static EndpointProof retried() {
        return oneHandshake().and(evidence -> {
            List<Initial> initials = Initial.beforeTheServers(evidence.only());
            assertThat(initials).as("Initials before the server's").hasSizeGreaterThan(1);
            Initial first = initials.get(0);
            Initial last = initials.get(initials.size() - 1);
            assertThat(last.destination()).as("connection id").isNotEqualTo(first.destination());
            assertThat(last.length()).as("length of the Initial with a token").isGreaterThan(first.length());
            assertThat(last.number()).as("packet number").isGreaterThan(first.number());
            return "Initial again with " + (last.length() - first.length()) + " bytes of token";
        });
    }

    /** A first packet of the client's. */
    record Initial(long number, String destination, long length) {
        static List<Initial> beforeTheServers(Qlog log) {
            return log.events().stream()
                    .takeWhile(event -> !event.name().endsWith(":packet_received"))
                    .filter(event -> event.name().endsWith(":packet_sent"))
                    .map(event -> new Initial(
                            event.data().path("header").path("packet_number").asLong(),
                            event.data().path("header").path("dcid").asText(),
                            event.data().path("raw").path("length").asLong()))
                    .toList();
        }
    }

    /** The server's second flight has no certificate in it. */
    static EndpointProof resumed() {
        return handshakes(2).and(evidence -> {
            long first = handshakeBytes(evidence.logs().get(0));
            long second = handshakeBytes(evidence.logs().get(1));
            assertThat(second)
                    .as("bytes of the second handshake, of the first " + first)
                    .isLessThan(first / 2);
            return "server's flight " + first + " and then " + second + " bytes";
        });
    }

    static EndpointProof early() {
        return resumed().and(evidence -> {
            Qlog second = evidence.logs().get(1);
            long early = bytes(second, sent("0RTT"));
            long late = bytes(second, sent("1RTT"));
            assertThat(early).as("bytes in 0-RTT packets").isPositive();
            // Half of what 40 names of 250 bytes are: the runner's bound.
            assertThat(late).as("bytes in 1-RTT packets").isLessThan(5000);
            return early + " bytes in 0-RTT and " + late + " in 1-RTT packets";
        });
    }

    /** The server had more to say before the handshake's end than it may send to an address that is not proven. */
    static EndpointProof longChain() {
        return oneHandshake().and(lost()).and(evidence -> {
            long bytes = handshakeBytes(evidence.only());
            assertThat(bytes).as("bytes of the server's flight").isGreaterThan(7500);
            return "server's flight " + bytes + " bytes";
        });
    }

    static EndpointProof cutOff() {
        return oneHandshake().and(evidence -> {
            long cutOff = evidence.toServer().cutOff() + evidence.toClient().cutOff();
            assertThat(cutOff).as("datagrams lost in the blackhole").isPositive();
            return cutOff + " datagrams swallowed";
        });
    }

    static EndpointProof lost() {
        return evidence -> {
            long lost = evidence.toServer().dropped() + evidence.toClient().dropped();
            assertThat(lost).as("datagrams lost").isPositive();
            return lost + " datagrams lost";
        };
    }

    static EndpointProof corrupted() {
        return evidence -> {
            long corrupted =
                    evidence.toServer().corrupted() + evidence.toClient().corrupted();
            assertThat(corrupted).as("datagrams corrupted").isPositive();
            return corrupted + " datagrams corrupted";
        };
    }

    /** The server asked whether the client is really at its new address, and was answered. */
    static EndpointProof pathsValidated() {
        return oneHandshake().and(evidence -> {
            long asked = count(evidence.only(), received("1RTT").and(has("path_challenge")));
            long answered = count(evidence.only(), sent("1RTT").and(has("path_response")));
            assertThat(asked).as("PATH_CHALLENGE").isPositive();
            assertThat(answered).as("PATH_RESPONSE").isPositive();
            return asked + " PATH_CHALLENGE, " + answered + " PATH_RESPONSE";
        });
    }

    static EndpointProof goodput() {
        return oneHandshake().and(evidence -> {
            List<QlogPacket> data =
                    evidence.only().packets().stream().filter(received("1RTT")).toList();
            double millis = data.get(data.size() - 1).atMillis() - data.get(0).atMillis();
            return Math.round(8 * evidence.bytes() / millis) + " kbit/s";
        });
    }

    private static long handshakeBytes(Qlog log) {
        return log.packets().stream()
                .filter(received("handshake"))
                .flatMap(packet -> packet.frames().stream())
                .filter(frame -> is(frame, "crypto"))
                .mapToLong(frame -> frame.path("offset").asLong()
                        + Math.max(
                                frame.path("length").asLong(),
                                frame.path("raw").path("payload_length").asLong()))
                .max()
                .orElse(0);
    }

    private static long count(Qlog log, Predicate<QlogPacket> like) {
        return log.count(like);
    }

    private static long bytes(Qlog log, Predicate<QlogPacket> like) {
        return log.packets().stream().filter(like).mapToLong(QlogPacket::length).sum();
    }

    private static Predicate<QlogPacket> sent(String type) {
        return packet -> packet.sent() && packet.type().equals(type);
    }

    private static Predicate<QlogPacket> received(String type) {
        return packet -> !packet.sent() && packet.type().equals(type);
    }

    private static Predicate<QlogPacket> has(String frame) {
        return packet -> packet.has(frame);
    }

    private static boolean is(JsonNode frame, String type) {
        return frame.path("frame_type").asText().equals(type);
    }
}
