"""The buyer at the head of the cart: a customer may be chosen before the first product and stands there till the end.

A part that the sale screen holds. Who it is goes with the cart (`Session.buyer`); this says it and changes it. Window
thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.catalog import Customer
from ..domain.channel import Channel
from ..domain.records import record
from .customers import customer_row
from .session import Session


@record
class BuyerView:
    """The button at the head of the cart: who is chosen, or the word for choosing; `shown` only where invoices are."""

    shown: bool
    chosen: bool
    text: str
    detail: str
    drop_label: str


class BuyerPart:
    """Chooses and drops the customer of the cart. `changed` is called when what is shown has changed."""

    def __init__(self, session: Session, changed: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self._changed = changed

    def view(self) -> BuyerView:
        session, say = self._session, self._session.texts.say
        row = None if session.buyer is None else customer_row(session.buyer, session.texts)
        return BuyerView(
            shown=Channel.INVOICE in session.till.channels(),
            chosen=row is not None,
            text=say("Customer") if row is None else row.name,
            detail="" if row is None else f"{row.detail} · {row.number}",
            drop_label=say("Take the customer away"),
        )

    def choose(self) -> None:
        """Open the picker; whoever is touched there stands at the cart."""
        self._session.pick_customer(self.take)

    def take(self, customer: Customer) -> None:
        """That customer stands at the cart."""
        self._session.buyer = customer
        self._changed()

    def drop(self) -> None:
        """Nobody does any more."""
        self._session.buyer = None
        self._changed()
