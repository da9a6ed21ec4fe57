"""Who stands at the till: roles and the one table of their rights, what a PIN must be, and the wait after wrong ones.

Pure: hashing and counters are the storage's, the moment is a parameter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise

from . import text
from .problems import BadInput, MoveRefused
from .records import record


class Role(Enum):
    """What an operator is to the shop."""

    CASHIER = "cashier"
    MANAGER = "manager"


class Right(Enum):
    """One thing that somebody may do at the till, or may not."""

    SELL = "sell"
    MEND_QUEUE = "mend_queue"
    OPEN_DRAWER = "open_drawer"
    X_REPORT = "x_report"
    Z_REPORT = "z_report"
    TRAINING = "training"
    DISCOUNT = "discount"
    PRICE_OVERRIDE = "price_override"
    REFUND = "refund"
    PAY_OUT = "pay_out"
    CANCEL_ENTRY = "cancel_entry"
    PRODUCTS = "products"
    SETTINGS = "settings"
    OPERATORS = "operators"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.MANAGER: frozenset(Right),
    Role.CASHIER: frozenset(
        {Right.SELL, Right.MEND_QUEUE, Right.OPEN_DRAWER, Right.X_REPORT, Right.Z_REPORT, Right.TRAINING}
    ),
}
"""Who may do what. A cashier opens and closes the day alone; where money leaves the till for no goods, or the
shop's own set-up changes, a manager does it or approves it on the spot (docs/decisions/0006)."""


@record
class Operator:
    """Who stands at the till. `pin_hash` is never a PIN in clear; None means that no PIN is set.

    One who has left is not `active`: receipts still name them. `must_change_pin` marks a PIN that is only for the
    first start.
    """

    id: str
    name: str
    role: Role = Role.CASHIER
    pin_hash: str | None = field(default=None, repr=False)
    active: bool = True
    must_change_pin: bool = False

    @property
    def has_pin(self) -> bool:
        return self.pin_hash is not None

    def may(self, right: Right) -> bool:
        """Whether the role gives that right; one who has left has none."""
        return self.active and right in RIGHTS[self.role]


def managers(people: Iterable[Operator]) -> tuple[Operator, ...]:
    """The active ones who may approve."""
    return tuple(person for person in people if person.active and person.role is Role.MANAGER)


def require(operator: Operator, right: Right, people: Iterable[Operator]) -> None:
    """Nothing when that operator may; raises MoveRefused naming the right and who of `people` has it."""
    if not operator.may(right):
        who = ", ".join(person.name for person in people if person.may(right))
        raise MoveRefused("right_missing", name=operator.name, right=right.value, who=who)


def require_manager_left(people: Iterable[Operator], changed: Operator) -> None:
    """Nothing when the shop keeps a manager after that change; raises MoveRefused when the last one would go."""
    before = managers(people)
    if any(person.id == changed.id for person in before) and not managers([changed]) and len(before) == 1:
        raise MoveRefused("last_manager", name=before[0].name)


# names and ids

_LETTERS = {0xE6: "ae", 0xF8: "o", 0xDF: "ss", 0x111: "d", 0xF0: "d", 0xFE: "th", 0x142: "l"}
"""Letters that are no plain letter with a mark on it: ae, o with a stroke, sharp s, d with strokes, thorn, l."""
_LONGEST_ID = 20
NOBODY = "till"
"""The id under which a shop without operators sells; nobody gets it as their own."""


def checked_name(name: str, field: str = "name") -> str:
    """The name as it is kept; raises BadInput when it is empty, too long or cannot be printed."""
    checked = " ".join(text.name(name, field).split())
    if not checked:
        raise BadInput("operator_name_missing", field=field)
    return checked


def new_id(name: str, taken: Collection[str]) -> str:
    """An id made of the first name, with a number when it is taken; also ids of those who have left are taken."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    stem = (words[0] if words else "operator")[:_LONGEST_ID]
    used = {*taken, NOBODY}
    if stem not in used:
        return stem
    return next(name for number in range(2, len(used) + 3) if (name := f"{stem}{number}") not in used)


# PINs

LEAST_DIGITS = {Role.CASHIER: 4, Role.MANAGER: 6}
MOST_DIGITS = 12
_KEYPAD_COLUMNS = ("2580", "0852", "147258369", "147258", "258369")


def checked_pin(pin: str, role: Role, operator_id: str, field: str = "pin") -> str:
    """The PIN itself when it may be one; raises BadInput saying what is wrong, never quoting it."""
    least = LEAST_DIGITS[role]
    start_pin(pin, field)
    if len(pin) < least:
        raise BadInput("pin_too_short", field=field, least=least)
    if is_obvious(pin) or pin == operator_id or pin == "".join(re.findall(r"\d", operator_id)):
        raise BadInput("pin_too_easy", field=field)
    return pin


def start_pin(pin: str, field: str = "pin") -> str:
    """The PIN itself when it can be typed at all; raises BadInput otherwise. Enough for a first start only."""
    if not (pin.isascii() and pin.isdigit()):
        raise BadInput("pin_not_digits", field=field)
    least = min(LEAST_DIGITS.values())
    if len(pin) < least:
        raise BadInput("pin_too_short", field=field, least=least)
    if len(pin) > MOST_DIGITS:
        raise BadInput("pin_too_long", field=field, most=MOST_DIGITS)
    return pin


def is_obvious(pin: str) -> bool:
    """Whether digits follow each other in even steps (1111, 1234, 9876, 2468), repeat (1212, 123123, 1122), or run
    along the keypad's columns."""
    digits = [int(digit) for digit in pin]
    steps = {(after - before) % 10 for before, after in pairwise(digits)}
    if len(steps) <= 1 or pin in _KEYPAD_COLUMNS:
        return True
    if any(pin == (pin[:length] * len(pin))[: len(pin)] for length in range(1, len(pin) // 2 + 1)):
        return True
    return len(pin) % 2 == 0 and pin[::2] == pin[1::2] and (len(pin) == 4 or is_obvious(pin[::2]))


# the wait after wrong PINs

FREE_TRIES = 3
"""Wrong PINs in a row that cost no wait but the last one's."""
_WAITS_S = (30, 60, 120, 300, 900)


def wait_after(wrong: int) -> timedelta:
    """How long nothing is tried after that many wrong PINs in a row: at first not at all, at most 15 minutes."""
    if wrong < FREE_TRIES:
        return timedelta()
    return timedelta(seconds=_WAITS_S[min(wrong - FREE_TRIES, len(_WAITS_S) - 1)])


@record
class Trials:
    """The wrong PINs in a row of one operator, and the moment of the last one."""

    wrong: int = 0
    last: datetime | None = None

    def at(self, now: datetime) -> Trials:
        """The same, but a clock that was set back lets the wait begin anew: neither shorter nor for ever."""
        return replace(self, last=now) if self.last is not None and self.last > now else self

    def locked_until(self, now: datetime) -> datetime | None:
        """When the next PIN may be tried; None when it may be tried now."""
        here = self.at(now)
        if here.last is None:
            return None
        until = here.last + wait_after(self.wrong)
        return until if until > now else None

    def one_more(self, now: datetime) -> Trials:
        """After another wrong PIN."""
        return Trials(self.wrong + 1, now)

    def left(self) -> int:
        """How many more wrong PINs cost no wait."""
        return max(FREE_TRIES - self.wrong, 0)
