"""What is parked at one open till: read once, and anew whenever a cart is set aside or taken up.

The sale screen shows how many there are at every frame, so that nothing here is read then. Window thread.
"""

from __future__ import annotations

from datetime import datetime

from ..domain.parked import ParkedCart
from ..till import Till


class ParkedNews:
    """The parked carts, the longest waiting first; `carts` stays the same object until something moved."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self.carts: tuple[ParkedCart, ...] = till.parking.every()

    def refresh(self) -> None:
        """Read anew."""
        self.carts = self._till.parking.every()

    def left_over(self, now: datetime) -> int:
        """How many were left from an earlier day."""
        return sum(parked.is_left_over(now) for parked in self.carts)
