"""Frames between the bot, its nursery and its workers: a kind, a number, a body."""

import socket
import struct

# From the nursery.
WARM, COLD = b"W", b"C"
# To the nursery.
PLAN, FORK, END = b"P", b"F", b"E"
# To a worker.
JOB = b"J"
# From a worker: once at birth, then for each job that it begins, that it is its last, its answer.
READY, BEGAN, LAST = b"r", b"b", b"l"
RESULT, ERROR, OVER = b"+", b"-", b"o"

Frame = tuple[bytes, int, bytes]

HEADER = struct.Struct("!cQI")  # kind, number, bytes in the body


def frame(kind: bytes, number: int = 0, body: bytes = b"") -> bytes:
    return HEADER.pack(kind, number, len(body)) + body


def cut(buffer: bytearray) -> Frame | None:
    """Cut the first whole frame off the buffer; None where there is none yet."""
    if len(buffer) < HEADER.size:
        return None
    kind, number, length = HEADER.unpack_from(buffer)
    end = HEADER.size + length
    if len(buffer) < end:
        return None
    body = bytes(buffer[HEADER.size : end])
    del buffer[:end]
    return kind, number, body


def send(channel: socket.socket, kind: bytes, number: int = 0, body: bytes = b"") -> None:
    """Send a frame on a blocking socket, without a copy of the body."""
    channel.sendall(HEADER.pack(kind, number, len(body)))
    if body:
        channel.sendall(body)


def receive(channel: socket.socket) -> Frame | None:
    """Wait for a frame on a blocking socket; None where the other side has gone."""
    header = _exactly(channel, HEADER.size)
    if header is None:
        return None
    kind, number, length = HEADER.unpack(header)
    body = _exactly(channel, length)
    return None if body is None else (kind, number, body)


def _exactly(channel: socket.socket, length: int) -> bytes | None:
    received = bytearray()
    while len(received) < length:
        part = channel.recv(length - len(received))
        if not part:
            return None
        received += part
    return bytes(received)
