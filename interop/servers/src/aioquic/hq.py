"""HTTP/0.9 over QUIC, as the QUIC interop runner has it: "GET /path" and a line's end bring the file's bytes and FIN."""

import os

HQ = "hq-interop"
PART = 64 * 1024


def answer(peer, stream_id, line):
    """Sends the file in parts, as the peer's backlog of that stream allows."""
    method, _, target = line.decode(errors="replace").strip().partition(" ")
    name = os.path.join(peer.files, os.path.basename(target))
    if method != "GET" or not os.path.isfile(name):
        peer._quic.reset_stream(stream_id, 1)
        return None
    print(f"done GET {target} {HQ}", flush=True)
    return parts(name)


def parts(name):
    with open(name, "rb") as file:
        while part := file.read(PART):
            yield part
