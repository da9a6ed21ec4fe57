"""Asking a manager, on the spot, for what the cart's discounts and other prices need; shared by cart and payment.

An approval is kept in the session with its cart and is used up by the sale. It is asked for again when it became too
old meanwhile, and when the cart goes further below its prices than the manager saw. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.cart import Cart
from ..domain.concession import NOTHING, concession
from ..domain.operators import Right
from ..domain.problems import MoveRefused, Problem
from ..till import rights_for
from .session import Session
from .step_up import StepUp


def right_to_ask_for(session: Session, cart: Cart) -> tuple[Right, Problem] | None:
    """The first right that this cart needs and nobody has given yet, and in what words it is refused; None for none."""
    operators, who = session.till.operators, session.operator.id
    for right in rights_for(cart):
        further = concession(cart, right) > session.conceded.get(right, NOTHING)
        try:
            operators.require(who, right, None if further else session.approvals.get(right))
        except MoveRefused:
            if not further:
                session.approvals.pop(right, None)  # too old, or used up
            try:
                operators.require(who, right)
            except MoveRefused as refused:
                return right, refused.problem
    return None


def when_allowed(session: Session, step_up: StepUp, cart: Cart, then: Callable[[], None]) -> None:
    """Do `then` once that cart may be sold: at once, or when a manager has approved; never when they turn it down."""
    asked = right_to_ask_for(session, cart)
    if asked is None:
        then()
        return
    right, refused = asked

    def granted(manager_id: str) -> None:
        session.approvals[right] = manager_id
        session.conceded[right] = concession(cart, right)
        when_allowed(session, step_up, cart, then)

    step_up.ask(right, refused, granted)
