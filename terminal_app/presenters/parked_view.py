"""What the parked carts' screen shows: one row for each, and the cart in hand with the names it can be parked by.

Frozen, every text ready to show. Pure.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ..domain.cart import Cart
from ..domain.catalog import Customer
from ..domain.parked import ParkedCart
from ..domain.records import record
from ..i18n import Texts
from .session import Notice
from .status import lasting


@record
class ParkedRow:
    """One parked cart. `warning` says that it was left from an earlier day, `mark` that it is no real sale."""

    id: str
    name: str
    detail: str
    since: str
    warning: str
    mark: str
    total: str
    selected: bool
    print_label: str


@record
class ReadyName:
    """A name that parks the cart with one touch; one that is `taken` cannot."""

    name: str
    taken: bool
    proposed: bool


@record
class HandView:
    """The cart in hand: what it holds, and how it is called when it is parked. `told` is what happens after that."""

    title: str
    summary: str
    customer: str
    told: str
    name: str
    name_hint: str
    park_label: str
    ready_label: str
    ready: tuple[ReadyName, ...]
    print_label: str


@record
class ParkedView:
    """All that the screen shows. `hand` is None while the cart is empty; `asks` while its name is asked for."""

    title: str
    back_label: str
    heading: str
    rows: tuple[ParkedRow, ...]
    empty: str
    empty_hint: str
    hand: HandView | None
    asks: bool
    hand_empty: str
    hand_empty_hint: str
    notice: Notice | None


def summary_of(cart: Cart, texts: Texts) -> str:
    """How many goods a cart holds: "3 varer"."""
    return texts.count("{n} item", "{n} items", sum(line.quantity.pieces for line in cart.lines))


def row_of(
    parked: ParkedCart,
    texts: Texts,
    now: datetime,
    *,
    operator: str,
    customer: Customer | None,
    selected: bool,
    print_label: str,
) -> ParkedRow:
    """A parked cart in words."""
    facts = (summary_of(parked.cart, texts), "" if customer is None else customer.name, operator)
    local = parked.parked_at.astimezone(now.tzinfo)
    waited = max(now - parked.parked_at, timedelta())
    return ParkedRow(
        id=parked.id,
        name=parked.name,
        detail=" · ".join(fact for fact in facts if fact),
        since=f"{texts.clock(local)} · {lasting(waited, texts)}",
        warning=_left_over(local, now, texts) if parked.is_left_over(now) else "",
        mark=texts.say("Training") if parked.training else "",
        total=texts.kroner(parked.cart.total),
        selected=selected,
        print_label=print_label,
    )


def _left_over(parked_at: datetime, now: datetime, texts: Texts) -> str:
    if (now.date() - parked_at.date()).days == 1:
        return texts.say("Left from yesterday")
    return texts.say("Left from {day}", day=texts.day(parked_at.date()))
