"""Whether there are tables for researchers: the one setting of theirs, and what it needs."""

import re
from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

from metoo import environment

_EPSILON = re.compile(r"0?\.[0-9]{1,3}|1(\.0{1,3})?")


def epsilon(name: str) -> float | None:
    """The ε of differential privacy, above 0 and at most 1; None where the variable is absent.

    Raises ImproperlyConfigured, also where OpenDP is not installed.
    """
    value = environment.text(name)
    if not value:
        return None
    if not _EPSILON.fullmatch(value) or not float(value):
        raise ImproperlyConfigured(f"{name} must be a number such as 0.5, above 0 and at most 1.")
    if find_spec("opendp") is None:
        raise ImproperlyConfigured(f"{name} needs what requirements-research.txt names.")
    return float(value)
