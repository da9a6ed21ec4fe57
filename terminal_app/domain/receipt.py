"""The kinds of receipt a till issues, each with its own number series.

The kinds are those that kassasystemforskrifta (FOR-2015-12-18-1616) asks for. Pure; rendering is done elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from .channel import Channel


class ReceiptKind(Enum):
    """What a document is; the value is stored, `prefix` marks its number series."""

    SALE = "sale"
    DELIVERY = "delivery"
    RETURN = "return"
    TRAINING = "training"

    @property
    def prefix(self) -> str:
        return {"sale": "S", "delivery": "F", "return": "R", "training": "T"}[self.value]


def kind_for(channels: Iterable[Channel]) -> ReceiptKind:
    """DELIVERY (utleveringskvittering) for a sale on credit by invoice, SALE for one that is settled now."""
    return ReceiptKind.DELIVERY if Channel.INVOICE in set(channels) else ReceiptKind.SALE


def receipt_number(kind: ReceiptKind, running: int) -> str:
    """The printed number of the `running`-th document of its kind, such as "F-000412"."""
    return f"{kind.prefix}-{running:06d}"
