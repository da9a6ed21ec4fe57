"""What somebody who looks for a sale may mean by what they type: receipt numbers, amounts, or a customer. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .money import LARGEST_ORE, Money
from .receipt import ReceiptKind, receipt_number

_RECEIPT = re.compile(r"([a-z]?)[ -]*0*(\d{1,9})", re.IGNORECASE | re.ASCII)
_AMOUNT = re.compile(r"(?:kr)?-?(\d{1,8})(?:[.,](\d{1,2})?)?-?", re.IGNORECASE | re.ASCII)
_DIGITS = re.compile(r"[\d ]+", re.ASCII)
SHORTEST_PHONE = 5
"""Fewer digits than this are a customer's number or nobody's: every other phone number would begin with them."""


@dataclass(frozen=True, slots=True)
class Sought:
    """All that was typed can mean at once; what it cannot mean is empty."""

    receipt_nos: tuple[str, ...] = ()
    amounts: tuple[Money, ...] = ()
    customer_number: int | None = None
    customer_words: str = ""


def sought(typed: str) -> Sought:
    """What `typed` may mean: "412" a receipt of any kind, an amount or a customer; "F-412" one receipt alone.

    An amount is found as what was paid and as what went back: "147" and "147,00" are kr 147.00.
    """
    words = typed.strip()
    letter, receipt_nos = _receipts(words)
    if letter and receipt_nos:
        return Sought(receipt_nos)
    number = int(words) if _DIGITS.fullmatch(words) and words.isdecimal() and len(words) <= 18 else None
    digits = words.replace(" ", "")
    too_short = digits.isdecimal() and len(digits) < SHORTEST_PHONE
    return Sought(receipt_nos, _amounts(words), number, "" if too_short else words)


def _receipts(words: str) -> tuple[str, tuple[str, ...]]:
    match = _RECEIPT.fullmatch(words)
    if match is None:
        return "", ()
    letter, running = match[1].upper(), int(match[2])
    kinds = [kind for kind in ReceiptKind if letter in ("", kind.prefix)]
    return letter, tuple(receipt_number(kind, running) for kind in kinds)


def _amounts(words: str) -> tuple[Money, ...]:
    plain = words.replace("\u2212", "-").replace("\u00a0", "").replace(" ", "")
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        return ()
    ore = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    return (Money(ore), Money(-ore)) if 0 < ore <= LARGEST_ORE else ()
