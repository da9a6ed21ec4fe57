"""The sale screen: shelves, tiles, search and cart. Nothing here waits for disk or network.

The cart changes in one place only, `_take`, so that every step can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from ..domain.cart import Cart, Serving
from ..domain.catalog import Product
from ..domain.money import ONE, ZERO, Quantity
from ..domain.problems import Trouble
from ..i18n import Texts
from .approvals import when_allowed
from .buyer_part import BuyerPart
from .cart_rows import CartWords
from .day_strip import DayStrip
from .figure import Figure
from .line_changes import Change, added, taken_out
from .line_sheet import LineSheet
from .park_part import ParkPart
from .product_shelves import ProductShelves
from .sale_view import SaleLabels, SaleView, TimesView, UndoView, labels_in
from .session import Notice, Place, Session
from .step_up import StepUp
from .undo_steps import Step, UndoSteps

MOST_TIMES_DIGITS = 4


class Rung(Enum):
    """What became of a product that was touched or scanned."""

    ADDED = "added"
    ASKED = "asked"
    """How much of it, or its price, is asked for now."""
    WAITS = "waits"
    """Something else is asked for, which comes first; the product was not added."""
    REFUSED = "refused"


class SalePresenter:
    """Rings up. `on_change` is called after every intent that changes the view.

    With `keypad_stays` the keypad for quantities stays open after it was used.
    """

    def __init__(self, session: Session, on_change: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self.on_change = on_change
        self._shelves = ProductShelves(session)
        self.step_up = StepUp(session, lambda: self.on_change())
        self.sheet = LineSheet(session, self.step_up, self._decided, lambda: self.on_change())
        self._times = Figure(MOST_TIMES_DIGITS)
        self._times_open = False
        self.keypad_stays = False
        self._steps = UndoSteps()
        self._words = CartWords()
        self._labels: tuple[Texts, SaleLabels] | None = None
        self._known = session.cart
        self._selected: int | None = None
        self._scroll_to: int | None = None
        self._notice: Notice | None = None
        self.buyer = BuyerPart(session, lambda: self.on_change())
        self.parked = ParkPart(session, self.sheet.settle)
        self.day = DayStrip(session, lambda: self.on_change())
        session.listen(self._session_changed)

    def view(self) -> SaleView:
        session, cart = self._session, self._session.cart
        texts, say = session.texts, session.texts.say
        words, shelves = self._words, self._shelves
        sums, total = words.sums(cart, texts, session.now().date())
        counts, pieces = words.counts(cart, texts)
        paid = session.paid_so_far() if cart.lines else ZERO
        if paid:
            sums = ((say("Paid so far"), texts.money(paid)), *sums)
        if self._labels is None or self._labels[0] is not texts:
            self._labels = (texts, labels_in(texts))
        return SaleView(
            shelves=shelves.shelves(),
            tiles=shelves.tiles(),
            counts=counts,
            rows=words.rows(cart, texts, self._selected),
            scroll_to=self._scroll_to,
            search=shelves.search,
            nothing_found=say("No product matches “{text}”", text=shelves.search),
            labels=self._labels[1],
            cart_count=texts.count("{n} item", "{n} items", pieces),
            takes_away=cart.serving is Serving.TAKE_AWAY,
            sums=sums,
            total_label=say("Total") if paid else say("To pay"),
            total=total,
            can_pay=bool(cart.lines),
            times=self._times_view(),
            undo=self._undo_view(),
            sheet=self.sheet.view(),
            step_up=self.step_up.view(),
            notice=self._notice,
        )

    # ringing up

    def add(self, sku: str) -> None:
        """That product, as many as were typed before, else one; its line is selected and scrolled to.

        What is weighed or has no price of its own is asked about first.
        """
        product = self._session.till.assortment.by_sku(sku)
        if product is not None and self.sheet.settle():
            self._ring_up(product)

    def scan(self, sku: str) -> Rung:
        """As `add`, and what became of it, but whatever lies over the cart stays as it is.

        Only a product that must be asked about waits while something else is being asked.
        """
        product = self._session.till.assortment.by_sku(sku)
        if product is None:
            return Rung.REFUSED
        if product.unit.is_measured or product.open_price:
            waits = self.step_up.is_open or (self.sheet.asks and not self.sheet.is_typed) or not self.sheet.settle()
            return Rung.WAITS if waits else self._ring_up(product)
        selected, shown = self._selected, self.sheet.view()
        rung = self._ring_up(product)
        if shown is not None:
            if selected is not None and selected == self._selected and not self.sheet.is_typed:
                self.sheet.choose(shown.field.value)  # its line has grown: what it shows is the line's again
            self._selected = selected
            self.on_change()
        return rung

    def _ring_up(self, product: Product) -> Rung:
        quantity = Quantity(self._times.milli) if self._times.milli else None
        self._used_up()
        if product.unit.is_measured or product.open_price:
            self._selected = self._scroll_to = None
            self.sheet.ask(product, quantity)
            self.on_change()
            return Rung.ASKED
        before = self._session.cart
        much = quantity or ONE
        self._try(lambda cart: Change(cart.add(product, much), added(product, much)))
        self.on_change()
        return Rung.REFUSED if self._session.cart is before else Rung.ADDED

    def open_times(self) -> None:
        """Show the keypad for the quantity that comes before a product, or put it away."""
        self._times_open = self.sheet.is_open or not self._times_open
        if self.sheet.is_open:
            self.sheet.close()
        if not self._times_open:
            self._times.set("")
        self.on_change()

    def times(self, key: str) -> None:
        """A key of that keypad: a digit, "00" or "backspace"."""
        self._times.key(key)
        self.on_change()

    def _used_up(self) -> None:
        self._times.set("")
        self._times_open = self._times_open and self.keypad_stays

    # shelves

    def choose_shelf(self, index: int) -> None:
        """Show that shelf of the strip. A search ends."""
        self._shelves.choose(index)
        self.on_change()

    def search(self, text: str) -> None:
        """Show the products that match while it is typed."""
        if self._shelves.look_for(text):
            self.on_change()

    def enter_search(self) -> None:
        """Enter was typed in the search: what can only be meant is rung up, and the search ends."""
        sku = self._shelves.meant()
        if sku is not None:
            self._shelves.look_for("")
            self.add(sku)
            self.on_change()

    # the cart's lines

    def select(self, index: int) -> None:
        """Open that cart line for all that can be done with it, or close it again."""
        again = self.sheet.is_about(index)
        if index >= len(self._session.cart.lines) or not self.sheet.settle():
            return
        self._scroll_to, self._selected = None, None if again else index
        if not again:
            self._times_open = self._times_open and self.keypad_stays
            self.sheet.open_line(index)
        self.on_change()

    def close_sheet(self) -> None:
        """Away with what can be done with the line; it is selected no more."""
        self._selected = None
        self.sheet.close()

    def more(self, index: int) -> None:
        """One more on that line."""
        self._step(index, ONE)

    def fewer(self, index: int) -> None:
        """One less on that line; the last one takes the line out."""
        self._step(index, -ONE)

    def remove(self, index: int) -> None:
        """Take that line out; it can be undone."""
        if index < len(self._session.cart.lines):
            self._leave_sheet()
            self._try(lambda cart: taken_out(cart, index))
            self.on_change()

    def clear(self) -> None:
        """Empty the cart; it can be undone."""
        if self._session.cart.lines:
            self._leave_sheet()
            emptied = self._session.texts.say("Emptied")
            self._try(lambda cart: Change(Cart(serving=cart.serving), emptied, True), dropped=True)
            self.on_change()

    def discount(self) -> None:
        """Ask for a discount on the whole sale, or close that again."""
        again = self.sheet.is_open and self.sheet.is_whole
        if self._session.cart.lines and self.sheet.settle() and not again:
            self._selected = self._scroll_to = None
            self._times_open = self._times_open and self.keypad_stays
            self.sheet.open_whole()
        self.on_change()

    def undo(self) -> None:
        """Back to the cart before the newest step; what it takes away again is journalled as when it is taken out."""
        step = self._steps.newest
        if step is not None:
            self._leave_sheet()
            try:
                self._show(step.before)
            except Trouble as trouble:
                self._notice = self._session.explain(trouble)
            else:
                self._steps.take()
                self._session.approvals.update(step.approvals)
                self._notice = None
            self.on_change()

    def dismiss(self) -> None:
        """Close the notice."""
        self._notice = None
        self.on_change()

    def serve(self, take_away: bool) -> None:
        """Eaten here or taken away."""
        serving, say = Serving.TAKE_AWAY if take_away else Serving.EAT_IN, self._session.texts.say
        if serving is not self._session.cart.serving:
            self._try(lambda cart: Change(cart.served(serving), say("Take away") if take_away else say("Eat in")))
        self.on_change()

    def pay(self) -> None:
        """On to the payment; an approval that became too old is asked for again while the cart is in sight."""
        if self._session.cart.lines and self.sheet.settle():
            when_allowed(self._session, self.step_up, self._session.cart, self._go_and_pay)

    def _go_and_pay(self) -> None:
        self._notice, self._selected, self._scroll_to = None, None, None
        self._used_up()
        self._session.go(Place.PAYMENT)

    # changes

    def _step(self, index: int, by: Quantity) -> None:
        if index >= len(self._session.cart.lines):
            return
        wanted = self._session.cart.lines[index].quantity + by
        if wanted.milli <= 0:
            self.remove(index)
            return
        name = self._session.cart.lines[index].product.name
        words = f"{self._session.texts.quantity(wanted)} × {name}"
        self._leave_sheet()
        self._try(lambda cart: Change(cart.with_quantity(index, wanted), words))
        self._scroll_to = None
        self.on_change()

    def _leave_sheet(self) -> None:
        """A line is changed beside the sheet: what it shows would no longer be true."""
        if self.sheet.is_open:
            self.sheet.close()

    def _decided(self, change: Change) -> None:
        """The sheet was answered."""
        self._try(lambda _: change)
        self.on_change()

    def _try(self, step: Callable[[Cart], Change], *, dropped: bool = False) -> None:
        try:
            self._take(step(self._session.cart), dropped)
        except Trouble as trouble:
            self._notice = self._session.explain(trouble)

    def _take(self, change: Change, dropped: bool) -> None:
        session, cart = self._session, change.cart
        step = Step(session.cart, tuple(session.approvals.items()), change.words, change.took_out)
        # An emptied cart keeps nothing that the next customer's goods would get.
        self._show(cart if cart.lines else Cart(serving=cart.serving), dropped=dropped)
        self._steps.add(step)
        self._notice = None
        if change.took_out:
            self._selected = self._scroll_to = None

    def _show(self, cart: Cart, *, dropped: bool = False) -> None:
        """That cart from now on; the line that differs is selected and scrolled to. Raises as `Session.take_cart`."""
        before = self._session.cart
        self._session.take_cart(cart, dropped=dropped)
        self._known = cart
        changed = _first_other(before, cart)
        if changed is not None or len(cart.lines) < len(before.lines):
            self._selected = self._scroll_to = changed

    def _session_changed(self) -> None:
        session = self._session
        if session.cart is not self._known:  # sold, parked or taken up again: nothing of the cart before comes back
            self._known = session.cart
            self._steps.forget()
            self._selected, self._scroll_to, self._notice = None, None, None
            self._leave_sheet()
        if session.locked and self.step_up.is_open:
            self.step_up.close()
        self.on_change()

    # how it reads

    def _times_view(self) -> TimesView:
        say, typed = self._session.texts.say, self._times.milli // 1000
        return TimesView(
            label=say("Qty"),
            armed=f"{typed} ×" if typed else "",
            is_open=self._times_open and not self.sheet.is_open,  # two keypads, and one types on the wrong one
        )

    def _undo_view(self) -> UndoView:
        newest = self._steps.newest
        return UndoView(
            label=self._session.texts.say("Undo"),
            words="" if newest is None else newest.words,
            can=newest is not None,
            stands_out=newest is not None and newest.took_out,
        )


def _first_other(before: Cart, after: Cart) -> int | None:
    """The first line that is not the one that stood there before; None when each is."""
    for index, line in enumerate(after.lines):
        if index >= len(before.lines) or line is not before.lines[index]:
            return index
    return None
