"""What the customer sees beside the till: the lines as they are rung up, what is due, the change, a word of thanks.

Makes snapshots in the till's language and look; nothing private is in them: no customer, no note. Window thread.
"""

from __future__ import annotations

from datetime import timedelta

from ..customer_display import DisplayLine, Scene, Snapshot
from ..domain.cart import Cart, CartLine
from ..domain.money import ZERO
from .cart_rows import discount_words
from .payment import PaymentPresenter
from .session import Place, Session

MOST_LINES = 14
THANKS_FOR = timedelta(seconds=45)
"""How long a finished sale stays in sight when no other begins."""


class CustomerDisplayPresenter:
    """Looks at the till and makes the customer's snapshot; the same object until something differs."""

    def __init__(self, session: Session, payment: PaymentPresenter) -> None:
        self._session, self._payment = session, payment
        self._made_of: tuple[object, ...] | None = None
        self._made: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """What is to be seen now. Cheap when nothing has changed: it is asked for many times a second."""
        session = self._session
        now = (session.cart, session.place, session.last_sold, session.change_due, session.texts, session.look.theme,
               session.till.values, session.till.training, self._is_thanking())  # fmt: skip
        paying = session.place is Place.PAYMENT and bool(session.cart.lines)
        if paying or self._made is None or now != self._made_of:
            self._made_of, self._made = now, self._make(paying)
        return self._made

    def _make(self, paying: bool) -> Snapshot:
        session, cart = self._session, self._session.cart
        if cart.lines:
            return self._paying(cart) if paying else self._goods(cart)
        if self._is_thanking():
            return self._thanks()
        say = session.texts.say
        return self._of(Scene.WELCOME, headline=say("Welcome"), subline=session.till.values.shop().name)

    def _of(
        self,
        scene: Scene,
        *,
        headline: str = "",
        subline: str = "",
        cart: Cart | None = None,
        facts: tuple[tuple[str, str], ...] = (),
        total: tuple[str, str] = ("", ""),
    ) -> Snapshot:
        session, texts = self._session, self._session.texts
        lines = () if cart is None else cart.lines
        return Snapshot(
            scene=scene,
            shop=session.till.values.shop().name,
            headline=headline,
            subline=subline,
            mark=texts.say("Training: this is not a sale") if session.till.training else "",
            lines=tuple(self._line(line) for line in lines[-MOST_LINES:]),
            has_earlier=len(lines) > MOST_LINES,
            facts=facts,
            total_label=total[0],
            total=total[1],
            theme=session.look.theme,
        )

    def _goods(self, cart: Cart) -> Snapshot:
        texts = self._session.texts
        total = (texts.say("Total"), texts.kroner(cart.total))
        return self._of(Scene.CART, cart=cart, facts=self._discount(cart), total=total)

    def _paying(self, cart: Cart) -> Snapshot:
        """What is still due, as the payment reckons it: with the fee, a tip, and after what was paid already."""
        view = self._payment.view()
        cash = view.cash
        facts = self._discount(cart)
        if view.total != self._session.texts.kroner(cart.total):
            facts += ((self._session.texts.say("Total"), self._session.texts.kroner(cart.total)),)
        if cash is None:
            return self._of(Scene.PAYMENT, cart=cart, facts=facts, total=(view.total_label, view.finish_amount))
        if cash.has_change:
            facts += ((cash.due_label, cash.due), (cash.given_label, cash.given))
            return self._of(Scene.PAYMENT, cart=cart, facts=facts, total=(cash.change_label, cash.change))
        return self._of(Scene.PAYMENT, cart=cart, facts=facts, total=(cash.due_label, cash.due))

    def _thanks(self) -> Snapshot:
        session, texts = self._session, self._session.texts
        sold = session.last_sold
        assert sold is not None
        back = sold.sale.total < ZERO
        facts: tuple[tuple[str, str], ...] = ()
        total = (
            texts.say("Paid back") if back else texts.say("Total"),
            texts.kroner(-sold.sale.total if back else sold.sale.total),
        )
        if session.change_due:
            facts, total = (total,), (texts.say("Change"), texts.kroner(session.change_due))
        headline = texts.say("Welcome back") if back else texts.say("Thank you for shopping")
        return self._of(Scene.THANKS, headline=headline, facts=facts, total=total)

    def _is_thanking(self) -> bool:
        session = self._session
        sold = session.last_sold
        if sold is None or session.place is not Place.RECEIPT:
            return False
        return session.now() - sold.sale.sold_at < THANKS_FOR

    def _discount(self, cart: Cart) -> tuple[tuple[str, str], ...]:
        if cart.discount is None:
            return ()
        texts = self._session.texts
        return ((discount_words(cart.discount, texts), texts.money(-cart.taken_off)),)

    def _line(self, line: CartLine) -> DisplayLine:
        """Quantity, name and price; what was taken off is the customer's to see, what was noted is not."""
        texts, measures = self._session.texts, line.product.unit.is_measured
        price = texts.money(line.unit_price)
        parts = (
            [f"{texts.measured(line.quantity, line.product.unit)} × {price}"] if line.full != line.unit_price else []
        )
        if line.discount is not None:
            parts.append(discount_words(line.discount, texts))
        quantity = texts.unit(line.product.unit) if measures else texts.quantity(line.quantity)
        return DisplayLine(quantity, line.product.name, " · ".join(parts), texts.money(line.gross))
