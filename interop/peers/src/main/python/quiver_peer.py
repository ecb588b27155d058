"""A raw QUIC peer on aioquic for Quiver's tests. What it understands is in ../../../README.md."""

import argparse
import asyncio
import hashlib
import ssl
import struct
import sys
from functools import partial

from aioquic.asyncio import QuicConnectionProtocol, serve
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import (
    ConnectionTerminated,
    DatagramFrameReceived,
    StreamDataReceived,
    StreamReset,
)
from aioquic.quic.packet import QuicProtocolVersion
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PART = 64 * 1024
# aioquic takes whatever it is given; what is given is bounded here.
BACKLOG = 4 * PART
# More than the usual stream limit, so that some wait for credit; few enough, as aioquic walks through all.
STREAMS_AT_ONCE = 256


def content(seed, number, size):
    """The content with this seed and number, in parts: the key stream of AES-128 in counter mode."""
    key = struct.pack(">QQ", seed, number)
    stream = Cipher(algorithms.AES(key), modes.CTR(bytes(16))).encryptor()
    zeros = bytes(PART)
    while size > 0:
        yield stream.update(zeros[: min(size, PART)])
        size -= PART


def numbered(seed, number, size):
    yield struct.pack(">Q", number)
    yield from content(seed, number, size)


class Opening:
    """N streams to open, one after another."""

    def __init__(self, command, one_way, count, size, seed):
        self.command = command
        self.one_way = one_way
        self.count = count
        self.size = size
        self.seed = seed
        self.opened = 0
        self.open_ids = set()
        self.left = count
        self.answered = 0

    def ended(self, answered):
        self.left -= 1
        self.answered += answered
        if self.left == 0:
            both_ways = "" if self.one_way else f" answered {self.answered}"
            self.command.answer(f"opened {self.count}{both_ways}")


class Command:
    """A stream of the client's: one line, then what the command makes of the rest."""

    def __init__(self, peer, stream_id):
        self.peer = peer
        self.stream_id = stream_id
        self.line = b""
        self.on_data = None

    def received(self, data, end):
        if self.on_data is None:
            self.line += data
            line, newline, data = self.line.partition(b"\n")
            if not newline:
                return
            words = line.decode().split()
            try:
                run = getattr(self, "do_" + words[0].replace("-", "_"))
                self.on_data = self.ignore
                run(*words[1:])
            except Exception as e:  # told to the client
                self.answer(f"error {e!r}")
        self.on_data(data, end)

    def ignore(self, data, end):
        pass

    def answer(self, line):
        self.peer.send(self.stream_id, iter([line.encode() + b"\n"]))

    def do_open_uni(self, count, size, seed):
        self.peer.open(Opening(self, True, int(count), int(size), int(seed)))

    def do_open_bidi(self, count, size, seed):
        self.peer.open(Opening(self, False, int(count), int(size), int(seed)))

    def do_offer(self, size):
        stream_id = self.peer.open_stream(one_way=True)
        self.peer.send(stream_id, numbered(0, 0, int(size)), lambda: self.answer(f"offered {size}"))

    def do_sink(self):
        digest = hashlib.sha256()
        total = 0

        def sink(data, end):
            nonlocal total
            digest.update(data)
            total += len(data)
            if end:
                self.answer(f"{total} {digest.hexdigest()}")

        self.on_data = sink

    def do_source(self, size, seed):
        self.peer.send(self.stream_id, content(int(seed), 0, int(size)))

    def do_echo(self):
        def echo(data, end):
            self.peer.quic.send_stream_data(self.stream_id, data, end)

        self.on_data = echo

    def do_datagram_echo(self):
        self.peer.echoes_datagrams = True
        self.answer("echoing")

    def do_reset(self, code):
        self.peer.quic.reset_stream(self.stream_id, int(code))

    def do_stop(self, code):
        self.peer.quic.stop_stream(self.stream_id, int(code))
        self.answer("stopped")

    def do_close(self, code, *reason):
        self.peer.close(int(code), " ".join(reason))

    def do_silent(self):
        pass


