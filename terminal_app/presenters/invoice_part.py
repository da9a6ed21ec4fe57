"""The invoice at the counter: who gets it, what is written on it, what stands in its way, and what it costs on top.

A part that the payment holds. Owns the words of the invoice; who the buyer is goes with the cart. Knows nothing of
tenders or of how the sale is finished. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ..domain.catalog import Customer
from ..domain.channel import Asked
from ..domain.fee import Fee, NoFee
from ..domain.money import LARGEST_ORE, ZERO, Money
from ..domain.preflight import Finding, Weight
from ..domain.records import record
from ..domain.sale import NO_WORDS, Words
from ..domain.signature import Signature
from ..reports.setting_words import told_problem
from .customers import CustomerRow, customer_row
from .identity_card import IdentityCard, identity_card
from .invoice_words import fee_text
from .session import Session
from .signing import SignatureView, Signing

AT_ONCE = 4
"""How many customers can be chosen with one touch."""
MOST_USUAL = 2


@record
class InvoiceView:
    """The invoice: its customer, the ones to choose at once, what is written on it, and its fee.

    Until a customer is chosen `recents` and `usual` are those to choose at once, nobody in both; then `card` is who it
    is. `fee` says what it comes to, nothing where none is wanted, and with `fee_missing` why none is charged.
    `signature` is None where the shop asks for none.
    """

    card: IdentityCard | None
    customer_label: str
    customer_hint: str
    recents_label: str
    recents: tuple[CustomerRow, ...]
    usual_label: str
    usual: tuple[CustomerRow, ...]
    search_label: str
    change_label: str
    reference_label: str
    reference: str
    note_label: str
    note: str
    internal_note_label: str
    internal_note: str
    signature: SignatureView | None
    fee: str
    fee_missing: bool

    @property
    def customer(self) -> CustomerRow | None:
        """Who it goes to."""
        return None if self.card is None else self.card.row


class InvoicePart:
    """Who is invoiced and with which words. `changed` is called when something that is shown has changed.

    Whoever holds it sets `due` and `tips`: what the invoice comes to, and the tips on the sale.
    """

    def __init__(self, session: Session, changed: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self._changed = changed
        self._words = NO_WORDS
        self._fee: Fee | NoFee = NoFee.NOT_WANTED
        """Of an invoice for this cart, as it is shown: what is shown is what is charged."""
        self._looked: tuple[tuple[object, ...], tuple[Finding, ...]] | None = None
        self._regulars: tuple[int, tuple[Customer, ...]] | None = None
        self.due: Callable[[], Money] = self._whole
        self.tips: Callable[[], Money] = lambda: ZERO
        self.signing = Signing(session, lambda: self._changed(), lambda: self.due())
        session.listen(self._look_anew)

    @property
    def customer(self) -> Customer | None:
        """Who gets the invoice, if somebody was chosen."""
        return self._session.buyer

    @property
    def words(self) -> Words:
        """What is written on the invoice, as typed."""
        return self._words

    @property
    def signature(self) -> Signature | None:
        """What the buyer signed, where the shop asks for it."""
        asked = self._session.till.invoice_channel().signature
        return None if asked is Asked.OFF else self.signing.signature

    @property
    def fee(self) -> Fee | None:
        """What an invoice for this cart costs on top, as last reckoned; None when nothing is charged."""
        return self._fee if isinstance(self._fee, Fee) else None

    def view(self) -> InvoiceView:
        texts, customer = self._session.texts, self.customer
        say = texts.say
        channel = self._session.till.invoice_channel()
        recents, usual = self._at_once() if customer is None else ((), ())
        return InvoiceView(
            card=None if customer is None else self._card(customer),
            customer_label=say("Customer"),
            customer_hint=say("Must be chosen") if channel.force_customer else say("May be chosen later, in the queue"),
            recents_label=say("Last used") if recents else "",
            recents=tuple(customer_row(recent, texts) for recent in recents),
            usual_label=say("Usually here at this hour") if usual else "",
            usual=tuple(customer_row(one, texts) for one in usual),
            search_label=say("Search customer"),
            change_label=say("Change customer"),
            reference_label=self._reference_label(channel.requisition),
            reference=self._words.reference,
            note_label=say("Note on the invoice"),
            note=self._words.note,
            internal_note_label=say("Internal note (stays here)"),
            internal_note=self._words.internal_note,
            signature=self.signing.view(),
            fee=fee_text(self._fee, texts),
            fee_missing=isinstance(self._fee, NoFee),
        )

    def why_not(self) -> str:
        """Why an invoice cannot be finished yet, in words; "" when it can."""
        session, say = self._session, self._session.texts.say
        channel = session.till.invoice_channel()
        if self.customer is None and channel.force_customer:
            return say("Choose a customer first")
        gravest = next(iter(self._findings()), None)
        if gravest is not None and gravest.weight is Weight.MEND_FIRST:
            return told_problem(gravest.problem, session.texts)[0]
        if channel.requisition is Asked.REQUIRE and not self._words.reference.strip():
            return say("Write the requisition number")
        return self.signing.why_not()

    def choose_recent(self, index: int) -> None:
        """Invoice one of the last customers, who are shown at once."""
        recents, _ = self._at_once()
        if index < len(recents):
            self.take_customer(recents[index])

    def choose_usual(self, index: int) -> None:
        """Invoice one of those who usually come at this hour."""
        _, usual = self._at_once()
        if index < len(usual):
            self.take_customer(usual[index])

    def at_once(self) -> tuple[CustomerRow, ...]:
        """Whom one touch chooses before anything else was: the buyer who goes with the cart, else the likeliest."""
        return tuple(customer_row(one, self._session.texts) for one in self._likeliest())

    def choose_at_once(self, index: int) -> None:
        """Invoice that one of them."""
        likeliest = self._likeliest()
        if index < len(likeliest):
            self.take_customer(likeliest[index])

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
        words, before = self._words, self.why_not()
        self._words = Words(
            note=words.note if note is None else note,
            internal_note=words.internal_note if internal_note is None else internal_note,
            reference=words.reference if reference is None else reference,
        )
        if self.why_not() != before:
            self._changed()

    def bring_back(self, words: Words) -> None:
        """The words of an invoice that was undone."""
        self._words = words
        self._changed()

    def reckon_fee(self) -> None:
        """Look up what an invoice for this cart costs on top; `fee` is the answer."""
        cart = self._session.cart
        self._fee = self._session.till.invoice_fee(cart)
        if isinstance(self._fee, Fee) and cart.total.ore + self._fee.price.ore > LARGEST_ORE:
            self._fee = NoFee.NOT_WANTED  # no sale can be that large: the till says so when it is finished

    def forget(self) -> None:
        """Nothing that was written or signed reaches the next customer; who it was goes with the cart."""
        self._words = NO_WORDS
        self.signing.forget()

    def _whole(self) -> Money:
        total = self._session.cart.total
        return total if self.fee is None else total + self.fee.price

    def _reference_label(self, requisition: Asked) -> str:
        say = self._session.texts.say
        if requisition is Asked.OFF:
            return say("Customer's reference")
        return say("Requisition number, must be given") if requisition is Asked.REQUIRE else say("Requisition number")

    def _likeliest(self) -> tuple[Customer, ...]:
        recents, usual = ((self.customer,), ()) if self.customer is not None else self._at_once()
        return (*recents, *usual)

    def _at_once(self) -> tuple[tuple[Customer, ...], tuple[Customer, ...]]:
        """Who was here last, and who usually comes at this hour, without those; no more than there is room for."""
        catalog = self._session.till.catalog
        recents = catalog.recent_customers(AT_ONCE)
        certain = {customer.remote_id for customer in recents[: AT_ONCE - MOST_USUAL]}
        usual = tuple(one for one in self._faithful() if one.remote_id not in certain)[:MOST_USUAL]
        chosen = {customer.remote_id for customer in usual}
        others = tuple(customer for customer in recents if customer.remote_id not in chosen)
        return others[: AT_ONCE - len(usual)], usual

    def _faithful(self) -> tuple[Customer, ...]:
        """Who usually comes at this hour; looked up once until something changes."""
        hour = self._session.now().hour
        if self._regulars is None or self._regulars[0] != hour:
            self._regulars = (hour, self._session.till.catalog.usual_customers(hour, AT_ONCE))
        return self._regulars[1]

    def _card(self, customer: Customer) -> IdentityCard:
        session = self._session
        preflight = session.till.preflight
        return identity_card(
            session.till.catalog.customer(customer.number) or customer,
            session.texts,
            session.now(),
            found=self._findings(),
            unsent=preflight.unsent(customer),
            mirrored_at=preflight.mirror_age(),
            training=session.till.training,
        )

    def _findings(self) -> tuple[Finding, ...]:
        """What stands in the way of an invoice for this cart and buyer; looked up once until something changes."""
        session, customer = self._session, self.customer
        if customer is None:
            return ()
        tips, has_fee = self.tips(), self.fee is not None
        asked = (session.cart, customer, tips, has_fee, session.till.values, session.now().date())
        if self._looked is None or self._looked[0] != asked:
            found = session.till.preflight.look(
                session.cart, customer, tip=tips, has_fee=has_fee, locked_until=self._locked_until()
            )
            self._looked = (asked, found)
        return self._looked[1]

    def _locked_until(self) -> date | None:
        """The last locked day of the books, as the last look at the setup read it; None when there was none."""
        look = self._session.setup.look({})
        checks = () if look is None else look.report.checks
        days = [check.values["day"] for check in checks if check.id == "lock_date" and "day" in check.values]
        return date.fromisoformat(days[0]) if days else None

    def _look_anew(self) -> None:
        self._looked = self._regulars = None
