"""What a till marks its documents with in the accounting system, so that several tills of a company can be told apart.

A settlement's reference is "DSKZ" and 32 hexadecimal digits, an order's "DSK" and the sale's id. The words are
Norwegian whatever language the till shows, as books are kept in Norwegian. Pure.
"""

from __future__ import annotations

import re

_SETTLEMENT = re.compile(r"DSKZ[0-9a-f]{32}")
_ORDER = re.compile(r"DSK[0-9a-f]{32}")
_WORDS = re.compile(r"\bZ (\d{1,9}), kasse ([A-Za-z0-9-]{1,35})(?![A-Za-z0-9-])")


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
