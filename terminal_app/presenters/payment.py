"""The payment screen: the channels that are on, cash with its change, and the invoice as its part shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..domain.cart import Cart
from ..domain.catalog import Customer
from ..domain.channel import Channel
from ..domain.fee import Fee
from ..domain.money import ZERO, Money
from ..domain.problems import Trouble
from ..domain.sale import NO_WORDS
from ..domain.tender import Tender
from .channels import channel_icon, channel_name
from .invoice_part import InvoicePart, InvoiceView
from .invoice_words import fee_changed
from .session import Notice, Place, Session
from .sounds import Sound

_NOTES_ORE = (5_000, 10_000, 20_000, 50_000, 100_000)
_LARGEST_CASH_ORE = 9_999_999


@dataclass(frozen=True, slots=True)
class ChannelButton:
    """One way to pay."""

    channel: Channel
    label: str
    icon: str
    selected: bool


@dataclass(frozen=True, slots=True)
class CashView:
    """Cash: what is due in whole kroner, what was given, and the change."""

    due_label: str
    due: str
    rounding: str
    given_label: str
    given: str
    change_label: str
    change: str
    has_change: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaymentView:
    """All that the payment screen shows.

    `vat_lines` is how many lines of VAT there can be here: with the fee of an invoice there may be one more, and
    nothing should move when the invoice is chosen.
    """

    title: str
    total_label: str
    total: str
    items: str
    vat: tuple[tuple[str, str], ...]
    vat_lines: int
    channels: tuple[ChannelButton, ...]
    nothing_chosen: str
    no_channels: str
    instruction: str
    cash: CashView | None
    invoice: InvoiceView | None
    finish_label: str
    finish_amount: str
    can_finish: bool
    why_not: str
    back_label: str
    notice: Notice | None


class PaymentPresenter:
    """Takes the payment. Finishing is one press: a second one finds an empty cart."""

    def __init__(self, session: Session, on_change: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self.on_change = on_change
        self._notice: Notice | None = None
        self._cart: Cart | None = None
        self._served = session.customers_served
        self._channel: Channel | None = None
        self.invoice = InvoicePart(session, self._part_changed)
        self._given = ZERO
        session.listen(self._session_changed)

    def view(self) -> PaymentView:
        session, texts = self._session, self._session.texts
        say, cart = texts.say, session.cart
        why_not = self._why_not()
        channels = session.till.channels()
        due = self._cash_due() if self._channel is Channel.CASH else self._owed()
        today = session.now().date()
        return PaymentView(
            title=say("Payment"),
            total_label=say("To pay"),
            total=texts.kroner(self._owed()),
            items=texts.count("{n} line", "{n} lines", len(cart.lines)),
            vat=tuple(
                (say("Of which VAT {rate}", rate=texts.rate(t.code.rate)), texts.money(t.split.vat))
                for t in cart.vat_totals(today, self._charged())
            ),
            vat_lines=len(cart.vat_totals(today, self._possible_fee(channels))),
            channels=tuple(
                ChannelButton(channel, channel_name(channel, texts), channel_icon(channel), channel is self._channel)
                for channel in channels
            ),
            nothing_chosen=say("How does the customer pay?"),
            no_channels="" if channels else say("No payment channel is on. Switch one on in the settings."),
            instruction=self._instruction(),
            cash=self._cash() if self._channel is Channel.CASH else None,
            invoice=self.invoice.view() if self._channel is Channel.INVOICE else None,
            finish_label=say("Finish"),
            finish_amount=texts.kroner(due),
            can_finish=not why_not,
            why_not=why_not,
            back_label=say("Back to the cart"),
            notice=self._notice,
        )

    def choose(self, channel: Channel) -> None:
        """Pay that way."""
        self._channel, self._notice = channel, None
        self._reckon_fee()
        self.on_change()

    def digit(self, digit: str) -> None:
        """A key of the cash keypad: one of 0-9, "00"."""
        given = int(f"{self._given.ore // 100}{digit}") * 100
        if given <= _LARGEST_CASH_ORE:
            self._given = Money(given)
        self.on_change()

    def erase(self) -> None:
        """Take the last digit back."""
        self._given = Money(self._given.ore // 1000 * 100)
        self.on_change()

    def give_note(self, index: int) -> None:
        """The customer gave that suggested amount."""
        self._given = self._notes()[index]
        self.on_change()

    def choose_recent(self, index: int) -> None:
        """Invoice one of the customers that are shown at once."""
        self.invoice.choose_recent(index)

    def take_customer(self, customer: Customer) -> None:
        """Invoice that customer."""
        self.invoice.take_customer(customer)

    def drop_customer(self) -> None:
        """Choose anew."""
        self.invoice.drop_customer()

    def open_picker(self) -> None:
        """Search among all customers."""
        self.invoice.open_picker()

    def write(self, *, note: str | None = None, internal_note: str | None = None, reference: str | None = None) -> None:
        """Keep what is being typed; it is checked when the sale is finished."""
        self.invoice.write(note=note, internal_note=internal_note, reference=reference)

    def finish(self) -> None:
        """The sale, recorded; on to its receipt. What cannot be is explained and nothing is stored."""
        session, channel = self._session, self._channel
        if channel is None or self._why_not():
            return
        given = self._given if channel is Channel.CASH and self._given else None
        by_invoice = channel is Channel.INVOICE
        customer = self.invoice.customer if by_invoice else None
        if by_invoice and self._reckon_fee():
            self._notice = fee_changed(self._owed(), session.texts)
            self.on_change()
            return
        try:
            sold = session.till.sell(
                session.cart,
                (Tender(channel, self._owed() if by_invoice else None),),
                operator_id=session.operator.id,
                customer_number=None if customer is None else customer.number,
                words=self.invoice.words if by_invoice else NO_WORDS,
            )
        except Trouble as trouble:
            self._notice = session.explain(trouble)
            session.let_hear(Sound.ATTENTION)
            self.on_change()
            return
        session.last_sold = sold
        session.change_due = ZERO if given is None else given - sold.sale.payments[0].amount
        session.cart = Cart()
        self._forget()
        session.let_hear(Sound.FINISHED)
        session.go(Place.RECEIPT)

    def back(self) -> None:
        """To the cart, which is kept, as is what was chosen here."""
        self._notice = None
        self._session.go(Place.SALE)

    def dismiss(self) -> None:
        """Close the notice."""
        self._notice = None
        self.on_change()

    def _forget(self) -> None:
        self._channel, self._notice, self._given = None, None, ZERO
        self.invoice.forget()

    def _part_changed(self) -> None:
        self._notice = None
        self.on_change()

    def _session_changed(self) -> None:
        """A cart that changed makes the cash that was given meaningless; the next customer starts all anew."""
        session = self._session
        if session.cart is not self._cart:
            self._cart, self._given = session.cart, ZERO
        if session.customers_served != self._served:
            self._served = session.customers_served
            self._forget()
        if session.place is Place.PAYMENT:
            self._reckon_fee()
        self.on_change()

    def _reckon_fee(self) -> bool:
        """Look up what an invoice for this cart costs on top; whether that changes what is charged."""
        before = self._charged()
        self.invoice.reckon_fee()
        return self._charged() != before

    def _charged(self) -> Fee | None:
        """The fee that this payment comes with."""
        return self.invoice.fee if self._channel is Channel.INVOICE else None

    def _possible_fee(self, channels: tuple[Channel, ...]) -> Fee | None:
        """The fee that this payment comes with if it is by invoice."""
        return self.invoice.fee if Channel.INVOICE in channels else None

    def _owed(self) -> Money:
        """What is to be paid in the chosen channel, before cash is rounded."""
        fee, total = self._charged(), self._session.cart.total
        return total if fee is None else total + fee.price

    def _instruction(self) -> str:
        say, total = self._session.texts.say, self._session.texts.kroner(self._session.cart.total)
        match self._channel:
            case Channel.CARD:
                return say("Take {amount} on the card terminal. Finish when it is approved.", amount=total)
            case Channel.VIPPS:
                return say("Take {amount} by Vipps. Finish when the customer has paid.", amount=total)
            case Channel.GIFT_CARD:
                return say("Draw {amount} from the gift card, then finish.", amount=total)
            case _:
                return ""

    def _why_not(self) -> str:
        say = self._session.texts.say
        if not self._session.cart.lines:
            return say("The cart is empty")
        if self._channel is None:
            return say("Choose how to pay")
        if self._channel is Channel.CASH and self._given and self._given < self._cash_due():
            missing = self._session.texts.kroner(self._cash_due() - self._given)
            return say("{amount} is missing", amount=missing)
        return self.invoice.why_not() if self._channel is Channel.INVOICE else ""

    def _cash_due(self) -> Money:
        return self._session.cart.total.rounded_to_krone()

    def _notes(self) -> tuple[Money, ...]:
        """The exact amount, and the next amounts people pay it with."""
        due = self._cash_due()
        rounded = {Money(-(-due.ore // note) * note) for note in _NOTES_ORE}
        return (due, *sorted(amount for amount in rounded if amount > due))[:4]

    def _cash(self) -> CashView:
        texts, due = self._session.texts, self._cash_due()
        rounding = due - self._session.cart.total
        change = self._given - due if self._given > due else ZERO
        return CashView(
            due_label=texts.say("Due in cash"),
            due=texts.kroner(due),
            rounding=texts.say("Rounding {amount}", amount=texts.money(rounding)) if rounding else "",
            given_label=texts.say("Given"),
            given=texts.kroner(self._given) if self._given else "–",
            change_label=texts.say("Change"),
            change=texts.kroner(change),
            has_change=bool(change),
            notes=tuple(texts.money(amount) for amount in self._notes()),
        )
