"""HTTP/3 on aioquic, WebSocket over HTTP/3 (RFC 9220) included. What it answers and logs: ../../README.md."""

import argparse
import asyncio
import hashlib
import os
import re
from collections import OrderedDict

from aioquic.asyncio import QuicConnectionProtocol, serve
from aioquic.h3.connection import H3_ALPN, H3Connection
from aioquic.h3.events import DataReceived, HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import ConnectionTerminated, ProtocolNegotiated, StreamDataReceived, StreamReset
from aioquic.quic.logger import QuicFileLogger
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Message, Ping, TextMessage
from wsproto.extensions import PerMessageDeflate

import answers
import hq

PART = 64 * 1024
# aioquic takes whatever it is given; what is given is bounded here.
BACKLOG = 4 * PART

kept = {}


class Exchange:
    """A request and its response. `parts` is what is still to be sent."""

    def __init__(self, peer, stream_id, headers):
        fields = {}
        for name, value in headers:
            fields.setdefault(name.decode(), value.decode())
        self.peer = peer
        self.stream_id = stream_id
        self.fields = fields
        self.all = [(name.decode(), value.decode()) for name, value in headers]
        self.method = fields[":method"]
        self.target = fields.get(":path", "")
        self.path = self.target.partition("?")[0]
        self.status = 0
        self.digest = hashlib.sha256()
        self.received = 0
        self.body = []
        self.socket = None
        self.unfinished = False
        self.peer_log("began")
        if self.method == "CONNECT" and fields.get(":protocol") == "websocket":
            self.connect()
        elif self.path == "/echo":
            self.head(200)

    def peer_log(self, what):
        status = f" {self.status}" if self.status else ""
        print(f"{what} {self.method} {self.target} HTTP/3.0{status}", flush=True)

    def data(self, data, end):
        if self.socket:
            self.frames(data, end)
            return
        if self.path.startswith("/work"):
            self.digest.update(data)
            self.received += len(data)
        elif self.path.startswith("/kept/"):
            self.body.append(data)
        elif self.path == "/echo":
            self.peer.http.send_data(self.stream_id, data, end)
            if end:
                self.peer_log("done")
            return
        if end and not self.status:
            self.respond()

    def trailers(self, headers):
        if self.path == "/echo":
            self.end_with([(name.decode(), value.decode()) for name, value in headers])
        elif not self.status:
            self.respond()

    def respond(self):
        if answers.answer(self):
            return
        if self.path.startswith("/work"):
            self.peer_log("work")
            self.answer(200, f"{self.method} {self.received} {self.digest.hexdigest()}\n".encode())
        elif self.path.startswith("/kept/"):
            self.keep()
        else:
            self.file()

    def keep(self):
        if self.method == "PUT":
            new = self.path not in kept
            kept[self.path] = b"".join(self.body)
            self.answer(201 if new else 204)
        elif self.method == "DELETE":
            self.answer(204 if kept.pop(self.path, None) is not None else 404)
        elif self.method in ("GET", "HEAD"):
            self.answer(200 if self.path in kept else 404, kept.get(self.path, b""))
        else:
            self.answer(405)

    def file(self):
        name = os.path.join(self.peer.files, os.path.basename(self.path) or "index.html")
        if self.method not in ("GET", "HEAD"):
            self.answer(405)
        elif not os.path.isfile(name):
            self.answer(404)
        else:
            size = os.path.getsize(name)
            self.head(200, ("content-length", str(size)), end=self.method == "HEAD")
            if self.method == "GET":
                self.peer.sending[self.stream_id] = (self, self.parts(name))
            else:
                self.peer_log("done")

    @staticmethod
    def parts(name):
        with open(name, "rb") as file:
            while part := file.read(PART):
                yield part

    def head(self, status, *fields, end=False):
        self.status = status
        all = [(":status", str(status)), ("server", "aioquic"), ("x-proto", "HTTP/3.0"), *fields]
        self.peer.http.send_headers(self.stream_id, [(n.encode(), v.encode()) for n, v in all], end)

    def send(self, data, end=False):
        self.peer.http.send_data(self.stream_id, data, end)

    def end_with(self, fields):
        self.peer.http.send_headers(self.stream_id, [(n.encode(), v.encode()) for n, v in fields], True)
        self.peer_log("done")

    def later(self, work):
        """Goes on with an answer when its turn comes; until `finish` the exchange is under way."""
        self.unfinished = True
        task = asyncio.ensure_future(work)
        self.peer.tasks.add(task)
        task.add_done_callback(self.peer.tasks.discard)

    def alive(self):
        return self.peer.exchanges.get(self.stream_id) is self

    def finish(self):
        self.peer.exchanges.pop(self.stream_id, None)
        self.peer_log("done")

    def answer(self, status, body=b"", *fields):
        length = () if status == 204 else (("content-length", str(len(body))),)
        silent = self.method == "HEAD" or not body
        self.head(status, *length, *fields, end=silent)
        if not silent:
            self.peer.http.send_data(self.stream_id, body, True)
        self.peer_log("done")

    def connect(self):
        """`/ws` echoes; `/refused/NNN` refuses with that status and says so in the body."""
        refused = re.fullmatch(r"/refused/(\d{3})", self.path)
        if refused:
            body = f"{refused[1]}: no WebSocket here".encode()
            location = (("location", "/elsewhere"),) if refused[1].startswith("3") else ()
            self.head(int(refused[1]), ("content-length", str(len(body))), ("x-why", "policy"), *location)
            self.peer.http.send_data(self.stream_id, body, True)
            self.peer_log("done")
            return
        fields, extensions = [], []
        offer = self.fields.get("sec-websocket-extensions", "").partition(",")[0].strip()
        if offer.startswith("permessage-deflate"):
            deflate = PerMessageDeflate()
            fields.append(("sec-websocket-extensions", "; ".join(filter(None, ["permessage-deflate", deflate.accept(offer)]))))
            extensions.append(deflate)
        if "sec-websocket-protocol" in self.fields:
            fields.append(("sec-websocket-protocol", self.fields["sec-websocket-protocol"].partition(",")[0].strip()))
        self.socket = Connection(ConnectionType.SERVER, extensions)
        self.head(200, *fields)

    def frames(self, data, end):
        if not data:
            return
        self.socket.receive_data(data)
        for event in self.socket.events():
            if isinstance(event, (TextMessage, BytesMessage)):
                self.say(Message(data=event.data, message_finished=event.message_finished))
            elif isinstance(event, Ping):
                self.say(event.response())
            elif isinstance(event, CloseConnection):
                self.say(event.response(), end=True)
                self.peer_log("done")

    def say(self, event, end=False):
        self.peer.http.send_data(self.stream_id, self.socket.send(event), end)


