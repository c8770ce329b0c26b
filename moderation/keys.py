"""The desk's key: who holds it, how it is unlocked, and how it is turned.

    passphrase -> her own private key -> the desk's private key -> words

The desk's private half is stored only sealed, once for each keyring. A keyring is a pair of a
person's own, whose private half is locked under her passphrase; one more belongs to the recovery
code. So somebody can be admitted, and the key be turned, without anyone else's passphrase.
"""

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q

from moderation import audit, passphrases
from moderation.models import DeskKey, Event, Keyring, TurnDue
from stories import envelopes, erasure, receipts, sealing
from stories.models import SEALED_TO_DESK, SealingKey, Submission
from stories.random_keys import NO_KEY
from stories.sealing import Cost, KeyPair, Locked, Unopenable

# The desk's private halves by the number of their SealingKey.
Opened = Mapping[int, KeyPair]

# Each takes 256 MiB for a second, so one at a time.
_one_guess = threading.Lock()
# So many envelopes are sealed anew in one transaction.
_AT_ONCE = 100


class NotAdmitted(Exception):
    """Her passphrase is right, but nobody has given her the desk's key yet."""


class NotUnlocked(Exception):
    """Whoever wants to give a key away does not hold it."""


@transaction.atomic
def set_up() -> str:
    """Makes the desk's first key, and returns its recovery code: ten words that are stored
    nowhere. Raises ValueError if the desk has a key."""
    if SealingKey.objects.exists():
        raise ValueError("The desk has a key.")
    code = receipts.words_of(secrets.token_bytes(32), "en")
    pair = sealing.new_pair()
    SealingKey.objects.create(number=1, public=pair.public)
    _give(_new_keyring(None, passphrase=code), {1: pair})
    audit.record(Event.KEY_MADE, by=None)
    return code


def is_set_up() -> bool:
    """Whether the desk has a key."""
    return SealingKey.objects.exists()


def may_hold(person: User) -> bool:
    """Whether somebody may hold the desk's key at all: whoever may not read words has no use for
    what opens them, and an auditor must not have it."""
    return person.has_perm("stories.screen_submission")


def make_keyring(person: User, *, passphrase: str) -> Keyring:
    """A key pair of her own, which nobody has given the desk's key yet.

    Raises Refused for a passphrase that would be guessed, IntegrityError if she has one.
    """
    passphrases.check(passphrase, person=person)
    return _new_keyring(person, passphrase=passphrase)


def is_passphrase(said: str, *, person: User) -> bool:
    """Whether that is what unlocks somebody's keyring. It tells who asks, so each is a guess."""
    keyring = Keyring.objects.filter(person=person).first()
    try:
        return keyring is not None and bool(_own(keyring, said))
    except Unopenable:
        return False


def open_with(passphrase: str, *, person: User) -> Opened:
    """The desk's keys. Raises Unopenable for a wrong passphrase or none at all, and for who may not
    hold them, whatever she has; NotAdmitted."""
    keyring = Keyring.objects.filter(person=person).first()
    if keyring is None or not may_hold(person):
        raise Unopenable
    return _opened(keyring, passphrase)


def open_with_recovery(code: str) -> Opened:
    """The desk's keys, with the recovery code. Raises Unopenable."""
    keyring = Keyring.objects.filter(person=None).first()
    if keyring is None:
        raise Unopenable
    try:
        return _opened(keyring, receipts.read(code))
    except receipts.NotWords as fault:
        raise Unopenable from fault


@transaction.atomic
def admit(person: User, *, keys: Opened, by: User | None = None) -> None:
    """Gives the desk's key to somebody who has a keyring. Raises NotUnlocked,
    Keyring.DoesNotExist for somebody without one, and PermissionDenied for who may not hold it."""
    if not may_hold(person):
        raise PermissionDenied
    _give(Keyring.objects.get(person=person), keys)
    audit.record(Event.KEY_GIVEN, by=by, whom=person)


@transaction.atomic
def remove(person: User, *, by: User | None = None) -> None:
    """Takes a person's keyring away. What she has copied she still has, so from now on a turn of
    the key is due: it needs somebody who has unlocked the desk."""
    held = DeskKey.objects.filter(keyring__person=person).values_list("key", flat=True)
    TurnDue.objects.bulk_create([TurnDue(key_id=key) for key in held], ignore_conflicts=True)
    if Keyring.objects.filter(person=person).delete()[0]:
        audit.record(Event.KEY_TAKEN, by=by, whom=person)


def is_turn_due() -> bool:
    """Whether somebody who is gone held a key that words are sealed to still, or comes in sealed
    to."""
    return TurnDue.objects.exists()


def remove_and_turn(
    person: User,
    *,
    keys: Opened,
    by: User | None = None,
    if_still: Callable[[], bool] = lambda: True,
) -> bool:
    """Takes a person's keyring away and turns the key: both begin or neither does. Returns whether
    it was done: not where `if_still`, which is asked in the same transaction, says no. Raises
    NotUnlocked."""
    if is_turning():
        turn(keys, by=by)
    newest = SealingKey.objects.order_by("number").values_list("number", flat=True).last()
    with transaction.atomic():
        if not if_still():
            return False
        remove(person, by=by)
        keys = _next_key({number: keys[number] for number in keys if number == newest}, by)
    turn(keys, by=by)
    return True


