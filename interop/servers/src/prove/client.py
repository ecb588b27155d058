"""A client on aioquic that keeps all that came on each stream, in order."""

import asyncio
import ssl
from contextlib import asynccontextmanager

import aioquic.h3.connection
from aioquic.asyncio import QuicConnectionProtocol, connect
from aioquic.h3.connection import H3_ALPN, FrameType, H3Connection
from aioquic.h3.events import DataReceived, HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import ConnectionTerminated, StreamDataReceived, StreamReset

PATIENCE = 30

encode_frame = aioquic.h3.connection.encode_frame
# aioquic asks for pushes, which nobody sends and which Jetty ends the connection for.
aioquic.h3.connection.encode_frame = lambda kind, data: b"" if kind == FrameType.MAX_PUSH_ID else encode_frame(kind, data)


class Answer:
    """What came on one stream: heads (103 first), body, trailers, and how it ended: `fin` or the code of a reset."""

    def __init__(self):
        self.heads = []
        self.trailers = []
        self.body = bytearray()
        self.end = None
        self.changed = asyncio.Event()

    @property
    def status(self):
        return self.heads[-1].get(":status") if self.heads else None

    async def until(self, condition):
        async def wait():
            while not condition(self):
                self.changed.clear()
                await self.changed.wait()

        await asyncio.wait_for(wait(), PATIENCE)
        return self

    async def ended(self):
        return await self.until(lambda a: a.end is not None)


class Client(QuicConnectionProtocol):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.answers = {}
        self.went_away = asyncio.Event()
        self.heads = set()
        self.http = None
        if self._quic.configuration.alpn_protocols == H3_ALPN:
            self.http = H3Connection(self._quic)
            check_frame, check_length = self.http._check_control_frame_type, self.http._check_content_length

            # aioquic reads a GOAWAY and tells nobody.
            def watched(frame_type):
                if frame_type == FrameType.GOAWAY:
                    self.went_away.set()
                check_frame(frame_type)

            # It wants of an answer to HEAD the body whose length it names (RFC 9110 §9.3.2 does not).
            def spared(stream):
                if stream.stream_id not in self.heads:
                    check_length(stream)

            self.http._check_control_frame_type, self.http._check_content_length = watched, spared

    def quic_event_received(self, event):
        if isinstance(event, ConnectionTerminated):
            for answer in self.answers.values():
                answer.end = answer.end or f"closed {event.error_code:#x} {event.reason_phrase}"
                answer.changed.set()
        elif isinstance(event, StreamReset) and event.stream_id in self.answers:
            self.keep(event.stream_id, end=event.error_code)
        elif self.http is None and isinstance(event, StreamDataReceived):
            self.keep(event.stream_id, body=event.data, end="fin" if event.end_stream else None)
        if self.http is None:
            return
        for h3 in self.http.handle_event(event):
            end = "fin" if getattr(h3, "stream_ended", False) else None
            if isinstance(h3, HeadersReceived):
                self.keep(h3.stream_id, fields={n.decode(): v.decode() for n, v in h3.headers}, end=end)
            elif isinstance(h3, DataReceived):
                self.keep(h3.stream_id, body=h3.data, end=end)

    def keep(self, stream_id, fields=None, body=b"", end=None):
        answer = self.answers.get(stream_id)
        if answer is None:
            return
        if fields is not None:
            (answer.heads if ":status" in fields else answer.trailers).append(fields)
        answer.body += body
        answer.end = end if end is not None else answer.end
        answer.changed.set()

    def ask(self, path, method="GET", body=None, fields=(), trailers=None, open=False, authority="localhost"):
        stream_id = self._quic.get_next_available_stream_id()
        answer = self.answers[stream_id] = Answer()
        answer.stream_id = stream_id
        if method == "HEAD":
            self.heads.add(stream_id)
        head = [(":method", method), (":scheme", "https"), (":authority", authority), (":path", path), *fields]
        self.http.send_headers(
            stream_id, [(n.encode(), v.encode()) for n, v in head], body is None and trailers is None and not open
        )
        if body is not None:
            self.http.send_data(stream_id, body, trailers is None and not open)
        if trailers is not None:
            self.http.send_headers(stream_id, [(n.encode(), v.encode()) for n, v in trailers], True)
        self.transmit()
        return answer

    def ask_hq(self, path):
        stream_id = self._quic.get_next_available_stream_id()
        answer = self.answers[stream_id] = Answer()
        self._quic.send_stream_data(stream_id, f"GET {path}\r\n".encode(), True)
        self.transmit()
        return answer

    def say(self, answer, data, end=False):
        self.http.send_data(answer.stream_id, data, end)
        self.transmit()

    @property
    def retried(self):
        return self._quic._retry_count > 0

    @property
    def early(self):
        return self._quic.tls.early_data_accepted


@asynccontextmanager
async def reach(host, port, ca, alpn=H3_ALPN, identity=None, ticket=None, tickets=None, name=None):
    configuration = QuicConfiguration(is_client=True, alpn_protocols=alpn, server_name=name or "localhost")
    configuration.verify_mode = ssl.CERT_REQUIRED
    configuration.load_verify_locations(ca)
    configuration.max_data = configuration.max_stream_data = 4 << 20
    if identity:
        configuration.load_cert_chain(*identity)
    configuration.session_ticket = ticket
    async with connect(
        host,
        port,
        configuration=configuration,
        create_protocol=Client,
        session_ticket_handler=tickets.append if tickets is not None else None,
        wait_connected=ticket is None,
    ) as client:
        yield client
