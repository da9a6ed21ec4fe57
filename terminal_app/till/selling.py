"""The till itself: what it has open, what it sells, and the settings it goes by.

Everything it stores is durable when a call returns. Called from the window's thread or by a verb.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import uuid4

from ..domain import text
from ..domain.catalog import Category
from ..domain.channel import Asked, Channel
from ..domain.money import ZERO, total
from ..domain.operators import Right
from ..domain.problems import BadInput
from ..domain.settings import InvoicingSystem
from ..domain.sync_control import NoSync
from ..storage import journal
from ..storage.assortment import Assortment
from ..storage.catalog import Catalog
from ..storage.journal_end import JournalEnd
from ..storage.register import Register, last
from ..storage.settings import Settings
from .clock import ahead
from .company import require_company
from .parts import Parts
from .signing import Signing
from .training import KEY as TRAINING
from .training import since as training_since
from .training import tell, train

if TYPE_CHECKING:
    from ..domain.cart import Cart
    from ..domain.catalog import Customer, Operator
    from ..domain.channel import InvoiceChannel
    from ..domain.fee import Fee, NoFee
    from ..domain.money import Money
    from ..domain.outbox import OutboxEntry, State
    from ..domain.sale import Sale, Words
    from ..domain.settings import SettingValues
    from ..domain.signature import Signature
    from ..domain.sync_control import SyncControl
    from ..domain.tender import Tender
    from ..storage.database import Database
    from ..storage.settings import Changes
    from .sold import Sold

NO_APPROVALS: Mapping[Right, str] = MappingProxyType({})


def rights_for(cart: Cart) -> tuple[Right, ...]:
    """What an operator must have the right to, or a manager's approval of, before that cart can be sold."""
    asked = ((Right.DISCOUNT, cart.has_discount), (Right.PRICE_OVERRIDE, cart.has_other_price))
    return tuple(right for right, is_asked in asked if is_asked)


def _checked(words: Words | None) -> Words:
    from ..domain.sale import NO_WORDS, Words  # here and below: no start sells anything

    if words is None or words == NO_WORDS:
        return NO_WORDS
    return Words(
        note=text.note(words.note),
        internal_note=text.note(words.internal_note, "internal_note"),
        reference=text.reference(words.reference),
    )


def _require_invoiced(sale: Sale, fee: Fee | None) -> None:
    """Raises BadInput when nothing but its fee is left for the invoice, or less than that."""
    if sale.invoiced_amount == (ZERO if fee is None else fee.price):
        raise BadInput("invoice_of_nothing", field="pay")
    if fee is not None and sale.invoiced_amount < fee.price:
        raise BadInput("invoice_part_below_fee", field="pay", amount=sale.invoiced_amount, fee=fee.price)


def new_id() -> str:
    """A fresh random id: 32 hexadecimal characters."""
    return uuid4().hex


