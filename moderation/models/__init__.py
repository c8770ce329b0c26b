"""What the desk keeps. Never a word of a testimony."""

from moderation.models.decisions import REASONS, Decision, Kind, Reason
from moderation.models.keys import DeskKey, Keyring
from moderation.models.sessions import Session

__all__ = ["REASONS", "Decision", "DeskKey", "Keyring", "Kind", "Reason", "Session"]
