"""What the desk keeps. Never a word of a testimony."""

from moderation.models.decisions import REASONS, Decision, Kind, Reason
from moderation.models.keys import DeskKey, Keyring

__all__ = ["REASONS", "Decision", "DeskKey", "Keyring", "Kind", "Reason"]
