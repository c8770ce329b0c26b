"""Several people who do the same thing at once, each on a connection of her own."""

import threading
from collections.abc import Callable

from django.db import connection


def at_once(act: Callable[[], object], *, times: int, people: int = 4) -> None:
    """Each of so many does it so many times. Raises what any of them ran into."""
    faults: list[BaseException] = []

    def one() -> None:
        try:
            for _ in range(times):
                act()
        except BaseException as fault:  # noqa: BLE001 - a deadlock is one
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
