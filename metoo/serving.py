"""The production server and the release worker, which live and end together.

    serve (this process) ── web (Granian's one worker process)
                         └─ work (the release worker)

Either child ends with this process (`metoo.lifeline`); and this process ends
both when either is gone. Whoever started it starts it again.
"""

import http.client
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

from django.core.management import call_command
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from metoo.records import handlers

PARENT = "METOO_SERVE_PID"
# Threads that answer or wait for a body: more than the places of `metoo.body`, and fewer than the
# connections that PostgreSQL takes unless told otherwise (100).
_THREADS = 64
# Connections that are open at once, whatever they do. The rest waits to be let in.
_CONNECTIONS = 4_096
# Each of the two may take so long to finish what it has begun.
_STOP_SECONDS = 5
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - looked up, not bound


class PortTaken(Exception):
    """The port cannot be had. Its text says why, in a sentence for operators."""


class Ended(Exception):
    """One of the two processes is gone, and so is the other now. Its text says which."""


@contextmanager
def port_held(host: str, port: int) -> Iterator[None]:
    """Keeps the port from everybody else who asks for it this way. Raises PortTaken.

    Granian binds a port that another Granian has, and says nothing. So the port is bound
    alone first, and only then opened to Granian's own socket, which joins it later. This
    one never listens: until the server answers, a connection is refused.
    """
    if not 0 < port < 65_536:
        raise PortTaken("A port is a number from 1 to 65535.")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as one:
        # For the connections that the last run left; not to share with the living.
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except PermissionError as fault:
            raise PortTaken(f"Port {port} is not for this user. Choose one above 1023.") from fault
        except OSError as fault:
            raise PortTaken(
                f"Port {port} is taken. Choose another, such as PORT={port % 65_535 + 1}."
            ) from fault
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        yield


def serve(host: str, port: int, *, worker: bool, when_ready: Callable[[], None]) -> None:
    """Serves until it is told to stop, on a port that the caller holds (`port_held`).

    Raises Ended if it was not told to.
    """
    # A clean process, and not a copy of this one with its threads and connections.
    multiprocessing.set_start_method("spawn", force=True)
    _hear_alone()
    call_command("collectstatic", interactive=False, verbosity=0)
    os.environ[PARENT] = str(os.getpid())
    told = threading.Event()
    work = _start_worker() if worker else None
    if work:
        threading.Thread(target=_end_with, args=(work, told), daemon=True).start()
    threading.Thread(target=_announce, args=(host, port, when_ready), daemon=True).start()
    server = web("metoo.wsgi:application", host, port)
    try:
        server.serve()
    except SystemExit as fault:
        raise Ended("The web process ended, so the worker ended with it.") from fault
    finally:
        told.set()
        if work:
            _stop(work)
    if work and work.returncode not in (0, -signal.SIGTERM):
        raise Ended("The worker ended, so the web process ended with it.")


def web(target: str, host: str, port: int, *, threads: int = _THREADS) -> Any:
    """The web server for `target` (`module:application`): how many processes and threads it
    has, and what it writes down."""
    return Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # Where it has to find out which one is spoken, it waits for ever for a first word. This
        # way a connection that has not asked for anything within 30 s is ended.
        http=HTTPModes.http1,
        workers=1,
        blocking_threads=threads,
        backpressure=_CONNECTIONS,
        websockets=False,
        log_access=False,
        log_dictconfig=handlers(),
        log_level=LogLevels.error,
        workers_kill_timeout=_STOP_SECONDS,
    )


def _hear_alone() -> None:
    """From now on this process alone hears Ctrl-C and the terminal's end, and tells the others.

    Both reach every process of the terminal at once, and Granian's web process hangs when it
    gets SIGINT from there and SIGTERM from its parent at the same time. What is blocked here
    stays blocked in the processes that this one starts.
    """
    heard = {signal.SIGINT}
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
        heard.add(signal.SIGHUP)
    # Python's own helper of multiprocessing; its start would take SIGINT off the mask again.
    resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, heard)

    def listen() -> None:
        signal.sigwait(heard)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=listen, daemon=True).start()


def _start_worker() -> "subprocess.Popen[bytes]":
    manage = Path(__file__).resolve().parent.parent / "manage.py"
    return subprocess.Popen([sys.executable, str(manage), "work"])  # noqa: S603 - our own


def _end_with(work: "subprocess.Popen[bytes]", told: threading.Event) -> None:
    work.wait()
    if not told.is_set():
        os.kill(os.getpid(), signal.SIGTERM)


def _stop(work: "subprocess.Popen[bytes]") -> None:
    work.terminate()
    try:
        work.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        work.kill()
        work.wait()


def _announce(host: str, port: int, when_ready: Callable[[], None]) -> None:
    while True:
        # Any answer will do, even that it does not know this host.
        answer = http.client.HTTPConnection(_ANYWHERE.get(host, host), port, timeout=2)
        try:
            answer.request("GET", "/healthz")
            answer.getresponse()
            break
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        finally:
            answer.close()
    when_ready()
