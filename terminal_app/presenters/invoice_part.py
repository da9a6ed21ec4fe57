"""The invoice at the counter: who gets it, what is written on it, and what it costs on top.

A part that the payment holds. Owns the buyer and the words of the invoice; knows nothing of tenders or of how the
sale is finished. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..domain.catalog import Customer
from ..domain.fee import Fee, NoFee
from ..domain.money import LARGEST_ORE
from ..domain.sale import NO_WORDS, Words
from .customers import CustomerRow, customer_row
from .invoice_words import delivery, fee_text
from .session import Session

RECENT = 4


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """The invoice: its customer, the ones to choose at once, what is written on it, and its fee.

    `fee` says what it comes to, nothing where none is wanted, and with `fee_missing` why none is charged.
    """

    customer: CustomerRow | None
    customer_label: str
    customer_hint: str
    delivery: str
    recents_label: str
    recents: tuple[CustomerRow, ...]
    search_label: str
    change_label: str
    reference_label: str
    reference: str
    note_label: str
    note: str
    internal_note_label: str
    internal_note: str
    fee: str
    fee_missing: bool


class InvoicePart:
    """Who is invoiced and with which words. `changed` is called when something that is shown has changed."""

    def __init__(self, session: Session, changed: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self._changed = changed
        self._words = NO_WORDS
        self._fee: Fee | NoFee = NoFee.NOT_WANTED
        """Of an invoice for this cart, as it is shown: what is shown is what is charged."""

    @property
    def customer(self) -> Customer | None:
        """Who gets the invoice, if somebody was chosen."""
        return self._session.buyer

    @property
    def words(self) -> Words:
        """What is written on the invoice, as typed."""
        return self._words

    @property
    def fee(self) -> Fee | None:
        """What an invoice for this cart costs on top, as last reckoned; None when nothing is charged."""
        return self._fee if isinstance(self._fee, Fee) else None

    def view(self) -> InvoiceView:
        texts, customer = self._session.texts, self.customer
        say = texts.say
        forced = self._session.till.invoice_channel().force_customer
        recents = self._recents() if customer is None else ()
        return InvoiceView(
            customer=None if customer is None else customer_row(customer, texts),
            customer_label=say("Customer"),
            customer_hint=say("Must be chosen") if forced else say("May be chosen later, in the queue"),
            delivery="" if customer is None else delivery(customer, texts),
            recents_label=say("Last used") if recents else "",
            recents=tuple(customer_row(recent, texts) for recent in recents),
            search_label=say("Search customer"),
            change_label=say("Change customer"),
            reference_label=say("Customer's reference"),
            reference=self._words.reference,
            note_label=say("Note on the invoice"),
            note=self._words.note,
            internal_note_label=say("Internal note (stays here)"),
            internal_note=self._words.internal_note,
            fee=fee_text(self._fee, texts),
            fee_missing=isinstance(self._fee, NoFee),
        )

    def why_not(self) -> str:
        """Why an invoice cannot be finished yet, in words; "" when it can."""
        if self.customer is None and self._session.till.invoice_channel().force_customer:
            return self._session.texts.say("Choose a customer first")
        return ""

    def choose_recent(self, index: int) -> None:
        """Invoice one of the customers that are shown at once."""
        recents = self._recents()
        if index < len(recents):
            self.take_customer(recents[index])

    def take_customer(self, customer: Customer) -> None:
        """Invoice that customer."""
        self._session.buyer = customer
        self._changed()

    def drop_customer(self) -> None:
        """Choose anew."""
        self._session.buyer = None
        self._changed()

    def open_picker(self) -> None:
        """Search among all customers."""
        self._session.pick_customer(self.take_customer)

    def write(self, *, note: str | None = None, internal_note: str | None = None, reference: str | None = None) -> None:
        """Keep what is being typed; it is checked when the sale is finished."""
        words = self._words
        self._words = Words(
            note=words.note if note is None else note,
            internal_note=words.internal_note if internal_note is None else internal_note,
            reference=words.reference if reference is None else reference,
        )

    def reckon_fee(self) -> None:
        """Look up what an invoice for this cart costs on top; `fee` is the answer."""
        cart = self._session.cart
        self._fee = self._session.till.invoice_fee(cart)
        if isinstance(self._fee, Fee) and cart.total.ore + self._fee.price.ore > LARGEST_ORE:
            self._fee = NoFee.NOT_WANTED  # no sale can be that large: the till says so when it is finished

    def forget(self) -> None:
        """Nothing that was written reaches the next customer; who it was goes with the cart."""
        self._words = NO_WORDS

    def _recents(self) -> tuple[Customer, ...]:
        return self._session.till.catalog.recent_customers(RECENT)
