"""Tries on each server of a targets file all that it is said to offer. What the words mean: ../../README.md."""

import argparse
import asyncio
import hashlib
import os
import shlex
import sys

from client import reach
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage

WRONG = "the answer is not the one that was to come"


class Target:
    def __init__(self, line):
        first, *rest = shlex.split(line)
        self.name, _, at = first.partition("=")
        authority, _, self.path = at.partition("/")
        self.at = split(authority)
        fields = dict(word.partition("=")[::2] for word in rest)
        self.ca = fields.get("ca")
        self.offers = [word for word in fields.get("offers", "").split(",") if word]
        self.places = {key: split(fields[key]) for key in ("retry", "mtls", "wrong-name", "ipv6") if key in fields}
        self.identity = (fields.get("client-cert"), fields.get("client-key"))

    def reach(self, place=None, **options):
        return reach(*(self.places[place] if place else self.at), self.ca, **options)


def split(authority):
    host, _, port = authority.rpartition(":")
    return host.strip("[]"), int(port)


def expect(truth, what=WRONG):
    if not truth:
        raise AssertionError(what)


async def got(target, path, **asked):
    async with target.reach() as client:
        return await client.ask(path, **asked).ended()


async def files(target, www):
    for name in ("1k.bin", "1m.bin", "16m.bin", "index.html"):
        answer = await got(target, "/" if name == "index.html" else "/" + name)
        with open(os.path.join(www, name), "rb") as file:
            expect(answer.status == "200" and answer.end == "fin", f"{name}: {answer.status} {answer.end}")
            expect(answer.body == file.read(), f"{name} came with other bytes")
    expect((await got(target, "/none.bin")).status == "404", "a file that is not there")
    head = await got(target, "/1k.bin", method="HEAD")
    expect(head.status == "200" and head.body == b"" and head.heads[0].get("content-length") == "1024", "HEAD")


async def echo(target, www):
    body = bytes(range(256)) * 1000
    answer = await got(target, "/echo", method="POST", body=body)
    expect(answer.status == "200" and answer.body == body and answer.end == "fin")


async def echo_trailers(target, www):
    answer = await got(target, "/echo", method="POST", body=b"hello", trailers=[("x-after", "all")])
    expect(answer.body == b"hello" and {"x-after": "all"} in answer.trailers and answer.end == "fin", str(answer.trailers))


async def work(target, www):
    body = b"quiver" * 10000
    line = f"{len(body)} {hashlib.sha256(body).hexdigest()}\n"
    for method in ("POST", "PUT", "PATCH"):
        answer = await got(target, "/work", method=method, body=body)
        expect(answer.body.decode() == f"{method} {line}", f"{method}: {answer.status} {answer.body[:80]}")
    none = await got(target, "/work")
    expect(none.body.decode() == f"GET 0 {hashlib.sha256().hexdigest()}\n")


async def status(target, www):
    for code in (200, 201, 204, 302, 304, 404, 418, 500, 503):
        answer = await got(target, f"/status/{code}")
        expect(answer.status == str(code) and answer.end == "fin", f"{code}: {answer.status}, {answer.end}")


async def trailers(target, www):
    answer = await got(target, "/trailers")
    expect(answer.body == b"trailers follow\n" and answer.end == "fin")
    expect({"x-checksum": "deadbeef", "x-count": "16"} in answer.trailers, str(answer.trailers))


async def early_hints(target, www):
    answer = await got(target, "/early-hints")
    statuses = [head[":status"] for head in answer.heads]
    expect(statuses == ["103", "200"] and "preload" in answer.heads[0].get("link", ""), str(answer.heads))


async def big_headers(target, www):
    for size in (1000, 60000):
        answer = await got(target, f"/big-headers?bytes={size}")
        filler = {n: v for n, v in answer.heads[-1].items() if n.startswith("x-big-")}
        counted = sum(len(n) + len(v) + 32 for n, v in filler.items())
        expect(answer.status == "200" and counted == size, f"{size} bytes asked for, {counted} came")


async def reset(target, www):
    answer = await got(target, "/reset?code=267&after=-1")
    expect(answer.end == 267 and not answer.heads, f"in place of a response: {answer.status} {answer.end}")
    answer = await got(target, "/reset?code=258&after=1000")
    expect(answer.end == 258 and answer.status == "200", f"in a body: {answer.status} {answer.end}")
    expect(len(answer.body) == 1000, f"{len(answer.body)} bytes came before it")


async def goaway(target, www):
    async with target.reach() as client:
        answer = await client.ask("/goaway").ended()
        expect(answer.status == "200" and answer.end == "fin")
        await asyncio.wait_for(client.went_away.wait(), 10)


async def ws(target, www):
    async with target.reach() as client:
        socket = client.ask("/ws", method="CONNECT", open=True, fields=((":protocol", "websocket"), ("sec-websocket-version", "13")))
        await socket.until(lambda a: a.heads or a.end is not None)
        expect(socket.status == "200", f"{socket.status} {socket.end}")
        frames = Connection(ConnectionType.CLIENT)
        client.say(socket, frames.send(TextMessage("hello")))
        heard, read = [], 0
        while not heard or not isinstance(heard[-1], CloseConnection):
            await socket.until(lambda a: len(a.body) > read or a.end is not None)
            expect(len(socket.body) > read, f"ended with {socket.end} before Close")
            frames.receive_data(socket.body[read:])
            read = len(socket.body)
            for event in frames.events():
                heard.append(event)
                if isinstance(event, TextMessage):
                    expect(event.data == "hello", event.data)
                    client.say(socket, frames.send(CloseConnection(1000, "bye")))
        expect(isinstance(heard[0], TextMessage))
        client.say(socket, b"", True)
        await socket.ended()
        expect(socket.end == "fin", f"ended with {socket.end}")


