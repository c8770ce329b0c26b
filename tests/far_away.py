"""A line to the site as slow as a phone's over Tor: each way takes half of the round trip, and what
all connections carry one way shares one rate.

Between the browser and the real server, in this process. No encryption: with TLS 1.3 a new
connection would cost one round trip more.
"""

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

# Seconds there and back, and bytes a second: 400 kbit/s.
ROUND_TRIP, RATE = 0.4, 50_000
_PIECE = 1_400
# When it arrives, and what it is: nothing, where there is no more.
type _Piece = tuple[float, bytes]


@dataclass
class _Way:
    """One direction, of all connections: when it is free again, and what it has carried."""

    free: float = 0.0
    carried: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def arrives(self, size: int) -> float:
        """When so many bytes that are handed over now are all there."""
        with self.lock:
            self.free = max(self.free, time.monotonic()) + size / RATE
            self.carried += size
            return self.free + ROUND_TRIP / 2


@dataclass
class Line:
    """One that runs, and what it has carried each way."""

    port: int
    up: _Way = field(default_factory=_Way)
    down: _Way = field(default_factory=_Way)

    @property
    def carried(self) -> int:
        """Bytes, both ways together."""
        return self.up.carried + self.down.carried


@contextlib.contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A slow line to the server on that port of this machine."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        line = Line(listening.getsockname()[1])
        threading.Thread(target=_listen, args=(listening, line, port), daemon=True).start()
        yield line
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def _listen(listening: socket.socket, line: Line, port: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            near, _ = listening.accept()
            threading.Thread(target=_connect, args=(near, line, port), daemon=True).start()


def _connect(near: socket.socket, line: Line, port: int) -> None:
    # The handshake of a connection is a round trip before anything else; here the machine itself
    # has answered it already.
    time.sleep(ROUND_TRIP)
    with (
        contextlib.suppress(OSError),
        near,
        socket.create_connection(("127.0.0.1", port), timeout=60) as far,
    ):
        work = [
            threading.Thread(target=does, args=given, daemon=True)
            for source, way, goal in ((near, line.up, far), (far, line.down, near))
            for pieces in [queue.Queue[_Piece]()]
            for does, given in ((_take, (source, way, pieces)), (_hand_on, (pieces, goal)))
        ]
        for each in work:
            each.start()
        for each in work:
            each.join()


def _take(source: socket.socket, way: _Way, pieces: "queue.Queue[_Piece]") -> None:
    piece = b""
    with contextlib.suppress(OSError):
        while piece := source.recv(_PIECE):
            pieces.put((way.arrives(len(piece)), piece))
    pieces.put((time.monotonic() + ROUND_TRIP / 2, b""))


def _hand_on(pieces: "queue.Queue[_Piece]", goal: socket.socket) -> None:
    with contextlib.suppress(OSError):
        piece = b"."
        while piece:
            at, piece = pieces.get()
            time.sleep(max(0.0, at - time.monotonic()))
            goal.sendall(piece)
    # Whichever end is gone, the other learns it: a browser asks again by another connection.
    with contextlib.suppress(OSError):
        goal.shutdown(socket.SHUT_RDWR)