def is_turning() -> bool:
    """Whether a turn of the key has begun and not ended."""
    return SealingKey.objects.count() > 1


def turn(keys: Opened, *, by: User | None = None) -> int:
    """Makes a new key, seals everything that waits to it, and lets go of the old one.

    May be killed at any point and called again: it goes on. Returns of how many submissions it
    sealed anew what is sealed to the desk. Raises NotUnlocked.
    """
    keys = _with_newest(keys) if is_turning() else _next_key(keys, by)
    newest, count, ended = max(keys), 0, False
    envelopes.forget_key()
    while not ended:
        # Onward from the last: from the first, each few would pass everybody who was counted.
        last = NO_KEY
        while chunk := _sealed_to_old(newest, after=last):
            _seal_anew(chunk, keys, newest)
            last, count = chunk[-1], count + len(chunk)
        ended = _let_go_of_old(newest)
    return count


def _own(keyring: Keyring, passphrase: str) -> KeyPair:
    lock = Locked(bytes(keyring.salt), Cost(keyring.passes, keyring.memory), bytes(keyring.box))
    with _one_guess:
        return sealing.pair_of(sealing.unlocked(lock, passphrase=passphrase))


def _opened(keyring: Keyring, passphrase: str) -> Opened:
    own = _own(keyring, passphrase)
    found = {
        held.key_id: sealing.pair_of(
            sealing.opened(bytes(held.envelope), pair=own, about=_about(held.key_id, keyring))
        )
        for held in keyring.desk_keys.all()
    }
    if not found:
        raise NotAdmitted
    return found


def _new_keyring(person: User | None, *, passphrase: str) -> Keyring:
    own = sealing.new_pair()
    cost = sealing.CHEAP if settings.DEMO else sealing.DEAR
    with _one_guess:
        lock = sealing.locked(own.private, passphrase=passphrase, cost=cost)
    return Keyring.objects.create(
        person=person,
        public=own.public,
        salt=lock.salt,
        passes=lock.cost.passes,
        memory=lock.cost.memory,
        box=lock.box,
    )


def _give(keyring: Keyring, keys: Opened) -> None:
    for number in SealingKey.objects.values_list("number", flat=True):
        if number not in keys:
            raise NotUnlocked
        DeskKey.objects.get_or_create(
            key_id=number,
            keyring=keyring,
            defaults={
                "envelope": sealing.seal(
                    keys[number].private, to=bytes(keyring.public), about=_about(number, keyring)
                )
            },
        )


def _about(number: int, keyring: Keyring) -> str:
    return f"desk key {number} for {keyring}"


@transaction.atomic
def _next_key(keys: Opened, by: User | None) -> Opened:
    last = SealingKey.objects.select_for_update().order_by("number").last()
    if last is None or last.number not in keys:
        raise NotUnlocked
    pair, number = sealing.new_pair(), last.number + 1
    SealingKey.objects.create(number=number, public=pair.public)
    everything = {**keys, number: pair}
    there = Q(person=None) | Q(person__is_active=True)
    for keyring in Keyring.objects.filter(there, desk_keys__key=last):
        _give(keyring, everything)
    audit.record(Event.KEY_TURNED, by=by)
    return everything


def _with_newest(keys: Opened) -> Opened:
    if set(SealingKey.objects.values_list("number", flat=True)) - set(keys):
        raise NotUnlocked
    return keys


def _sealed_to_old(newest: int, *, after: int) -> list[int]:
    # Whatever it holds: while one row names an old key, that key stays.
    found = Submission.objects.filter(pk__gt=after, sealed_to__lt=newest).order_by("pk")
    return list(found.values_list("pk", flat=True)[:_AT_ONCE])


def _let_go_of_old(newest: int) -> bool:
    """Whether the old keys could go: something may have come in sealed to one just now."""
    try:
        with transaction.atomic():
            SealingKey.objects.filter(number__lt=newest).delete()
            erasure.erase()
    except IntegrityError:  # ProtectedError is one, too.
        return False
    return True


@transaction.atomic
def _seal_anew(chunk: list[int], keys: Opened, newest: int) -> None:
    for submission in Submission.objects.select_for_update().filter(
        pk__in=chunk, sealed_to__lt=newest
    ):
        Submission.objects.filter(pk=submission.pk).update(
            sealed_to=newest, **dict(_fields_anew(submission, keys, newest))
        )
    erasure.erase()


def _fields_anew(submission: Submission, keys: Opened, newest: int) -> Iterator[tuple[str, bytes]]:
    from_pair, to = keys[submission.sealed_to_id or 0], keys[newest].public
    for field in SEALED_TO_DESK:
        held = getattr(submission, field)
        if held is None:
            continue
        try:
            yield field, sealing.sealed_anew(bytes(held), pair=from_pair, to=to)
        except Unopenable:
            # It is damaged, or came by another way: it opens no more with the new key than with
            # the old one, and must not keep the others under it.
            yield field, bytes(held)
