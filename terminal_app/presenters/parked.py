"""Parked carts: the cart in hand is set aside under a name or a table, and one that waits is taken up again.

A cart in hand is never lost: what is taken up waits until it is parked. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.cart import Cart
from ..domain.parked import LONGEST_NAME, ParkedCart
from ..domain.problems import Trouble
from .parked_view import HandView, ParkedRow, ParkedView, ReadyName, row_of, summary_of
from .session import Notice, Place, Session
from .sounds import Sound

READY = 20
"""How many tables can be touched at once."""


class ParkedPresenter:
    """Parks and takes up. `part_is_paid` says whether somebody has paid a part of the cart in hand already."""

    def __init__(
        self,
        session: Session,
        on_change: Callable[[], None] = lambda: None,
        part_is_paid: Callable[[], bool] = lambda: False,
    ) -> None:
        self._session = session
        self.on_change = on_change
        self._part_is_paid = part_is_paid
        self._typed = ""
        self._asks = False
        self._wanted: str | None = None
        """The parked cart that is taken up as soon as the one in hand is parked."""
        self._notice: Notice | None = None
        self._here = session.place is Place.PARKED
        self._rows: tuple[tuple[object, ...], tuple[ParkedRow, ...]] = ((), ())
        session.listen(self._session_changed)

    def view(self) -> ParkedView:
        session, say = self._session, self._session.texts.say
        carts = session.parked.carts
        return ParkedView(
            title=say("Parked carts"),
            back_label=say("Back"),
            heading=session.texts.count("{n} cart waits", "{n} carts wait", len(carts)) if carts else "",
            rows=self._shown_rows(),
            empty=say("Nothing is parked"),
            empty_hint=say("What you park waits here, also when the till is started anew."),
            hand=self._hand() if session.cart.lines else None,
            asks=self._asks and bool(session.cart.lines),
            hand_empty=say("The cart is empty"),
            hand_empty_hint=say("Touch a parked cart to go on with it.") if carts else "",
            notice=self._notice,
        )

    def back(self) -> None:
        """To the sale, with the cart as it is."""
        self._session.go(Place.SALE)

    def tick(self) -> None:
        """Time has passed: a cart may have waited a minute more."""
        if self._session.place is Place.PARKED:
            self.on_change()

    # the cart in hand

    def ask(self) -> None:
        """Ask what the cart in hand is to be called."""
        self._asks, self._notice = True, None
        self.on_change()

    def leave(self) -> None:
        """Ask no more: nothing is parked or taken up."""
        self._asks, self._wanted, self._notice = False, None, None
        self.on_change()

    def write(self, name: str) -> None:
        """The name as it is typed."""
        if name != self._typed:
            self._typed = name[:LONGEST_NAME]
            self.on_change()

    def park(self) -> None:
        """Park the cart in hand under the name that was typed, else under the one that is proposed."""
        self.park_as(self._name())

    def park_as(self, name: str) -> None:
        """Park it under that name; then take up what was wanted, or be ready for the next customer."""
        session, buyer, self._notice = self._session, self._session.buyer, None
        if not session.cart.lines:
            return
        if self._part_is_paid():
            say = session.texts.say
            self._tell(Notice(say("A part of this sale is paid already."), say("Finish it, or take the part away.")))
            return
        number = None if buyer is None else buyer.number
        try:
            session.till.parking.park(session.cart, name, session.operator.id, number)
        except Trouble as trouble:
            self._tell(session.explain(trouble))
            return
        session.parked.refresh()
        session.cart = Cart()
        wanted, self._typed = self._wanted, ""
        if wanted is None:
            session.go(Place.SALE)
        else:
            self._take_up(wanted)

    def print_hand(self) -> None:
        """Print what the cart in hand comes to so far."""
        self._print(self._session.cart, self._typed)

    # what waits

    def choose(self, cart_id: str) -> None:
        """Go on with that cart; one that is in hand is parked first, by whoever stands here."""
        self._notice = None
        if not self._session.cart.lines:
            self._take_up(cart_id)
            return
        self._wanted = None if self._wanted == cart_id else cart_id
        self._asks = self._wanted is not None
        self.on_change()

    def print(self, cart_id: str) -> None:
        """Print what that cart comes to so far."""
        parked = self._parked(cart_id)
        if parked is not None:
            self._print(parked.cart, parked.name)

    def dismiss(self) -> None:
        """Close the notice."""
        self._notice = None
        self.on_change()

    def _take_up(self, cart_id: str) -> None:
        session, self._wanted = self._session, None
        try:
            parked = session.till.parking.resume(cart_id, session.operator.id)
        except Trouble as trouble:
            session.parked.refresh()
            self._tell(session.explain(trouble))
            return
        session.parked.refresh()
        session.approvals.clear()
        session.cart = parked.cart
        number = parked.customer_number
        session.buyer = None if number is None else session.till.catalog.customer(number)
        session.go(Place.SALE)

    def _print(self, cart: Cart, name: str) -> None:
        session, say = self._session, self._session.texts.say
        try:
            session.till.prints.provisional(cart, name, session.operator.id)
        except Trouble as trouble:
            self._tell(session.explain(trouble))
        else:
            self._tell(Notice(say("The provisional receipt is being printed."), tone="ok"))

    def _tell(self, notice: Notice) -> None:
        self._notice = notice
        if notice.tone != "ok":
            self._session.let_hear(Sound.ATTENTION)
        self.on_change()

    # how it reads

    def _hand(self) -> HandView:
        session, texts, buyer = self._session, self._session.texts, self._session.buyer
        say, wanted = texts.say, None if self._wanted is None else self._parked(self._wanted)
        return HandView(
            title=say("Park the cart") if wanted is None else say("Park this cart first"),
            summary=f"{summary_of(session.cart, texts)} · {texts.kroner(session.cart.total)}",
            customer="" if buyer is None else buyer.name,
            told="" if wanted is None else say("Then “{name}” is taken up.", name=wanted.name),
            name=self._typed,
            name_hint=say("Name, or what you see"),
            park_label=say("Park as “{name}”", name=self._name()),
            ready_label=say("Or touch a table"),
            ready=self._ready(),
            print_label=say("Provisional receipt") if session.till.prints.has_printer else "",
        )

    def _name(self) -> str:
        """What was typed, else the customer, else the next free table."""
        typed = " ".join(self._typed.split())
        if typed:
            return typed
        buyer = self._session.buyer
        called = "" if buyer is None else buyer.name[:LONGEST_NAME].strip()
        if called and called.casefold() not in self._taken():
            return called
        return self._table(self._next_table())

    def _ready(self) -> tuple[ReadyName, ...]:
        """A block of tables with the next free one in it; what the cart would be called stands out."""
        taken, free, called = self._taken(), self._next_table(), self._name().casefold()
        first = (free - 1) // READY * READY + 1
        names = ((number, self._table(number)) for number in range(first, first + READY))
        return tuple(ReadyName(name, name.casefold() in taken, name.casefold() == called) for _, name in names)

    def _next_table(self) -> int:
        taken, number = self._taken(), 1
        while self._table(number).casefold() in taken:
            number += 1
        return number

    def _table(self, number: int) -> str:
        return self._session.texts.say("Table {n}", n=number)

    def _taken(self) -> set[str]:
        return {parked.name.casefold() for parked in self._session.parked.carts}

    def _parked(self, cart_id: str) -> ParkedCart | None:
        return next((parked for parked in self._session.parked.carts if parked.id == cart_id), None)

    def _shown_rows(self) -> tuple[ParkedRow, ...]:
        """The rows; the same object for as long as nothing of them reads otherwise."""
        session = self._session
        now, texts, carts = session.now(), session.texts, session.parked.carts
        label = texts.say("Provisional receipt") if session.till.prints.has_printer else ""
        key = (carts, now.replace(second=0, microsecond=0), texts.language, self._wanted, label)
        if self._rows[0] != key:
            catalog, till = session.till.catalog, session.till
            rows = tuple(
                row_of(
                    parked,
                    texts,
                    now,
                    operator=till.operator_name(parked.operator_id),
                    customer=None if parked.customer_number is None else catalog.customer(parked.customer_number),
                    selected=parked.id == self._wanted,
                    print_label=label,
                )
                for parked in carts
            )
            self._rows = (key, rows)
        return self._rows[1]

    def _session_changed(self) -> None:
        """Whoever comes here with a cart is asked for its name; whoever leaves takes nothing along."""
        session, was_here = self._session, self._here
        self._here = session.place is Place.PARKED
        if self._here and not was_here:
            self._typed, self._wanted, self._notice = "", None, None
            self._asks = bool(session.cart.lines)
            session.parked.refresh()
        if self._here:
            self.on_change()
