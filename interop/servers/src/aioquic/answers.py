"""What is answered once a request is whole, beside files, work and what is kept. The words: ../../README.md."""

import asyncio
import os
from urllib.parse import parse_qs

from aioquic.h3.connection import FrameType, encode_frame, encode_uint_var

TEXT = ("content-type", "text/plain; charset=utf-8")


def answer(exchange):
    """Whether there is an answer for its path."""
    if exchange.path.startswith("/status/"):
        status(exchange, exchange.path[8:])
        return True
    known = ANSWERS.get(exchange.path)
    if known:
        known(exchange)
    return known is not None


def number(exchange, name, otherwise):
    try:
        return int(parse_qs(exchange.target.partition("?")[2])[name][0])
    except (KeyError, ValueError):
        return otherwise


def text(exchange, status, body, *fields):
    exchange.answer(status, body.encode(), TEXT, *fields)


def status(exchange, code):
    if not code.isdigit() or not 200 <= int(code) <= 599:
        text(exchange, 400, "a status from 200 to 599\n")
    elif code in ("204", "205", "304"):
        exchange.head(int(code), end=True)
        exchange.peer_log("done")
    else:
        text(exchange, int(code), f"status {code}\n")


def headers(exchange):
    lines = [f"{exchange.method} {exchange.target}", f"host: {exchange.fields.get(':authority', '')}"]
    lines += sorted(f"{name}: {value}" for name, value in exchange.all if not name.startswith(":"))
    text(exchange, 200, "\n".join(lines) + "\n")


def trailers(exchange):
    exchange.head(200, TEXT, ("trailer", "x-checksum, x-count"))
    exchange.send(b"trailers follow\n")
    exchange.end_with([("x-checksum", "deadbeef"), ("x-count", "16")])


def early_hints(exchange):
    hint = [(b":status", b"103"), (b"link", b"</style.css>; rel=preload; as=style")]
    exchange.peer.http.send_headers(exchange.stream_id, hint, False)
    text(exchange, 200, "hinted\n")


def big_headers(exchange):
    text(exchange, 200, "big\n", *filler(number(exchange, "bytes", 65536)))


def filler(size):
    """Fields of just this size as RFC 9114 §4.2.2 counts it; no value is longer than 4000."""
    around, longest, n = len("x-big-000") + 32, 4000, 0
    while size > around:
        value = min(longest, size - around)
        rest = size - around - value
        if 0 < rest < around:
            value -= around - rest
        yield f"x-big-{n:03}", "x" * value
        size -= around + value
        n += 1


def first_bytes(exchange, size):
    with open(os.path.join(exchange.peer.files, "16m.bin"), "rb") as file:
        return file.read(size)


def slow(exchange):
    body = first_bytes(exchange, number(exchange, "bytes", 10000))
    chunk = max(1, number(exchange, "chunk", 1000))
    exchange.head(200, ("content-type", "application/octet-stream"))

    async def drip():
        for at in range(0, len(body), chunk):
            await asyncio.sleep(number(exchange, "delayMs", 100) / 1000)
            if not exchange.alive():
                return
            exchange.send(body[at : at + chunk], at + chunk >= len(body))
            exchange.peer.transmit()
        exchange.finish()

    exchange.later(drip())


def never(exchange):
    exchange.unfinished = True


def reset(exchange):
    """RESET_STREAM behind so many bytes, or in place of a response. The delay is for what was sent to arrive."""
    after = number(exchange, "after", 1000)
    if after >= 0:
        exchange.head(200)
        exchange.send(first_bytes(exchange, after))

    async def drop():
        await asyncio.sleep(number(exchange, "delayMs", 50) / 1000)
        if exchange.alive():
            exchange.peer._quic.reset_stream(exchange.stream_id, number(exchange, "code", 258))
            exchange.peer.transmit()
            exchange.finish()

    exchange.later(drop())


def goaway(exchange):
    text(exchange, 200, "going away\n")
    http = exchange.peer.http
    # aioquic has no call for it. It goes on answering what comes all the same.
    frame = encode_frame(FrameType.GOAWAY, encode_uint_var(exchange.stream_id + 4))
    exchange.peer._quic.send_stream_data(http._local_control_stream_id, frame)


ANSWERS = {
    "/headers": headers,
    "/trailers": trailers,
    "/early-hints": early_hints,
    "/big-headers": big_headers,
    "/slow": slow,
    "/never": never,
    "/reset": reset,
    "/goaway": goaway,
}
