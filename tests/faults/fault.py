"""One fault: a place in the code, what is wrong with it then, and the test that has to notice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`sound` stands once in `file`; with `broken` in its place, `test` must fail: on one kind of
    database alone where `only` names it (`sqlite`, `postgresql`).

    Where `shows` says what a failing `test` prints of this fault and of no other that shows
    something else, it is planted together with such others, and each is looked for by its own."""

    name: str
    file: str
    sound: str
    broken: str
    test: str
    only: str = ""
    shows: str = ""
