"""The payment screen: the channels that are on, what is paid in each, and the one press that finishes the sale.

Cash, the invoice, the tip and the split bill are parts of their own; what they come to is the bill's. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.cart import Cart
from ..domain.catalog import Customer
from ..domain.channel import Channel
from ..domain.money import ZERO
from ..domain.parts import Parts
from ..domain.problems import MoveRefused, Trouble
from ..domain.records import record
from ..domain.sale import NO_WORDS
from ..till import Sold
from .approvals import right_to_ask_for, when_allowed
from .bill import Bill
from .cash_part import CashView
from .channels import channel_icon, channel_name
from .customers import CustomerRow
from .drawer_part import OPEN, explained, still_true, words_while_open
from .invoice_part import InvoiceView
from .invoice_words import fee_changed
from .payment_words import finish_label, instruction
from .session import Notice, Place, Session
from .sounds import Sound
from .split_part import SplitView
from .step_up import StepUp, StepUpView
from .tip_part import TipView


@record
class ChannelButton:
    """One way to pay."""

    channel: Channel
    label: str
    icon: str
    selected: bool


@record
class PaymentView:
    """All that the payment screen shows.

    `total` is what is still to be paid, tip and fee included; `of_total` the whole of which it is left once a part was
    paid. `vat_lines` is how many lines of VAT there can be here: with the fee of an invoice there may be one more, and
    nothing should move when the invoice is chosen. `quick` are amounts in cash that finish the sale by one touch,
    `invoice_to` customers whom one touch invoices it to.
    `why_not` is why it cannot be finished, or that the drawer is open: then Finish says so, and goes once it is closed.
    `split` is there while nobody has chosen how the next part is paid; `is_last` when this part pays all that is left.
    """

    title: str
    total_label: str
    total: str
    items: str
    of_total: str
    vat: tuple[tuple[str, str], ...]
    vat_lines: int
    channels: tuple[ChannelButton, ...]
    nothing_chosen: str
    no_channels: str
    instruction: str
    quick_label: str
    quick: tuple[str, ...]
    invoice_to_label: str
    invoice_to: tuple[CustomerRow, ...]
    cash: CashView | None
    invoice: InvoiceView | None
    split: SplitView | None
    split_label: str
    splitting: bool
    can_split: bool
    tip: TipView | None
    finish_label: str
    finish_amount: str
    is_last: bool
    can_finish: bool
    why_not: str
    back_label: str
    notice: Notice | None
    step_up: StepUpView | None


class PaymentPresenter:
    """Takes the payment. Finishing is one press: a second one finds it being finished, or an empty cart."""

    def __init__(self, session: Session, on_change: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self.on_change = on_change
        self._notice: Notice | None = None
        self._cart: Cart | None = None
        self._served = session.customers_served
        self._emptied: tuple[Cart | None, Parts] = (None, Parts())
        """The cart that was emptied last, and what had been paid of it."""
        self._finishing = False
        self._bill = bill = Bill(session, self._part_changed)
        self.invoice, self.cash, self.split, self.tip = bill.invoice, bill.cash, bill.split, bill.tip
        self.step_up = StepUp(session, lambda: self.on_change())
        session.listen(self._session_changed)

    def view(self) -> PaymentView:
        session, texts, bill = self._session, self._session.texts, self._bill
        say, cart, share, channel = texts.say, session.cart, bill.share(), bill.channel
        channels, today = session.till.channels(), session.now().date()
        taken, why_not = self.split.parts.taken, bill.why_not()
        possible_fee = self.invoice.fee if Channel.INVOICE in channels else None
        quick, invoice_to = bill.quick_notes(), bill.quick_customers()
        return PaymentView(
            title=say("Payment"),
            total_label=say("Remaining") if taken else say("To pay"),
            total=texts.kroner(bill.left_to_pay),
            items=texts.count("{n} line", "{n} lines", len(cart.lines)),
            of_total=say("of {amount}", amount=texts.kroner(bill.owed)) if taken else "",
            vat=tuple(
                (say("Of which VAT {rate}", rate=texts.rate(t.code.rate)), texts.money(t.split.vat))
                for t in cart.vat_totals(today, bill.fee)
            ),
            vat_lines=len(cart.vat_totals(today, possible_fee)),
            channels=tuple(
                ChannelButton(each, channel_name(each, texts), channel_icon(each), each is channel) for each in channels
            ),
            nothing_chosen=say("How does the customer pay?") if bill.remaining else say("Nothing is left to pay."),
            no_channels="" if channels else say("No payment channel is on. Switch one on in the settings."),
            instruction=instruction(channel, bill.due, texts, last=share.last) if bill.due else "",
            quick_label=say("Cash, finished at once") if quick else "",
            quick=tuple(texts.money(amount) for amount in quick),
            invoice_to_label=say("Invoice to") if invoice_to else "",
            invoice_to=invoice_to,
            cash=self.cash.view(share.share) if channel is Channel.CASH else None,
            invoice=self.invoice.view() if channel is Channel.INVOICE else None,
            split=self.split.view(cart.total, bill.fee_price) if self.split.is_on and channel is None else None,
            split_label=say("Split"),
            splitting=self.split.is_on,
            can_split=bool(channels) and bill.remaining > ZERO,
            tip=self.tip.view(channel, share.share),
            finish_label=finish_label(channel, texts, last=share.last, training=session.till.training),
            finish_amount=texts.kroner(bill.due),
            is_last=share.last,
            can_finish=not why_not and not self._finishing,
            why_not=why_not or ("" if self._notice else words_while_open(session)),
            back_label=say("Back to the cart"),
            notice=self._notice,
            step_up=self.step_up.view(),
        )

    def choose(self, channel: Channel) -> None:
        """Pay that way, all that remains or the part that was chosen."""
        self._bill.channel, self._notice = channel, None
        self.tip.close_pad()
        self._bill.reckon_fee()
        self.on_change()

    def split_bill(self) -> None:
        """Say how much the next part is; once more goes back to one payment, unless a part was taken.

        Cash that is less than what is due becomes a part as it is.
        """
        split, bill, self._notice = self.split, self._bill, None
        if bill.channel is Channel.CASH and self.cash.missing():
            split.propose(self.cash.given)
        elif split.is_on and bill.channel is None and not split.parts.taken:
            split.forget()
        else:
            split.is_on, bill.channel = True, None
        self.on_change()

    def pay_cash(self, index: int) -> None:
        """The customer gave that suggested amount in cash: the sale is finished by this one touch."""
        notes = self._bill.quick_notes()
        if index < len(notes):
            self._bill.channel, self.cash.given = Channel.CASH, notes[index]
            self.finish()

    def invoice_to(self, index: int) -> None:
        """Pay by invoice to that one of the customers that are shown before anything is chosen."""
        if index < len(self._bill.quick_customers()):
            self.invoice.choose_at_once(index)
            self.choose(Channel.INVOICE)

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
        """The part, taken; or the sale, recorded, and on to its receipt.

        What cannot be is explained and nothing is stored. A press while a sale is being recorded does nothing.
        """
        bill = self._bill
        if self._finishing or bill.why_not():
            return
        if bill.by_invoice and bill.reckon_fee():
            self._notice = fee_changed(bill.owed, self._session.texts)
        elif bill.share().last:
            self._finishing = True
            try:
                self._record()
            finally:
                self._finishing = False
        else:
            self._take_part()
        self.on_change()

    def back(self) -> None:
        """To the cart, which is kept, as is what was chosen and paid here."""
        self._notice = None
        self._session.go(Place.SALE)

    def dismiss(self) -> None:
        """Close the notice."""
        self._notice = None
        self.on_change()

    def _take_part(self) -> None:
        try:
            self._bill.take_part()
        except Trouble as trouble:
            self._explain(trouble)
        else:
            self._notice = None

    def _record(self) -> None:
        session, by_invoice = self._session, self._bill.by_invoice
        customer = self.invoice.customer if by_invoice else None
        try:
            with session.till.database.telling():
                sold = session.till.sell(
                    session.cart,
                    self._bill.tenders(),
                    operator_id=session.operator.id,
                    customer_number=None if customer is None else customer.number,
                    words=self.invoice.words if by_invoice else NO_WORDS,
                    tip=self._bill.tips,
                    approvals=session.approvals,
                    cash_given=self._bill.cash_given,
                    signature=self.invoice.signature if by_invoice else None,
                )
        except MoveRefused as refused:
            self._ask_for_approval(refused)
        except Trouble as trouble:
            self._explain(trouble)
        else:
            self._finished(sold)

    def _finished(self, sold: Sold) -> None:
        session = self._session
        session.last_sold, session.change_due = sold, self._bill.change
        session.cart = Cart()
        self._forget()
        session.let_hear(Sound.FINISHED)
        session.go(Place.RECEIPT)

    def _ask_for_approval(self, refused: MoveRefused) -> None:
        """A manager approves right here what the cart needs and this operator may not, and the sale goes on."""
        session = self._session
        if refused.problem.code == OPEN.code or right_to_ask_for(session, session.cart) is None:
            self._explain(refused)
        else:
            when_allowed(session, self.step_up, session.cart, self.finish)

    def _explain(self, trouble: Trouble) -> None:
        self._notice = explained(self._session, trouble)
        self._session.let_hear(Sound.ATTENTION)

    def _forget(self) -> None:
        self._notice = None
        self._bill.forget()

    def _part_changed(self) -> None:
        self._notice = None
        self.on_change()

    def _session_changed(self) -> None:
        """A cart that changed makes the cash that was given meaningless; the next customer starts all anew."""
        session, before = self._session, self._cart
        self._notice = still_true(session, self._notice)
        if session.cart is not before:
            self._cart = session.cart
            self.cash.forget()
        if session.customers_served != self._served:
            self._served = session.customers_served
            self._emptied = (before, self.split.parts)
            self._forget()
        if session.cart.lines and session.cart is self._emptied[0]:
            self.split.bring_back(self._emptied[1])  # emptied by mistake: what was paid is still paid
            self._emptied = (None, Parts())
        if self.step_up.is_open and (session.locked or session.place is not Place.PAYMENT):
            self.step_up.close()
        if session.place is Place.PAYMENT:
            self._bill.reckon_fee()
        self.on_change()
