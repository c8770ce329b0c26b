"""What the desk keeps. Never a word of a testimony."""

from moderation.models.claims import Claim, Passed, Untold, Wishes
from moderation.models.decisions import REASONS, Decision, Kind, Reason
from moderation.models.factors import Step
from moderation.models.four_eyes import Agreement, FourEyes, Waited
from moderation.models.guesses import Device, Guesses
from moderation.models.keys import DeskKey, Keyring, TurnDue
from moderation.models.leads import LeadRequest, Want
from moderation.models.links import SetupLink
from moderation.models.log import (
    Continuation,
    Event,
    Head,
    LastLook,
    Line,
    LogName,
    SignedHead,
)
from moderation.models.lots import Fate, Lot, LotKind, Member
from moderation.models.names import AccountName
from moderation.models.sessions import Ended, Session, Why
from moderation.models.sittings import Reached, Sitting

__all__ = [
    "REASONS",
    "AccountName",
    "Agreement",
    "Claim",
    "Continuation",
    "Decision",
    "DeskKey",
    "Device",
    "Ended",
    "Event",
    "Fate",
    "FourEyes",
    "Guesses",
    "Head",
    "Keyring",
    "Kind",
    "LastLook",
    "LeadRequest",
    "Line",
    "LogName",
    "Lot",
    "LotKind",
    "Member",
    "Passed",
    "Reached",
    "Reason",
    "Session",
    "SetupLink",
    "SignedHead",
    "Sitting",
    "Step",
    "TurnDue",
    "Untold",
    "Waited",
    "Want",
    "Why",
    "Wishes",
]
