"""A cart set aside under a name or a table, until it is taken up again. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from . import text
from .problems import BadInput
from .records import record

if TYPE_CHECKING:
    from .cart import Cart

LONGEST_NAME = 40
MOST_PARKED = 200


@record
class ParkedCart:
    """What was rung up, for whom, and who parked it when; `training` carts stay out of real sales.

    `transaction_id` is the sale that it will be, under which the journal tells of it.
    """

    id: str
    name: str
    parked_at: datetime
    operator_id: str
    cart: Cart
    customer_number: int | None = None
    training: bool = False
    transaction_id: str = ""

    def is_left_over(self, now: datetime) -> bool:
        """Whether it was parked on an earlier day: nothing parked may pass a day's close.

        Source: kassasystemforskrifta (FOR-2015-12-18-1616) § 2-8-3.
        """
        return self.parked_at.date() < now.astimezone(self.parked_at.tzinfo).date()


def checked_name(name: str, field: str = "name") -> str:
    """The name as it is kept; raises BadInput when it is empty, too long or cannot be printed."""
    checked = " ".join(text.name(name, field).split())
    if not checked:
        raise BadInput("parked_name_missing", field=field)
    if len(checked) > LONGEST_NAME:
        raise BadInput("text_too_long", field=field, length=len(checked), longest=LONGEST_NAME)
    return checked
