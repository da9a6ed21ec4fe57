"""The way to the parked carts on the sale screen: how many there are, and that some were left from an earlier day.

A part that the sale screen holds. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.records import record
from .session import Place, Session


@record
class ParkView:
    """The button: what it does now, and how many are parked, "" for none; `warns` when some are from an earlier day."""

    label: str
    count: str
    warns: bool


class ParkPart:
    """Opens the parked carts. `settled` says whether whatever lies over the cart is out of the way."""

    def __init__(self, session: Session, settled: Callable[[], bool] = lambda: True) -> None:
        self._session = session
        self._settled = settled

    def view(self) -> ParkView:
        session, say = self._session, self._session.texts.say
        parked = len(session.parked.carts)
        return ParkView(
            label=say("Park") if session.cart.lines or not parked else say("Parked"),
            count=str(parked) if parked else "",
            warns=bool(parked) and session.parked.left_over(session.now()) > 0,
        )

    def open(self) -> None:
        """On to the parked carts, with the cart in hand to park if it holds something."""
        if self._settled():
            self._session.go(Place.PARKED)