class Peer(QuicConnectionProtocol):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.quic = self._quic
        self.commands = {}
        self.sending = {}
        self.openings = []
        self.answers = {}
        self.echoes_datagrams = False

    def quic_event_received(self, event):
        if isinstance(event, StreamDataReceived):
            if event.stream_id in self.answers:
                self.answered(event)
            elif event.stream_id % 4 == 0:
                command = self.commands.setdefault(event.stream_id, Command(self, event.stream_id))
                command.received(event.data, event.end_stream)
                if event.end_stream:
                    del self.commands[event.stream_id]
        elif isinstance(event, StreamReset):
            self.commands.pop(event.stream_id, None)
        elif isinstance(event, DatagramFrameReceived):
            if self.echoes_datagrams:
                self.quic.send_datagram_frame(event.data)
        elif isinstance(event, ConnectionTerminated):
            print(f"ended: {event.error_code} {event.reason_phrase}", file=sys.stderr, flush=True)
            self.sending.clear()
            self.openings.clear()

    def answered(self, event):
        opening, number, answer = self.answers[event.stream_id]
        answer += event.data
        if event.end_stream:
            del self.answers[event.stream_id]
            opening.ended(answer == struct.pack(">Q", number))

    def open(self, opening):
        self.openings.append(opening)

    def open_stream(self, one_way):
        # The id is taken only with the first bytes sent on it.
        stream_id = self.quic.get_next_available_stream_id(is_unidirectional=one_way)
        self.quic.send_stream_data(stream_id, b"")
        return stream_id

    def send(self, stream_id, parts, then=None):
        self.sending[stream_id] = (parts, then)

    def transmit(self):
        self.feed()
        super().transmit()

    def feed(self):
        """Gives aioquic as much as it should hold; it asks again with every packet."""
        for stream_id in list(self.sending):
            self.feed_stream(stream_id)
        for opening in self.openings:
            self.feed_opening(opening)
        self.openings = [o for o in self.openings if o.opened < o.count]

    def feed_opening(self, opening):
        opening.open_ids = {id for id in opening.open_ids if id in self.quic._streams}
        while opening.opened < opening.count and len(opening.open_ids) < STREAMS_AT_ONCE:
            number = opening.opened
            opening.opened += 1
            stream_id = self.open_stream(opening.one_way)
            opening.open_ids.add(stream_id)
            then = None
            if opening.one_way:
                then = partial(opening.ended, 0)
            else:
                self.answers[stream_id] = (opening, number, bytearray())
            self.send(stream_id, numbered(opening.seed, number, opening.size), then)
            self.feed_stream(stream_id)

    def feed_stream(self, stream_id):
        parts, then = self.sending[stream_id]
        while self.backlog(stream_id) < BACKLOG:
            part = next(parts, None)
            if part is None:
                self.quic.send_stream_data(stream_id, b"", end_stream=True)
                del self.sending[stream_id]
                if then:
                    then()
                return
            self.quic.send_stream_data(stream_id, part)

    def backlog(self, stream_id):
        # There is no public way to ask; the version is pinned.
        stream = self.quic._streams.get(stream_id)
        return len(stream.sender._buffer) if stream else 0


def configuration(arguments):
    result = QuicConfiguration(
        is_client=False,
        alpn_protocols=[arguments.alpn],
        max_datagram_frame_size=65536,
        idle_timeout=30.0,
    )
    result.load_cert_chain(arguments.cert, arguments.key)
    if arguments.client_ca:
        result.verify_mode = ssl.CERT_REQUIRED
        result.load_verify_locations(arguments.client_ca)
    if arguments.quic_version:
        result.supported_versions = [
            QuicProtocolVersion.VERSION_1 if arguments.quic_version == 1 else QuicProtocolVersion.VERSION_2
        ]
    return result


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--cert", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--client-ca", help="want a client certificate of this CA")
    parser.add_argument("--alpn", default="quiver-peer")
    parser.add_argument("--quic-version", type=int, choices=[1, 2], help="speak only this one")
    parser.add_argument("--retry", action="store_true", help="validate addresses with Retry")
    arguments = parser.parse_args()
    await serve(
        arguments.host,
        arguments.port,
        configuration=configuration(arguments),
        create_protocol=Peer,
        retry=arguments.retry,
    )
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
