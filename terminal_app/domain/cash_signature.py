"""The text that is signed for each cash transaction, and what a signing key is to the till.

Source: Skatteetaten, digital signatures for SAF-T Cash Register 1.00 (six fields, semicolons, the signature before).
Pure: the keys and the arithmetic are in `terminal_app.signing`.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import Enum
from typing import Protocol

from .money import Money
from .records import record

FIRST = "0"
"""What stands for the signature before the very first one of a register."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d")
_AMOUNT = re.compile(r"-?\d+\.\d{2}")
_LONGEST_NR = 35


class Method(Enum):
    """The two ways to sign that the tax administration accepts."""

    RSA = "rsa-sha1-1024"
    HMAC = "hmac-sha1-128"


class Signer(Protocol):
    """A key that signs. `key_version` names it in every transaction that it signed."""

    @property
    def key_version(self) -> str:
        """The name of the key as it is declared, at most 50 characters."""

    def sign(self, text: str) -> str:
        """The signature of that text, base64 on one line."""


@record
class Stamp:
    """What a transaction's signature covers, as the very strings that are signed, stored and exported."""

    nr: int
    date: str
    time: str
    amount_in: str
    amount_ex: str

    @classmethod
    def of(cls, nr: int, at: datetime, amount_in: Money, amount_ex: Money) -> Stamp:
        """The stamp of that transaction; `at` is in Norwegian local time."""
        date, _, time = at.isoformat(timespec="seconds").partition("T")
        return cls(nr, date, time[:8], str(amount_in), str(amount_ex))


def signed_text(previous: str, stamp: Stamp) -> str:
    """The text to sign: previous signature;date;time;nr;amount with VAT;amount without.

    Raises ValueError when a field is not as the official validator wants it.
    """
    fits = (
        _DATE.fullmatch(stamp.date)
        and _TIME.fullmatch(stamp.time)
        and stamp.nr > 0
        and len(str(stamp.nr)) <= _LONGEST_NR
        and _AMOUNT.fullmatch(stamp.amount_in)
        and _AMOUNT.fullmatch(stamp.amount_ex)
    )
    if not fits or not previous or ";" in previous:
        raise ValueError(f"cannot be signed: {stamp}")
    return joined(previous, stamp.date, stamp.time, str(stamp.nr), stamp.amount_in, stamp.amount_ex)


def joined(previous: str, date: str, time: str, nr: str, amount_in: str, amount_ex: str) -> str:
    """The six fields as they are signed, unchecked: an audit takes them as it finds them."""
    return f"{previous};{date};{time};{nr};{amount_in};{amount_ex}"