class Peer(QuicConnectionProtocol):
    files = "."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.http = None
        self.exchanges = {}
        self.sending = OrderedDict()
        self.tasks = set()
        self.lines = None

    def quic_event_received(self, event):
        if isinstance(event, ProtocolNegotiated):
            if event.alpn_protocol == hq.HQ:
                self.lines = {}
            else:
                self.http = H3Connection(self._quic)
        elif self.lines is not None and isinstance(event, StreamDataReceived):
            self.hq(event)
        elif isinstance(event, StreamReset):
            self.forget(event.stream_id)
        elif isinstance(event, ConnectionTerminated):
            print(f"ended {event.error_code:#x} {event.reason_phrase}", flush=True)
            for stream_id in list(self.exchanges):
                self.forget(stream_id)
        if self.http is None:
            return
        for http_event in self.http.handle_event(event):
            if isinstance(http_event, HeadersReceived):
                if http_event.stream_id in self.exchanges:
                    self.exchanges[http_event.stream_id].trailers(http_event.headers)
                else:
                    self.exchanges[http_event.stream_id] = Exchange(self, http_event.stream_id, http_event.headers)
                    self.exchanges[http_event.stream_id].data(b"", http_event.stream_ended)
            elif isinstance(http_event, DataReceived):
                exchange = self.exchanges.get(http_event.stream_id)
                if exchange:
                    exchange.data(http_event.data, http_event.stream_ended)
            exchange = self.exchanges.get(getattr(http_event, "stream_id", None))
            ended = getattr(http_event, "stream_ended", False)
            if exchange and ended and not exchange.unfinished and http_event.stream_id not in self.sending:
                del self.exchanges[http_event.stream_id]

    def hq(self, event):
        self.lines[event.stream_id] = self.lines.get(event.stream_id, b"") + event.data
        if event.end_stream:
            parts = hq.answer(self, event.stream_id, self.lines.pop(event.stream_id))
            if parts is not None:
                self.sending[event.stream_id] = (None, parts)

    def forget(self, stream_id):
        exchange = self.exchanges.pop(stream_id, None)
        self.sending.pop(stream_id, None)
        if exchange:
            exchange.peer_log("broken")

    def transmit(self):
        for stream_id in list(self.sending):
            self.feed(stream_id)
        super().transmit()

    def feed(self, stream_id):
        """Gives aioquic as much as it should hold; it asks again with every packet."""
        exchange, parts = self.sending[stream_id]
        while self.backlog(stream_id) < BACKLOG:
            part = next(parts, None)
            if exchange is None:
                self._quic.send_stream_data(stream_id, part or b"", part is None)
            else:
                self.http.send_data(stream_id, part or b"", part is None)
            if part is None:
                del self.sending[stream_id]
                if exchange is not None:
                    exchange.finish()
                return

    def backlog(self, stream_id):
        # There is no public way to ask; the version is pinned.
        stream = self._quic._streams.get(stream_id)
        return len(stream.sender._buffer) if stream else 0


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--cert", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--files", required=True)
    parser.add_argument("--retry", action="store_true", help="validate addresses with Retry")
    parser.add_argument("--alpn", choices=[hq.HQ], help="a protocol beside h3")
    parser.add_argument("--qlog", metavar="DIR", help="a qlog of each connection")
    parser.add_argument("--keylog", type=argparse.FileType("a", 1), metavar="FILE", help="the TLS secrets")
    arguments = parser.parse_args()
    Peer.files = arguments.files
    configuration = QuicConfiguration(
        is_client=False,
        alpn_protocols=H3_ALPN + ([arguments.alpn] if arguments.alpn else []),
        idle_timeout=30.0,
        max_datagram_frame_size=65536,
        quic_logger=QuicFileLogger(arguments.qlog) if arguments.qlog else None,
        secrets_log_file=arguments.keylog,
    )
    configuration.load_cert_chain(arguments.cert, arguments.key)
    tickets = {}
    await serve(
        arguments.host,
        arguments.port,
        configuration=configuration,
        create_protocol=Peer,
        retry=arguments.retry,
        session_ticket_handler=lambda ticket: tickets.update({ticket.ticket: ticket}),
        session_ticket_fetcher=lambda label: tickets.pop(label, None),
    )
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
