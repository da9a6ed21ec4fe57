"""What a till marks its documents with in the accounting system, so that several tills of a company can be told apart.

The one place that knows what references and words look like, made and read back. The words are Norwegian whatever
language the till shows, as books are kept in Norwegian. Pure.
"""

from __future__ import annotations

import re

ORDER, SETTLEMENT = "DSK", "DSKZ"
"""What the references begin with; hexadecimal digits follow, those of a sale's id or the first ones of a row's hash.

No hyphen and no comma: PowerOffice Go's filters split on both.
"""
DIGITS = 32
_SETTLEMENT = re.compile(rf"{SETTLEMENT}[0-9a-f]{{{DIGITS}}}")
_ORDER = re.compile(rf"{ORDER}[0-9a-f]{{{DIGITS}}}")
_WORDS = re.compile(r"\bZ (\d{1,9}), kasse ([A-Za-z0-9-]{1,35})(?![A-Za-z0-9-])")


def order_reference(sale_id: str) -> str:
    """The reference of that sale's order."""
    return ORDER + sale_id


def settlement_reference(row_hash: str) -> str:
    """The reference of the voucher of the Z whose row has that hash: the same one for ever, also of an old database."""
    return SETTLEMENT + row_hash[:DIGITS]


def settlement_words(called: str, z: int, register_id: str) -> str:
    """What a settlement's voucher is called, so that `settlement_told` reads it back."""
    return f"{called} Z {z}, kasse {register_id}"


def settlement_told(words: str) -> tuple[int, str] | None:
    """The Z's number and the till's own id in the words of a settlement's voucher; None in other words."""
    found = _WORDS.search(words)
    return None if found is None else (int(found[1]), found[2])


def is_settlement(reference: str | None) -> bool:
    """Whether it is the reference of a day's settlement, of whichever till."""
    return reference is not None and _SETTLEMENT.fullmatch(reference) is not None


def is_order(reference: str | None) -> bool:
    """Whether it is the reference of an invoice sale's order, of whichever till."""
    return reference is not None and _ORDER.fullmatch(reference) is not None
