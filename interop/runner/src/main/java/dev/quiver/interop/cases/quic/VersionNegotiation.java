package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.VisiblePacket;
import dev.quiver.interop.evidence.VisiblePacket.Kind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A packet of a version that no server has, from a socket of the case's own (RFC 8999 §6, RFC 9000 §6). */
final class VersionNegotiation extends QuicCase {
    /** Of those reserved for just this (RFC 9000 §15). */
    private static final int NOBODYS_VERSION = 0x5a7aba2a;

    private static final byte[] DESTINATION = HexFormat.of().parseHex("51756976657220746f20796f75");
    private static final byte[] SOURCE = HexFormat.of().parseHex("66726f6d2075732e");
    private static final int BYTES = 1200;
    private static final int TRIES = 4;
    private static final int WAIT_MILLIS = 1000;

    VersionNegotiation() {
        super("versionnegotiation", "V", 20, "An unknown version is answered by those that the server speaks.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        VisiblePacket answer = ask(trial.address());
        if (answer == null) {
            return Answer.failed("no Version Negotiation packet came for " + TRIES + " datagrams of " + BYTES
                    + " bytes in version " + version(NOBODYS_VERSION));
        }
        String source = HexFormat.of().formatHex(SOURCE);
        String destination = HexFormat.of().formatHex(DESTINATION);
        if (!answer.destination().equals(source) || !answer.source().equals(destination)) {
            return Answer.failed(
                    "the Version Negotiation packet has the connection ids " + answer.destination() + " and "
                            + answer.source() + ", not ours exchanged, " + source + " and " + destination
                            + " (RFC 8999 §6)");
        }
        if (answer.versions().contains(NOBODYS_VERSION)) {
            return Answer.failed("the server says that it speaks " + version(NOBODYS_VERSION)
                    + ", which is reserved (RFC 9000 §15)");
        }
        if (!answer.versions().contains(1)) {
            return Answer.failed("QUIC version 1 is not among the versions that the server lists: " + list(answer));
        }
        Asset asset = Assets.of(trial).named("1k.bin");
        new Fetches(trial, trial.open()).one(asset);
        Connections.one(trial);
        return Answer.succeeded("a datagram in version " + version(NOBODYS_VERSION)
                + " was answered by a Version Negotiation packet with its connection ids exchanged, which lists "
                + list(answer) + "; a handshake in version 1 is complete by the qlog, its answer as in "
                + asset.known());
    }

    /** The server's answer, or null where none comes. */
    private static @Nullable VisiblePacket ask(InetSocketAddress server) throws IOException {
        byte[] question = question();
        byte[] buffer = new byte[65_536];
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(WAIT_MILLIS);
            for (int tried = 0; tried < TRIES; tried++) {
                socket.send(new DatagramPacket(question, question.length));
                try {
                    DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
                    socket.receive(answer);
                    for (VisiblePacket packet : VisiblePacket.in(ByteBuffer.wrap(buffer, 0, answer.getLength()))) {
                        if (packet.kind() == Kind.VERSION_NEGOTIATION) {
                            return packet;
                        }
                    }
                } catch (SocketTimeoutException | PortUnreachableException e) {
                    continue; // it may have been lost
                }
            }
            return null;
        }
    }

    /** What of it is the same in all versions (RFC 8999 §5.1), as long as a first datagram must be (RFC 9000 §14.1). */
    private static byte[] question() {
        ByteBuffer packet = ByteBuffer.allocate(BYTES);
        packet.put((byte) 0xc0).putInt(NOBODYS_VERSION);
        packet.put((byte) DESTINATION.length).put(DESTINATION);
        packet.put((byte) SOURCE.length).put(SOURCE);
        return packet.array();
    }

    private static String list(VisiblePacket answer) {
        return String.join(
                ", ",
                answer.versions().stream().map(VersionNegotiation::version).toList());
    }

    private static String version(int number) {
        return "0x" + Integer.toHexString(number);
    }
}
