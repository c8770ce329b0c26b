"""The faults that `tests.planted` puts in, by the room of the place that is broken."""

from tests.faults import (
    audit,
    authorisation,
    claims,
    deciding,
    desk,
    floods,
    guesses,
    keeping,
    kept,
    lifecycle,
    log,
    pages,
    reports,
    saying,
    sessions,
    sittings,
    wall,
    wiring,
)
from tests.faults.fault import Fault

FAULTS: list[Fault] = [
    *audit.FAULTS,
    *authorisation.FAULTS,
    *claims.FAULTS,
    *deciding.FAULTS,
    *desk.FAULTS,
    *floods.FAULTS,
    *guesses.FAULTS,
    *keeping.FAULTS,
    *kept.FAULTS,
    *lifecycle.FAULTS,
    *log.FAULTS,
    *pages.FAULTS,
    *reports.FAULTS,
    *saying.FAULTS,
    *sessions.FAULTS,
    *sittings.FAULTS,
    *wall.FAULTS,
    *wiring.FAULTS,
]
