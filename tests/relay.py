"""Between nginx and the program: hands on what comes, and may hold one answer back."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass
class Relay:
    """One that runs. `held`: seconds that the next answer lies here, whole, before it goes on."""

    port: int
    held: float = 0.0

    def _seconds(self) -> float:
        seconds, self.held = self.held, 0.0
        return seconds


@contextlib.contextmanager
def before(port: int) -> Iterator[Relay]:
    """A relay before the server on that port, which closes after each answer, as nginx asks it."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        relay = Relay(listening.getsockname()[1])
        threading.Thread(target=_listen, args=(listening, relay, port), daemon=True).start()
        yield relay
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def _listen(listening: socket.socket, relay: Relay, port: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            one, _ = listening.accept()
            threading.Thread(target=_serve, args=(one, port, relay._seconds()), daemon=True).start()


def _serve(asking: socket.socket, port: int, held: float) -> None:
    with (
        contextlib.suppress(OSError),
        asking,
        socket.create_connection(("127.0.0.1", port), timeout=60) as program,
    ):
        threading.Thread(target=_hand_on, args=(asking, program), daemon=True).start()
        answer = b"".join(iter(lambda: program.recv(65_536), b""))
        time.sleep(held)
        asking.sendall(answer)


def _hand_on(asking: socket.socket, program: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := asking.recv(65_536):
            program.sendall(piece)