class Till(Parts):
    """One till on one data folder. `now` gives aware moments; `make_id` unique ids."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        make_id: Callable[[], str] = new_id,
        sync: SyncControl | None = None,
    ) -> None:
        self.database = database
        self._now = now
        self.make_id = make_id
        self.sync: SyncControl = sync or NoSync()
        self.settings = Settings(database)
        self.catalog = Catalog(database)
        self.journal_end = JournalEnd(database)
        self.signing = Signing(self)
        self.register = Register(database, self.signing.signer, self.journal_end)
        self.reload()

    def reload(self) -> None:
        """Read settings and assortment anew, after one of them has changed."""
        self.values: SettingValues = self.settings.read()
        self.assortment = Assortment(self.database)
        self.take_categories(self.catalog.categories())

    def take_categories(self, categories: tuple[Category, ...]) -> None:
        """The categories in the shop's order, as they are stored now."""
        self.categories = categories
        self._categories = {category.name: category for category in categories}

    def now(self) -> datetime:
        """The moment, in the shop's time zone."""
        return self._now().astimezone(self.values.shop().timezone)

    def category(self, name: str) -> Category:
        """The category of that name; a plain one when it is not known."""
        return self._categories.get(name) or Category(name)

    def channels(self) -> tuple[Channel, ...]:
        """The payment channels that are switched on."""
        return self.values.channels()

    @property
    def training(self) -> bool:
        """Whether the till is used to learn it: nothing that is rung up now is turnover."""
        return self.values.on(TRAINING)

    def train(self, on: bool, operator_id: str | None = None, approved_by: str | None = None) -> None:
        """Training begins or ends, journalled; raises MoveRefused for one without the right and without approval."""
        train(self, on, operator_id, approved_by)

    def training_since(self) -> datetime | None:
        """When the training that is on now began; None while it is off."""
        return training_since(self)

    def invoice_channel(self) -> InvoiceChannel:
        return self.values.invoice_channel()

    def operator(self, operator_id: str | None = None) -> Operator:
        """The operator of that id, the first one for None; raises BadInput when there is none of that id."""
        return self.operators.get(operator_id)

    def operator_name(self, operator_id: str) -> str:
        """Who that is, for a receipt; the id itself when nobody has it any more."""
        return self.operators.name_of(operator_id)

    def delivers(self) -> bool:
        """Whether invoices go on to an accounting system at all."""
        return self.invoice_channel().integration and self.values.invoicing().system is not InvoicingSystem.NONE

    def sends(self) -> bool:
        """Whether anything goes on to an accounting system: invoices, day settlements, or both."""
        has_one = self.values.invoicing().system is not InvoicingSystem.NONE
        return has_one and (self.invoice_channel().integration or self.values.settlement().enabled)

    def invoice_fee(self, cart: Cart, tip: Money = ZERO) -> Fee | NoFee:
        """What an invoice for that cart costs the buyer on top, or why nothing.

        None where invoices go to no accounting system, and none on a sale of nothing.
        """
        from ..domain.fee import NoFee, fee_for

        if not self.delivers() or not cart.total + tip:
            return NoFee.NOT_WANTED
        invoicing = self.values.invoicing()
        code = invoicing.fee_product
        return fee_for(invoicing, self.remote_products.get(code) if code else None)

    def _fee_on(self, cart: Cart, tip: Money, tenders: tuple[Tender, ...]) -> Fee | None:
        """The fee of that invoice sale; raises BadInput naming it when amounts were given that leave it out."""
        from ..domain.fee import Fee

        fee = self.invoice_fee(cart, tip)
        if not isinstance(fee, Fee):
            return None
        given = [tender.amount for tender in tenders if tender.amount is not None]
        left_out = len(given) == len(tenders) and total(given) == cart.total + tip
        if left_out or (given and len(tenders) == 1 and given[0] != cart.total + tip + fee.price):
            invoiced = total(one.amount for one in tenders if one.amount and one.channel is Channel.INVOICE)
            owed = cart.total + tip + fee.price - (total(given) - invoiced)
            raise BadInput("invoice_fee_left_out", field="pay", amount=invoiced, owed=owed, fee=fee.price)
        return fee

    def customer(self, number: int) -> Customer:
        """The customer to invoice; raises BadInput when the mirror has none of that number or it is archived."""
        customer = self.catalog.customer(number)
        if customer is None:
            raise BadInput("customer_unknown", field="customer", number=number)
        if customer.archived:
            raise BadInput("customer_archived", field="customer", number=number, name=customer.name)
        return customer

    def sell(
        self,
        cart: Cart,
        tenders: tuple[Tender, ...],
        *,
        operator_id: str | None = None,
        customer_number: int | None = None,
        words: Words | None = None,
        tip: Money = ZERO,
        at: datetime | None = None,
        approvals: Mapping[Right, str] = NO_APPROVALS,
        signature: Signature | None = None,
        cash_given: Money | None = None,
    ) -> Sold:
        """The recorded sale: durable, with its receipt number, and queued for the accounting system by invoice.

        A sale by invoice has the `invoice_fee` on it, on the invoiced part of one that is partly paid at once; only
        that is queued, and an amount given must be for both. `approvals` names the manager whose approval waits for
        each right of `rights_for` that the operator lacks; `cash_given` is what was handed over, for the receipt. In
        `training` it is a training receipt, of which nothing is queued or counted.
        Raises BadInput naming the field when anything about it cannot be, MoveRefused for a right that is missing,
        SettingWrong where the receipt could not say who sells: then nothing was stored, and no approval was used.
        """
        from .sold import Sold

        signed = None if signature is None else signature.checked()
        with self.operators.used_if_stored(), self.database.writing():
            sale, entry = self._closed(cart, tenders, operator_id, customer_number, words, tip, at, approvals)
            self.day.begin(sale.sold_at, sale.operator_id, training=sale.is_training)
            allowed = self._allowed(cart, operator_id, approvals)
            recorded = self.ledger.record(sale, entry, allowed | ahead(at, self.now()), cash_given)
            if signed is not None and not sale.is_training:
                self.signatures.keep(recorded.id, signed)
            self.parking.settle()
        self.parking.let_go()
        self.ringing.let_go(cart)
        sold = Sold(recorded, None if entry is None else replace(entry, receipt_no=recorded.receipt_no or ""))
        self.undo.offer(sold, cart, tip)
        self.prints.wake()
        if entry is not None:
            self.sync.nudge()
        return sold

    def _closed(
        self,
        cart: Cart,
        tenders: tuple[Tender, ...],
        operator_id: str | None,
        customer_number: int | None,
        words: Words | None,
        tip: Money,
        at: datetime | None,
        approvals: Mapping[Right, str],
    ) -> tuple[Sale, OutboxEntry | None]:
        """The sale that is to be recorded and what is to wait for the accounting system; raises as `sell` does.

        Inside the recording transaction: what it asks of the database costs none of its own.
        """
        from ..domain.sale import close

        checked = _checked(words)
        self._require_open(tenders)
        for right in rights_for(cart):
            self.operators.require(operator_id, right, approvals.get(right))
        by_invoice = any(tender.channel is Channel.INVOICE for tender in tenders)
        customer = None if customer_number is None else self.customer(customer_number)
        if by_invoice:
            self._require_buyer(customer, checked)
        fee = self._fee_on(cart, tip, tenders) if by_invoice else None
        sale = close(
            cart,
            tenders,
            sale_id=self.ringing.take_id(cart),
            sold_at=self.now() if at is None else at.astimezone(self.values.shop().timezone),
            operator_id=self.operator(operator_id).id,
            customer=customer,
            words=checked,
            tip=tip,
            fee=fee,
            training=self.training,
        )
        return sale, self._waiting(sale, fee) if by_invoice else None

    def _require_open(self, tenders: tuple[Tender, ...]) -> None:
        """Nothing when it may be sold at all: a receipt can say who sells, the drawer is closed, the channels are on.

        Raises SettingWrong, MoveRefused, or BadInput naming the first channel that is switched off.
        """
        if not self.training:
            require_company(self.values)
        self.drawer.require_closed()
        on = self.channels()
        for tender in tenders:
            if tender.channel not in on:
                raise BadInput("channel_off", field="pay", channel=tender.channel.value)

    def _require_buyer(self, customer: Customer | None, words: Words) -> None:
        """Raises BadInput naming what the shop wants to know of a buyer on invoice and was not told."""
        wanted = self.invoice_channel()
        if customer is None and wanted.force_customer:
            raise BadInput("customer_missing", field="customer")
        if wanted.requisition is Asked.REQUIRE and not words.reference:
            raise BadInput("requisition_missing", field="reference")

    def _waiting(self, sale: Sale, fee: Fee | None) -> OutboxEntry | None:
        """What waits to be sent, for as long as it can be undone at first; None in training. Raises BadInput."""
        _require_invoiced(sale, fee)
        return None if sale.is_training else self.undo.with_grace(self.entry_for(sale))

    def _allowed(self, cart: Cart, operator_id: str | None, approvals: Mapping[Right, str]) -> dict[str, object]:
        """What the journal says of who allowed the cart; uses the approvals up, inside the recording transaction."""
        used = {right: self.operators.use(operator_id, right, approvals.get(right)) for right in rights_for(cart)}
        told = [{"right": right.value, **approval} for right, approval in used.items() if approval]
        return {"approvals": told} if told else {}

    def entry_for(self, sale: Sale) -> OutboxEntry:
        """The new outbox entry of an invoice sale, or of a return of one; its receipt number comes with recording."""
        from ..domain.outbox import OutboxEntry
        from ..domain.till_marks import order_reference

        customer = sale.customer
        return OutboxEntry(
            reference=order_reference(sale.id),
            sale_id=sale.id,
            receipt_no="",
            sold_at=sale.sold_at,
            customer_remote_id=None if customer is None else customer.remote_id,
            customer_number=None if customer is None else customer.number,
            customer_name=None if customer is None else customer.name,
            total=sale.invoiced_amount,
            state=self._first_state(sale),
        )

    def change_settings(self, values: Mapping[str, str], operator_id: str | None = None) -> tuple[str, ...]:
        """The keys that differed; all values are stored with one journal row, or none.

        Raises BadInput naming the first key that does not pass. Secrets are journalled as dots.
        """

        from .day import REGISTER_ID
        from .vat_choice import require_free

        def record(changes: Changes) -> None:
            allowed = self.operators.of_the_visit(operator_id)
            if TRAINING in changes:
                tell(self, changes[TRAINING][1] == "true", allowed, operator_id)
            if REGISTER_ID in changes and last(self.database)[0]:
                raise BadInput("register_id_fixed", field=REGISTER_ID)
            require_free(self, {key: after for key, (_, after) in changes.items()})
            facts = {key: [before, after] for key, (before, after) in changes.items() if key != TRAINING}
            if facts:
                journal.append(self.database, self.now(), "settings", facts | allowed, operator_id=operator_id)

        changes = self.settings.put(values, record)
        if changes:
            self.values = self.settings.read()
            self.sync.reconfigure()
        return tuple(changes)

    def _first_state(self, sale: Sale) -> State:
        """Held when nothing is to be sent, else waiting for a customer or for the sync.

        A return goes to its sale's customer once that sale has arrived; nobody has to choose one for it.
        """
        from ..domain.outbox import State

        since = self.values.invoicing().enabled_since
        if not self.delivers() or since is None or sale.sold_at.date() < since:
            return State.HELD
        known = sale.customer is not None or sale.return_of is not None
        return State.QUEUED if known else State.NEEDS_CUSTOMER
