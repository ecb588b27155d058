package dev.quiver.h3;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server on the loopback that knows a few records, or says nothing at all. */
final class DnsServer implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final List<Name> asked = new CopyOnWriteArrayList<>();
    private final List<Record> records;

    private DnsServer(List<Record> records) throws IOException {
        this.records = records;
    }

    /** One that answers from these lines of a zone file. */
    static DnsServer of(String... lines) throws IOException {
        Record[] records = new Record[lines.length];
        for (int i = 0; i < lines.length; i++) {
            try (Master zone = new Master(new java.io.ByteArrayInputStream((lines[i] + "\n").getBytes()))) {
                records[i] = zone.nextRecord();
            }
        }
        DnsServer server = new DnsServer(List.of(records));
        Thread thread = new Thread(server::serve, "test-dns");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** One that never answers. */
    static DnsServer silent() throws IOException {
        return new DnsServer(List.of());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** The names that were asked for. */
    List<Name> asked() {
        return asked;
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                asked.add(query.getQuestion().getName());
                byte[] answer = answer(query).toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException over) {
                // Closed, or a query that is none.
            }
        }
    }

    private Message answer(Message query) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        for (Record record : records) {
            if (record.getName().equals(query.getQuestion().getName())) {
                answer.addRecord(record, Section.ANSWER);
            }
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
