"""Taking an invoice sale back in its first seconds: the countdown on the receipt, and what comes back to the payment.

A part that the receipt screen holds. What may be undone is the till's to say. Window thread.
"""

from __future__ import annotations

import math

from ..domain.channel import Channel
from ..domain.problems import Trouble
from ..domain.records import record
from ..till.undo import SHOWN_FOR, Offer
from .drawer_part import still_true
from .payment import PaymentPresenter
from .session import Notice, Place, Session
from .sounds import Sound


@record
class UndoView:
    """The bar with the countdown. `share` is what is left of the time, 1 to 0; `wrong` that it could not be undone.

    With `open` off it says nothing any more and keeps its place, so that nothing moves when the time is over.
    """

    open: bool
    wrong: bool
    text: str
    hint: str
    label: str
    share: float


class UndoPart:
    """The last sale of whoever stands at the till, while it can be taken back."""

    def __init__(self, session: Session, payment: PaymentPresenter) -> None:
        self._session = session
        self._payment = payment
        self._problem: tuple[str, Notice] | None = None
        self._offered = ""
        """The receipt that a place is kept for."""

    def view(self) -> UndoView | None:
        """None where nothing was on offer since the sale that is shown."""
        session, say = self._session, self._session.texts.say
        shown = "" if session.last_sold is None else session.last_sold.sale.receipt_no or ""
        number, problem = self._problem or ("", None)
        problem = still_true(session, problem)
        if problem is not None and number == shown:
            return UndoView(True, True, problem.message, problem.hint, "", 0.0)
        offer = self._offer()
        if offer is not None:
            self._offered = shown
            left = (offer.until - session.now()) / SHOWN_FOR
            seconds = math.ceil(left * SHOWN_FOR.total_seconds())
            return UndoView(
                True,
                False,
                say("Wrong customer or goods?"),
                say("Everything comes back to the payment."),
                say("Undo ({seconds})", seconds=seconds),
                left,
            )
        return UndoView(False, False, "", "", "", 0.0) if shown and shown == self._offered else None

    def undo(self) -> None:
        """The invoice is cancelled, the sale returned, and cart, customer and words stand at the payment again."""
        session, sold = self._session, self._session.last_sold
        if sold is None or session.cart.lines:
            return
        number = sold.sale.receipt_no or ""
        try:
            undone = session.till.undo.take_back(number, session.operator.id, session.texts.say("Undone"))
        except Trouble as trouble:
            self._problem = (number, session.explain(trouble))
            session.let_hear(Sound.ATTENTION)
            session.announce()
            return
        session.last_sold = None
        session.cart, session.buyer = undone.cart, undone.customer
        session.go(Place.SALE)
        session.go(Place.PAYMENT)
        self._payment.choose(Channel.INVOICE)
        self._payment.invoice.bring_back(undone.words)
        self._payment.tip.bring_back(undone.tip)

    def _offer(self) -> Offer | None:
        """What can be taken back of what is shown; nothing once the next sale has begun."""
        session, sold = self._session, self._session.last_sold
        offer = session.till.undo.offered(session.operator.id)
        if offer is None or sold is None or session.cart.lines or offer.sold.sale.id != sold.sale.id:
            return None
        return offer
