"""What is being rung up: the cart in hand, the id of the sale it will be, and what the law wants told of it at once.

Adding writes nothing. What is taken away is in the journal before anybody is shown it. Knows no screens; caller's
thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.cart import Cart
from ..domain.corrections import LineCorrection, corrections
from ..domain.problems import MoveRefused
from ..domain.transaction import aborted
from ..storage import journal

if TYPE_CHECKING:
    from ..domain.parked import ParkedCart
    from .selling import Till

EMPTIED, PARKED_DROPPED, STOPPED = "emptied", "parked_dropped", "stopped"
"""Why a sale was aborted: somebody dropped it, or one that had been parked, or closed the till over it."""


class Ringing:
    """The cart in hand of one till, as its journal knows it."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._cart = Cart()
        self._id = ""
        """The transaction that the cart will be; "" as long as nothing was journalled of it."""

    @property
    def cart(self) -> Cart:
        """What is in hand; empty once it is sold, parked or dropped."""
        return self._cart

    def rung(self, before: Cart, after: Cart, operator_id: str | None = None, *, dropped: bool = False) -> None:
        """The cart was `before` and is `after`: what was taken away is in the journal, in one durable transaction.

        Each line that is gone or reduced is a `line_corrected` of its own; more of anything, prices, discounts and
        what an undo brings back are none. A cart that is emptied at one go (`dropped`, or more than one line vanished)
        is a `sale_aborted`: a signed, void transaction with all its lines, which no sum counts. Taking out the last
        line by hand is the correction of that line and no abort: the law counts removed lines one by one, also when
        none is left, and what is counted there must not be counted as a void again; the sale is still going on, and
        what is rung up next belongs to it. A cart that was sold or parked tells nothing here. What was taken up from
        the parked ones and is emptied is parked no more.

        Raises FolderTrouble when it cannot be written and SettingWrong when nothing can be signed: then nothing was
        told, and the cart must stay `before`.
        """
        till = self._till
        if not after.lines and not self._cart.lines:
            return  # sold or parked meanwhile: what is emptied now is the screen alone
        emptied = bool(before.lines) and not after.lines
        aborts = emptied and (dropped or len(before.lines) > 1)
        taken_away = () if aborts else corrections(before, after)
        transaction_id = self._id
        if taken_away or emptied:
            transaction_id = transaction_id or till.make_id()
            with till.database.telling(), till.database.writing():
                if till.parking.in_hand is None:
                    till.day.close_forgotten()  # what is told now is of today; a parked cart's is of the day it is from
                if aborts:
                    why = EMPTIED if till.parking.in_hand is None else PARKED_DROPPED
                    self._abort(before, transaction_id, operator_id, why)
                for one in taken_away:
                    self._correct(one, transaction_id, operator_id)
                if emptied:
                    till.parking.drop(operator_id)
        self._cart, self._id = after, "" if aborts else transaction_id

    def take_up(self, parked: ParkedCart) -> None:
        """The parked cart is in hand now, and goes on as the transaction it was."""
        self._cart, self._id = parked.cart, parked.transaction_id

    def take_id(self, cart: Cart) -> str:
        """The id of the sale that this cart becomes: its own if the journal has told of it, else a new one."""
        return self._id if self._id and self._is_in_hand(cart) else self._till.make_id()

    def told_of(self, cart: Cart, name: str = "") -> str | None:
        """The sale that a bill of this cart is of, before it is paid: it keeps that id when it is sold.

        Of the one in hand, or of the parked one of that name; None of any other.
        """
        if self._is_in_hand(cart):
            self._id = self._id or self._till.make_id()
            return self._id
        waiting = (one for one in self._till.parking.every() if one.name == name and one.cart == cart)
        return next((one.transaction_id for one in waiting if one.transaction_id), None)

    def let_go(self, cart: Cart) -> None:
        """That cart was sold or parked, and it is durable; nothing when another is in hand."""
        if self._is_in_hand(cart):
            self._cart, self._id = Cart(), ""

    def stop(self, operator_id: str | None = None) -> None:
        """The till is closed over what is in hand: that is an aborted sale, unless it is still among the parked."""
        cart, till = self._cart, self._till
        if cart.lines and till.parking.in_hand is None:
            with till.database.telling(), till.database.writing():
                self._abort(cart, self._id or till.make_id(), operator_id, STOPPED)
        self.let_go(cart)

    def require_none(self) -> None:
        """Nothing when nothing is being rung up; raises MoveRefused saying how much is, for a day's close."""
        if self._cart.lines:
            raise MoveRefused("sale_open", lines=len(self._cart.lines), amount=self._cart.total)

    def _is_in_hand(self, cart: Cart) -> bool:
        return bool(self._cart.lines) and cart == self._cart

    def _correct(self, one: LineCorrection, transaction_id: str, operator_id: str | None) -> None:
        till = self._till
        journal.append(
            till.database,
            till.now(),
            "line_corrected",
            one.facts() | self._training(),
            operator_id=till.operator(operator_id).id,
            sale_id=transaction_id,
        )

    def _abort(self, cart: Cart, transaction_id: str, operator_id: str | None, why: str) -> None:
        till = self._till
        transaction, facts = aborted(cart, till.now())
        till.register.record(
            transaction,
            "sale_aborted",
            facts | {"why": why} | self._training(),
            operator_id=till.operator(operator_id).id,
            transaction_id=transaction_id,
        )

    def _training(self) -> dict[str, object]:
        return {"training": True} if self._till.training else {}
