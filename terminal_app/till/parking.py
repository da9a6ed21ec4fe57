"""Parked carts: set aside under a name, taken up again, and never carried past a day's close.

Each move is one transaction with one journal row. What was taken up stays on disk until it is sold, parked again or
emptied, so that a power cut brings it back as it was parked. Knows no screens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.parked import MOST_PARKED, ParkedCart, checked_name
from ..domain.problems import BadInput, MoveRefused
from ..storage import journal
from ..storage.parked import ParkedCarts

if TYPE_CHECKING:
    from ..domain.cart import Cart
    from .selling import Till


class Parking:
    """Where carts of one till wait."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._carts = ParkedCarts(till.database)
        self._in_hand: ParkedCart | None = None
        """The one that was taken up and is being gone on with; its row outlives this process."""

    @property
    def in_hand(self) -> ParkedCart | None:
        """The one that was taken up and is being gone on with, None when what is in hand was never parked."""
        return self._in_hand

    def every(self) -> tuple[ParkedCart, ...]:
        """All that are parked, the longest waiting first; not the one in hand."""
        return tuple(one for one in self._carts.every() if self._in_hand is None or one.id != self._in_hand.id)

    def park(
        self, cart: Cart, name: str, operator_id: str | None = None, customer_number: int | None = None
    ) -> ParkedCart:
        """The cart in hand set aside under that name, durable on disk.

        Raises BadInput for an empty cart, a name that is missing, taken or cannot be printed, or too many carts.
        """
        if not cart.lines:
            raise BadInput("cart_empty", field="item")
        till = self._till
        with till.database.writing():
            waiting = self.every()
            parked = ParkedCart(
                id=till.make_id(),
                name=checked_name(name),
                parked_at=till.now(),
                operator_id=till.operator(operator_id).id,
                cart=cart,
                customer_number=customer_number,
                training=till.training,
                transaction_id=till.ringing.take_id(cart),
            )
            if any(one.name.casefold() == parked.name.casefold() for one in waiting):
                raise BadInput("parked_name_taken", field="name", name=parked.name)
            if len(waiting) >= MOST_PARKED:
                raise BadInput("parked_full", field="name", most=MOST_PARKED)
            self.settle()
            self._carts.put(parked)
            self._journal("park", parked, parked.operator_id)
        self._in_hand = None
        till.ringing.let_go(cart)
        return parked

    def resume(self, cart_id: str, operator_id: str | None = None) -> ParkedCart:
        """The cart, which is in hand now. Raises MoveRefused when it is so already or is gone, or when it was rung up
        in training and the till is not, or the other way round."""
        till = self._till
        with till.database.writing():
            parked = self._carts.get(cart_id)
            if parked is None or (self._in_hand is not None and parked.id == self._in_hand.id):
                raise MoveRefused("parked_gone")
            if parked.training != till.training:
                raise MoveRefused("parked_in_training" if parked.training else "parked_outside_training")
            self._journal("resume", parked, till.operator(operator_id).id)
        self._in_hand = parked
        till.ringing.take_up(parked)
        return parked

    def settle(self) -> None:
        """The cart in hand is no longer on disk: call inside the transaction that sells it or parks it again, and
        `let_go` once that is durable."""
        if self._in_hand is not None:
            self._carts.take(self._in_hand.id)

    def let_go(self) -> None:
        """No parked cart is in hand any more: what was is sold."""
        self._in_hand = None

    def drop(self, operator_id: str | None) -> None:
        """The cart in hand was emptied: it is parked no more. Nothing where none was taken up.

        Call inside the transaction that tells what became of its goods (`Ringing.rung`): it is let go with that.
        """
        dropped, till = self._in_hand, self._till
        if dropped is not None:
            self.settle()
            self._journal("parked_dropped", dropped, till.operator(operator_id).id)
            till.database.once_durable(self.let_go)

    def require_none(self) -> None:
        """Nothing when no cart is parked; raises MoveRefused naming those that are, for a day's close."""
        waiting = self.every()
        if waiting:
            raise MoveRefused("carts_are_parked", names=", ".join(one.name for one in waiting))

    def _journal(self, kind: str, parked: ParkedCart, operator_id: str) -> None:
        facts = {
            "name": parked.name,
            "lines": len(parked.cart.lines),
            "total": str(parked.cart.total),
            "training": parked.training,
        }
        till, transaction_id = self._till, parked.transaction_id or None
        journal.append(till.database, till.now(), kind, facts, operator_id=operator_id, sale_id=transaction_id)
