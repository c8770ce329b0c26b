"""One fault: a place in the code, what is wrong with it then, and the test that has to notice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`sound` stands once in `file`; with `broken` in its place, `test` must fail: on one kind of
    database alone where `only` names it (`sqlite`, `postgresql`)."""

    name: str
    file: str
    sound: str
    broken: str
    test: str
    only: str = ""
