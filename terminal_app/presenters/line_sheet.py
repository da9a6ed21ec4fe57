"""What one can do with a line of the cart, asked on a sheet beside it: how much, at what price, how much off, a note.

The same sheet asks how much of a product that is weighed, the price of one that has none, and the discount on the whole
sale. It changes nothing by itself: what was decided goes to the sale's presenter. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..domain.cart import CartLine
from ..domain.catalog import Product, Unit
from ..domain.money import ONE, Money, Quantity
from ..domain.problems import Trouble
from .approvals import when_allowed
from .cart_rows import per_unit
from .figure import Figure
from .line_changes import (
    Asked,
    Change,
    Field,
    Kind,
    Line,
    Whole,
    discount_of,
    discounted,
    given,
    rung_up,
    standing_discount,
    without,
)
from .sale_view import LineSheetView
from .session import Session
from .step_up import StepUp


class LineSheet:
    """The sheet; closed while `view()` is None. `take` gets the changed cart and the change in a few words."""

    def __init__(
        self,
        session: Session,
        step_up: StepUp,
        take: Callable[[Change], None],
        on_change: Callable[[], None],
    ) -> None:
        self._session = session
        self._step_up = step_up
        self._take = take
        self._changed = on_change
        self._about: Line | Asked | Whole | None = None
        self._field = Field.QUANTITY
        self._figure = Figure()
        self._kind = Kind.SHARE
        self._note = ""
        self._problem = ""

    # what opens and closes it

    @property
    def is_open(self) -> bool:
        """Whether the sheet is shown."""
        return self._about is not None

    @property
    def is_typed(self) -> bool:
        """Whether something was given that has not been taken yet."""
        if self._field is Field.NOTE and isinstance(self._about, Line):
            return self._note != self._line(self._about).note
        return self._about is not None and self._figure.is_typed

    @property
    def asks(self) -> bool:
        """Whether a product waits for an answer before it comes into the cart."""
        return isinstance(self._about, Asked)

    @property
    def is_whole(self) -> bool:
        """Whether it is about the whole sale."""
        return isinstance(self._about, Whole)

    def is_about(self, index: int) -> bool:
        """Whether it is about that line."""
        return self._about == Line(index)

    def open_line(self, index: int) -> None:
        """Ask what is to be done with that line."""
        self._open(Line(index), Field.QUANTITY)

    def open_whole(self) -> None:
        """Ask for the discount on the whole sale."""
        self._open(Whole(), Field.DISCOUNT)

    def ask(self, product: Product, quantity: Quantity | None) -> None:
        """Ask what is missing to ring up that product: how much, at what price, or both; `quantity` if it is known."""
        if not product.unit.is_measured:
            self._open(Asked(product, quantity or ONE, None), Field.PRICE)
            return
        self._open(Asked(product, None, None if product.open_price else product.price), Field.QUANTITY)
        if quantity is not None:
            self._figure.set(str(quantity))

    def close(self) -> None:
        """Away with it; what was typed is not taken."""
        self._about, self._problem, self._note = None, "", ""
        self._changed()

    def settle(self) -> bool:
        """Take what was typed, or else close, before something else is touched; whether it is out of the way."""
        if self.is_typed and self._can_enter():
            self.enter()
        elif self.is_open:
            self.close()
        return not self.is_open and not self._step_up.is_open

    def _open(self, about: Line | Asked | Whole, field: Field) -> None:
        self._about, self._kind = about, Kind.SHARE
        discount = standing_discount(self._session.cart, self._about)
        if discount is not None and discount.amount is not None:
            self._kind = Kind.AMOUNT
        self._turn_to(field)

    # what is touched

    def choose(self, name: str) -> None:
        """Turn to that field; what was typed in the one before is not taken."""
        self._turn_to(Field(name))
        self._changed()

    def choose_kind(self, name: str) -> None:
        """Give the discount as a "share" or an "amount"."""
        self._kind, self._problem = Kind(name), ""
        self._prepare()
        self._changed()

    def key(self, key: str) -> None:
        """A key of the keypad: a digit, "00", the comma, "backspace"."""
        if self._about is not None and self._field is not Field.NOTE:
            self._figure.key("," if key == "." else key)
            self._problem = ""
            self._changed()

    def write(self, note: str) -> None:
        """The note as it is typed."""
        if note != self._note and self._field is Field.NOTE:
            self._note, self._problem = note, ""
            self._changed()

    def enter(self) -> None:
        """Take what was given: ask for what is still missing, or change the cart; a manager approves where need be."""
        about = self._about
        if about is None or not self._can_enter():
            return
        if not isinstance(about, Asked) and not self.is_typed:
            self.close()
            return
        if isinstance(about, Asked) and self._field is Field.QUANTITY and about.price is None:
            self._try(lambda: self._ask_the_price(about))
            return
        self._try(lambda: self._decide(self._outcome))

    def away(self) -> None:
        """The other button: take the line out, the usual price, no discount, no note; or leave the product be."""
        about = self._about
        if isinstance(about, Asked):
            self.close()
        elif about is not None:
            self._try(
                lambda: self._decide(lambda: without(self._session.cart, about, self._field, self._session.texts))
            )

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Trouble as trouble:
            self._problem = self._session.texts.problem(trouble.problem)[0]
            self._changed()

    def _decide(self, outcome: Callable[[], Change]) -> None:
        """Once it is allowed; reckoned anew then, since goods may be scanned while a manager types a PIN."""
        when_allowed(self._session, self._step_up, outcome().cart, lambda: self._try(lambda: self._decided(outcome())))

    def _decided(self, change: Change) -> None:
        self._about, self._problem, self._note = None, "", ""
        self._take(change)

    def _outcome(self) -> Change:
        """The cart as it would be with what was given; raises BadInput."""
        cart, about, texts = self._session.cart, self._about, self._session.texts
        if isinstance(about, Asked):
            return rung_up(cart, self._answered(about))
        if self._field is Field.DISCOUNT and about is not None:
            return discounted(cart, about, discount_of(self._figure.plain, self._kind), texts)
        assert isinstance(about, Line)
        return given(cart, about, self._field, self._note if self._field is Field.NOTE else self._figure.plain, texts)

    def _answered(self, asked: Asked) -> Asked:
        """With what is typed now, if anything is; raises BadInput."""
        plain = self._figure.plain
        if self._field is Field.PRICE:
            return replace(asked, price=Money.parse(plain, "price") if plain else None)
        return replace(asked, quantity=Quantity.parse(plain) if plain else None)

    def _ask_the_price(self, asked: Asked) -> None:
        self._open(self._answered(asked), Field.PRICE)
        self._changed()

    # how it reads

    def view(self) -> LineSheetView | None:
        """What the sheet shows; None while it is closed."""
        about, texts = self._about, self._session.texts
        if about is None:
            return None
        say, mark = texts.say, texts.comma
        away, icon = self._away()
        share = self._field is Field.DISCOUNT
        return LineSheetView(
            title=say("Discount on the whole sale") if isinstance(about, Whole) else self._product(about).name,
            reckoned=self._reckoned(),
            tabs=self._tabs(),
            field=self._field,
            figure=self._figure.shown.replace(",", mark),
            waiting=not self._figure.is_typed,
            unit=self._unit(),
            kinds=((Kind.SHARE.value, "%"), (Kind.AMOUNT.value, "kr")) if share else (),
            kind=self._kind.value,
            comma=mark if self._has_decimals() else "",
            note=self._note,
            note_hint=say("For example: without milk"),
            problem=self._problem,
            away_label=away,
            away_icon=icon,
            enter_label=say("Add") if isinstance(about, Asked) else say("OK"),
            can_enter=self._can_enter(),
        )

    def _tabs(self) -> tuple[tuple[str, str], ...]:
        if not isinstance(self._about, Line):
            return ()
        say, unit = self._session.texts.say, self._line(self._about).product.unit
        how_much = {Unit.PIECE: say("Quantity"), Unit.KILO: say("Weight")}.get(unit, say("How much"))
        return (
            (Field.QUANTITY.value, how_much),
            (Field.PRICE.value, say("Price")),
            (Field.DISCOUNT.value, say("Discount")),
            (Field.NOTE.value, say("Line note")),
        )

    def _away(self) -> tuple[str, str]:
        """The other button's words and icon; "" where there is nothing to take away."""
        about, say = self._about, self._session.texts.say
        if isinstance(about, Asked):
            return say("Cancel"), "close"
        line = self._line(about) if isinstance(about, Line) else None
        if self._field is Field.DISCOUNT:
            return (
                (say("No discount"), "close")
                if standing_discount(self._session.cart, self._about) is not None
                else ("", "")
            )
        if line is None:
            return "", ""
        if self._field is Field.PRICE:
            usual = line.list_price
            return (self._session.texts.money(usual), "undo") if usual is not None else ("", "")
        if self._field is Field.NOTE:
            return (say("No note"), "close") if line.note else ("", "")
        return say("Take out"), "delete"

    def _reckoned(self) -> str:
        """What it comes to with what is typed now, or what is asked."""
        about, texts = self._about, self._session.texts
        if isinstance(about, Whole):
            return self._less(self._session.cart.before_discount)
        line = self._reckoned_line()
        if line is None:
            if not isinstance(about, Asked):
                return ""
            if about.price is not None:
                return per_unit(about.price, about.product.unit, texts)
            return texts.say("What does it cost?") if self._field is Field.PRICE else texts.say("How much is it?")
        if self._field is Field.DISCOUNT:
            return self._less(line.full)
        amount = texts.measured(line.quantity, line.product.unit)
        return f"{amount} × {texts.money(line.unit_price)} = {texts.money(line.full)}"

    def _less(self, full: Money) -> str:
        """An amount less the discount that is typed or stands."""
        texts = self._session.texts
        try:
            discount = discount_of(self._figure.plain, self._kind) if self._figure.plain else None
            off = None if discount is None else discount.off(full)
        except Trouble:
            off = None
        if off is None:
            return texts.money(full)
        return f"{texts.money(full)} − {texts.money(off)} = {texts.money(full - off)}"

    def _reckoned_line(self) -> CartLine | None:
        """The line as it would be with what is typed now; None while something is missing or cannot be."""
        about = self._about
        if isinstance(about, Whole) or about is None:
            return None
        if isinstance(about, Line):
            line = self._line(about)
            asked = Asked(line.product, line.quantity, line.unit_price)
        else:
            asked = about
        try:
            if self._field in (Field.QUANTITY, Field.PRICE):
                asked = self._answered(asked)
            if asked.quantity is None or asked.price is None:
                return None
            line = CartLine(asked.product, asked.quantity, asked.price)
            line.full  # noqa: B018 - raises BadInput when it is more than a till can hold
            return line
        except Trouble:
            return None

    def _can_enter(self) -> bool:
        if self._field is Field.NOTE:
            return True
        if isinstance(self._about, Asked) and self._field is Field.QUANTITY:
            return self._figure.milli > 0
        return bool(self._figure.plain)

    def _turn_to(self, field: Field) -> None:
        self._field, self._problem = field, ""
        self._note = self._line(self._about).note if isinstance(self._about, Line) else ""
        self._prepare()

    def _prepare(self) -> None:
        """A figure as long as the field takes, with what stands there now."""
        line = self._line(self._about) if isinstance(self._about, Line) else None
        self._figure = Figure(self._most_digits(), 3 if self._field is Field.QUANTITY else 2)
        if not self._has_decimals():
            self._figure = Figure(self._most_digits())
        if self._field is Field.QUANTITY and line is not None:
            self._figure.set(str(line.quantity))
        elif self._field is Field.PRICE and line is not None:
            self._figure.set(str(line.unit_price))
        elif self._field is Field.DISCOUNT:
            self._figure.set(self._plain_discount())

    def _plain_discount(self) -> str:
        """The discount that stands, as one would type it; "" when it is of the other kind."""
        discount = standing_discount(self._session.cart, self._about)
        if discount is None or (discount.amount is None) != (self._kind is Kind.SHARE):
            return ""
        return str(discount.amount) if discount.amount is not None else str(Quantity((discount.hundredths or 0) * 10))

    def _most_digits(self) -> int:
        if self._field is Field.DISCOUNT and self._kind is Kind.SHARE:
            return 3
        return 5 if self._field is Field.QUANTITY else 8

    def _has_decimals(self) -> bool:
        if self._field is not Field.QUANTITY:
            return True
        return not isinstance(self._about, Whole | None) and self._product(self._about).unit.is_measured

    def _unit(self) -> str:
        if self._field is Field.DISCOUNT:
            return ""
        if self._field is Field.PRICE or isinstance(self._about, Whole | None):
            return "kr"
        unit = self._product(self._about).unit
        return self._session.texts.unit(unit) if unit.is_measured else "×"

    def _product(self, about: Line | Asked) -> Product:
        return about.product if isinstance(about, Asked) else self._line(about).product

    def _line(self, about: Line) -> CartLine:
        return self._session.cart.lines[about.index]
