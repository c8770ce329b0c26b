"""The load: requests made beforehand, sent over a few open connections, every answer checked.

It does as little as it can, so that what is measured is the server. Nothing is
retried: an answer that is not the right one, and a connection that breaks, are
counted as wrong.
"""

import re
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_READ = 262_144
# Seconds without any answer after which what is still out counts as wrong.
_PATIENCE = 20.0

Right = Callable[[int, bytes], bool]


@dataclass(slots=True)
class Tally:
    """What came back: right and wrong answers, and how long it took, in seconds."""

    right: int = 0
    wrong: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Right answers a second."""
        return self.right / self.seconds if self.seconds else 0.0


class _Line:
    """One connection, and what has arrived on it of the answer that is out."""

    __slots__ = ("arrived", "socket", "whole")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.arrived = b""
        # How long the answer is, once its head is here.
        self.whole = 0

    def answer(self) -> tuple[int, bytes] | None:
        """Status and body, or None while some of it is missing. Raises OSError or ValueError
        where the connection ended or the answer cannot be understood."""
        piece = self.socket.recv(_READ)
        if not piece:
            raise ConnectionResetError
        arrived = self.arrived = self.arrived + piece if self.arrived else piece
        if not self.whole:
            head = arrived.find(b"\r\n\r\n")
            if head < 0:
                return None
            length = _LENGTH.search(arrived, 0, head)
            if not length:
                raise ValueError("an answer without its length")
            self.whole = head + 4 + int(length[1])
        if len(arrived) < self.whole:
            return None
        body = arrived[arrived.index(b"\r\n\r\n") + 4 :]
        self.arrived, self.whole = b"", 0
        return int(arrived[9:12]), body


def ask(port: int, request: bytes) -> tuple[int, bytes]:
    """Status and body of one answer. Raises OSError or ValueError."""
    line = _Line(port)
    with line.socket:
        line.socket.sendall(request)
        while (answer := line.answer()) is None:
            pass
    return answer


def drive(
    port: int, requests: Iterator[bytes], right: Right, *, seconds: float, connections: int
) -> Tally:
    """Keeps one request out on each connection until `seconds` have passed or `requests` end,
    then waits for what is still out. `right` judges each answer by status and body."""
    tally = Tally()
    with selectors.DefaultSelector() as out:
        lines = [_Line(port) for _ in range(connections)]
        began = time.perf_counter()
        end = began + seconds
        for line in lines:
            out.register(line.socket, selectors.EVENT_READ, line)
            _send(out, line, requests, tally)
        while out.get_map():
            ready = out.select(_PATIENCE)
            if not ready:
                tally.wrong += len(out.get_map())
                break
            for key, _ in ready:
                _receive(out, key.data, right, tally)
                if not key.data.arrived and key.fileobj in out.get_map():
                    _send(out, key.data, requests if time.perf_counter() < end else None, tally)
        tally.seconds = time.perf_counter() - began
        for line in lines:
            line.socket.close()
    return tally


def _send(
    out: selectors.BaseSelector, line: _Line, requests: Iterator[bytes] | None, tally: Tally
) -> None:
    """The next request; where there is none, the connection has done its part."""
    request = next(requests, None) if requests is not None else None
    if request is None:
        out.unregister(line.socket)
        return
    try:
        line.socket.sendall(request)
    except OSError:
        tally.wrong += 1
        out.unregister(line.socket)


def _receive(out: selectors.BaseSelector, line: _Line, right: Right, tally: Tally) -> None:
    try:
        answer = line.answer()
    except (OSError, ValueError):
        tally.wrong += 1
        out.unregister(line.socket)
        return
    if answer is None:
        return
    if right(*answer):
        tally.right += 1
    else:
        tally.wrong += 1