async def refused(target, www):
    for code in (302, 401, 503):
        fields = ((":protocol", "websocket"), ("sec-websocket-version", "13"))
        async with target.reach() as client:
            answer = await client.ask(f"/refused/{code}", method="CONNECT", open=True, fields=fields).until(lambda a: a.end is not None)
            expect(answer.status == str(code) and b"no WebSocket here" in answer.body, f"{answer.status} {answer.body[:80]}")


async def slow(target, www):
    answer = await got(target, "/slow?bytes=2500&chunk=1000&delayMs=20")
    with open(os.path.join(www, "16m.bin"), "rb") as file:
        expect(answer.body == file.read(2500) and answer.end == "fin")


async def never(target, www):
    async with target.reach() as client:
        answer = client.ask("/never")
        after = await client.ask("/1k.bin").ended()
        expect(after.status == "200" and not answer.heads and answer.end is None, "it was answered")


async def headers(target, www):
    answer = await got(target, "/headers?a=b", fields=(("x-one", "1"), ("x-two", "A b")))
    lines = answer.body.decode().splitlines()
    expect(lines[:2] == ["GET /headers?a=b", "host: localhost"], str(lines[:2]))
    expect("x-one: 1" in lines and "x-two: A b" in lines, str(lines))


async def retry_option(target, www):
    async with target.reach("retry") as client:
        answer = await client.ask("/" + target.path).ended()
        expect(client.retried and answer.status == "200", f"Retry: {client.retried}, {answer.status}")


async def client_ca_option(target, www):
    async with target.reach("mtls", identity=target.identity) as client:
        expect((await client.ask("/" + target.path).ended()).status == "200")
    try:
        async with target.reach("mtls") as client:
            answer = await client.ask("/" + target.path).ended()
    except ConnectionError:
        return
    expect(answer.status is None and str(answer.end).startswith("closed 0x1"), f"without a certificate: {answer.status} {answer.end}")


async def hq_option(target, www):
    async with target.reach(alpn=["hq-interop"]) as client:
        answer = await client.ask_hq("/1m.bin").ended()
        with open(os.path.join(www, "1m.bin"), "rb") as file:
            expect(answer.end == "fin" and answer.body == file.read())


async def early_data(target, www):
    tickets = []
    async with target.reach(tickets=tickets) as client:
        expect((await client.ask("/" + target.path).ended()).status == "200")
        await asyncio.sleep(0.3)
    expect(tickets, "no session ticket came")
    async with target.reach(ticket=tickets[-1]) as client:
        answer = await client.ask("/" + target.path).ended()
        expect(client.early and answer.status == "200", f"early data: {client.early}, {answer.status}, {answer.end}")


async def ipv6(target, www):
    async with target.reach("ipv6") as client:
        expect((await client.ask("/" + target.path).ended()).status == "200")


async def wrong_name(target, www):
    async with target.reach("wrong-name", name="elsewhere.invalid") as client:
        expect((await client.ask("/" + target.path, authority="elsewhere.invalid").ended()).status is not None)
    try:
        async with target.reach("wrong-name") as client:
            await client.ask("/" + target.path).ended()
    except ConnectionError:
        return
    expect(False, "its certificate is for localhost too")


PROOFS = {function.__name__.replace("_", "-"): function for function in (
    files, echo, echo_trailers, work, status, trailers, early_hints, big_headers, reset, goaway, ws, refused, slow, never,
    headers, retry_option, client_ca_option, hq_option, ipv6,
)} | {"0rtt": early_data}


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("targets")
    parser.add_argument("www")
    parser.add_argument("words", nargs="*", help="only these servers and offers")
    parser.add_argument("--all", action="store_true", help="try what is not offered, too")
    arguments = parser.parse_args()
    failed = tried = 0
    with open(arguments.targets) as file:
        targets = [Target(line) for line in file if line.strip() and not line.startswith("#")]
    names = [word for word in arguments.words if word in {target.name for target in targets}]
    words = [word for word in arguments.words if word not in names]
    for target in targets:
        if names and target.name not in names:
            continue
        proofs = {word: PROOFS[word] for word in (PROOFS if arguments.all else target.offers)}
        if "wrong-name" in target.places:
            proofs["wrong-name"] = wrong_name
        for word, proof in proofs.items():
            if words and word not in words:
                continue
            tried += 1
            try:
                await asyncio.wait_for(proof(target, arguments.www), 60)
                print(f"{target.name:14} {word:18} true", flush=True)
            except Exception as e:
                failed += 1
                print(f"{target.name:14} {word:18} FALSE: {type(e).__name__} {e}", flush=True)
    print(f"{tried - failed} offers proved, {failed} not")
    return 1 if failed or not tried else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
