"""What a scanned code means at each place of the till, and the notice that tells what became of it.

The goods go into the cart on the sale screen, whatever lies over it; anywhere else nothing is taken without a word.
Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from ..domain import barcodes
from ..domain.catalog import Product
from ..domain.operators import Right
from .session import Notice, Place, Session
from .sounds import Sound

if TYPE_CHECKING:
    from .desk.desk import DeskPresenter
    from .payment import PaymentPresenter
    from .sale import SalePresenter

STAYS_FOR = timedelta(seconds=20)
"""How long a notice waits to be read."""


class _Step(Enum):
    """What the notice's button does."""

    NOTHING = "nothing"
    MAKE_PRODUCT = "make_product"
    ADD_TO_CART = "add_to_cart"


class Takers(Protocol):
    """Who takes what was scanned; each is made when it is first asked for."""

    @property
    def sale(self) -> SalePresenter: ...

    @property
    def payment(self) -> PaymentPresenter: ...

    @property
    def desk(self) -> DeskPresenter: ...


class ScansPresenter:
    """Takes every scanned code. `notice` is what to show over the screen, None most of the time."""

    def __init__(
        self,
        session: Session,
        takers: Takers,
        asks_for_pin: Callable[[], bool],
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._session, self._takers, self._asks_for_pin = session, takers, asks_for_pin
        self.on_change = on_change
        self.notice: Notice | None = None
        self._step, self._code, self._until = _Step.NOTHING, "", session.now()
        self._place = session.place
        session.listen(self._session_changed)

    def take(self, scanned: str) -> None:
        """A code as the scanner sent it."""
        code = barcodes.read(scanned)
        if self._session.locked:
            self._session.let_hear(Sound.ATTENTION)
            return
        self._session.touched()
        if not code:
            return
        place = self._session.place
        if place is Place.SALE:
            self._ring_up(code)
        elif place is Place.RECEIPT:
            self._next_sale(code)
        elif place is Place.DESK and self._takers.desk.scan(code):
            self._session.let_hear(Sound.SCANNED)
        else:
            self._refuse(code)

    def expects_typing(self) -> bool:
        """Whether a PIN may be typed on the keyboard now, although no field has the focus."""
        return self._session.place is Place.LOCK or self._asks_for_pin()

    def act(self) -> None:
        """The notice's button was touched."""
        step, code = self._step, self._code
        self.dismiss()
        if step is _Step.MAKE_PRODUCT:
            self._session.go(Place.DESK)
            self._session.unknown_code = code
            self._session.open_desk("products")
        elif step is _Step.ADD_TO_CART:
            self._takers.payment.back()
            if self._session.place is Place.SALE:
                self._ring_up(code)

    def dismiss(self) -> None:
        """The notice was read."""
        self.notice, self._step = None, _Step.NOTHING
        self.on_change()

    def tick(self) -> None:
        """Time has passed: a notice does not stay for ever."""
        if self.notice is not None and self._session.now() >= self._until:
            self.dismiss()

    def _ring_up(self, code: str) -> None:
        product = self._product(code)
        if product is None:
            self._unknown(code)
        elif product.hidden:
            self._hidden(product)
        else:
            from .sale import Rung  # the sale is there by now; a till that starts locked does not wait for it

            rung = self._takers.sale.scan(product.sku)
            if rung is Rung.WAITS:
                self._wait_for_answer(product)
            else:
                self._session.let_hear(Sound.ATTENTION if rung is Rung.REFUSED else Sound.SCANNED)

    def _next_sale(self, code: str) -> None:
        """The sale before is finished: what comes now is the next customer's."""
        product = self._product(code)
        if product is not None and not product.hidden:
            self._session.go(Place.SALE)
        self._ring_up(code)

    def _product(self, code: str) -> Product | None:
        """Whose barcode it is, else whose SKU; also one that is taken out of the assortment."""
        assortment = self._session.till.assortment
        return assortment.owner_of(code) or assortment.known(code)

    # what is said

    def _unknown(self, code: str) -> None:
        session, say = self._session, self._session.texts.say
        operators, who = session.till.operators, session.operator.id
        hint = ""
        if not operators.may(who, Right.PRODUCTS):
            names = ", ".join(one.name for one in operators.who_may(Right.PRODUCTS))
            hint = say("{names} can approve it.", names=names)
        message = say("No product has the code {code}", code=code)
        self._tell(Notice(message, hint, "warn", say("Make product")), Sound.UNKNOWN, _Step.MAKE_PRODUCT, code)

    def _hidden(self, product: Product) -> None:
        say = self._session.texts.say
        message = say("{name} is taken out of the assortment", name=product.name)
        self._tell(Notice(message, say("It cannot be rung up."), "warn"), Sound.UNKNOWN)

    def _wait_for_answer(self, product: Product) -> None:
        say = self._session.texts.say
        message = say("{name} was not added", name=product.name)
        self._tell(Notice(message, say("Answer what is asked first, then scan it again."), "warn"), Sound.ATTENTION)

    def _refuse(self, code: str) -> None:
        """Goods that are scanned where none are rung up."""
        say, product = self._session.texts.say, self._product(code)
        name = code if product is None else product.name
        message = say("{name} was not added", name=name)
        if self._session.place is Place.PAYMENT:
            hint, action = say("The payment has begun: go back to the cart first."), say("Go back and add it")
            self._tell(Notice(message, hint, "warn", action), Sound.ATTENTION, _Step.ADD_TO_CART, code)
        else:
            self._tell(Notice(message, say("Goods are scanned on the sale screen."), "warn"), Sound.ATTENTION)

    def _tell(self, notice: Notice, sound: Sound, step: _Step = _Step.NOTHING, code: str = "") -> None:
        self.notice, self._step, self._code = notice, step, code
        self._until = self._session.now() + STAYS_FOR
        self._session.let_hear(sound)
        self.on_change()

    def _session_changed(self) -> None:
        """What was told at one place is of no use at another."""
        if self._session.place is not self._place:
            self._place = self._session.place
            self.notice, self._step = None, _Step.NOTHING
            if self._place is not Place.DESK:
                self._session.unknown_code = ""
