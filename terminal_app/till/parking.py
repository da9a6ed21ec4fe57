"""Parked carts: set aside under a name, taken up again, and never carried past a day's close.

Each move is one transaction with one journal row. Knows no screens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.cart import Cart
from ..domain.parked import MOST_PARKED, ParkedCart, checked_name
from ..domain.problems import BadInput, MoveRefused
from ..storage import journal
from ..storage.parked import ParkedCarts

if TYPE_CHECKING:
    from .selling import Till


class Parking:
    """Where carts of one till wait."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._carts = ParkedCarts(till.database)

    def every(self) -> tuple[ParkedCart, ...]:
        """All that are parked, the longest waiting first."""
        return self._carts.every()

    def park(
        self, cart: Cart, name: str, operator_id: str | None = None, customer_number: int | None = None
    ) -> ParkedCart:
        """The cart set aside under that name, durable on disk.

        Raises BadInput for an empty cart, a name that is missing, taken or cannot be printed, or too many carts.
        """
        if not cart.lines:
            raise BadInput("cart_empty", field="item")
        till = self._till
        with till.database.writing():
            waiting = self._carts.every()
            parked = ParkedCart(
                id=till.make_id(),
                name=checked_name(name),
                parked_at=till.now(),
                operator_id=till.operator(operator_id).id,
                cart=cart,
                customer_number=customer_number,
                training=till.training,
            )
            if any(one.name.casefold() == parked.name.casefold() for one in waiting):
                raise BadInput("parked_name_taken", field="name", name=parked.name)
            if len(waiting) >= MOST_PARKED:
                raise BadInput("parked_full", field="name", most=MOST_PARKED)
            self._carts.put(parked)
            self._journal("park", parked, parked.operator_id)
        return parked

    def resume(self, cart_id: str, operator_id: str | None = None) -> ParkedCart:
        """The cart, which is parked no more. Raises MoveRefused when somebody has taken it up already, or when it was
        rung up in training and the till is not, or the other way round."""
        till = self._till
        with till.database.writing():
            parked = self._carts.get(cart_id)
            if parked is None:
                raise MoveRefused("parked_gone")
            if parked.training != till.training:
                raise MoveRefused("parked_in_training" if parked.training else "parked_outside_training")
            self._carts.take(cart_id)
            self._journal("resume", parked, till.operator(operator_id).id)
        return parked

    def require_none(self) -> None:
        """Nothing when no cart is parked; raises MoveRefused naming those that are, for a day's close."""
        waiting = self._carts.every()
        if waiting:
            raise MoveRefused("carts_are_parked", names=", ".join(one.name for one in waiting))

    def _journal(self, kind: str, parked: ParkedCart, operator_id: str) -> None:
        facts = {
            "name": parked.name,
            "lines": len(parked.cart.lines),
            "total": str(parked.cart.total),
            "training": parked.training,
        }
        journal.append(self._till.database, self._till.now(), kind, facts, operator_id=operator_id)
