"""What one payment comes to: how it is paid, its share, tip and fee, what remains, and the tenders for the till.

Puts the parts of the payment together (cash, invoice, split, tip) and decides nothing else; knows no screen. Window
thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.channel import Channel
from ..domain.fee import Fee
from ..domain.money import ZERO, Money, total
from ..domain.parts import Part
from ..domain.tender import Tender
from .cash_part import CashPart, notes_for
from .customers import CustomerRow
from .invoice_part import InvoicePart
from .session import Session
from .split_part import Share, SplitPart
from .tip_part import TipPart


class Bill:
    """The cart of this session as it is being paid; `channel` is how its next part is."""

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        self._session = session
        self.channel: Channel | None = None
        self.invoice = InvoicePart(session, changed)
        self.split = SplitPart(session, changed)
        self.cash = CashPart(session, lambda: self.share().due, changed)
        self.tip = TipPart(session, changed)
        self.invoice.due, self.invoice.tips = lambda: self.due, lambda: self.tips

    @property
    def cost(self) -> Money:
        """What the goods cost."""
        return self._session.cart.total

    @property
    def remaining(self) -> Money:
        """What is left to pay of it."""
        return self.split.parts.remaining(self.cost)

    @property
    def by_invoice(self) -> bool:
        """Whether some of it goes on an invoice."""
        return self.channel is Channel.INVOICE or self.split.parts.uses(Channel.INVOICE)

    @property
    def fee(self) -> Fee | None:
        """What the invoice costs on top, where there is one."""
        return self.invoice.fee if self.by_invoice else None

    @property
    def fee_price(self) -> Money:
        return ZERO if self.fee is None else self.fee.price

    @property
    def tips(self) -> Money:
        """Of all parts and of the one that is being paid."""
        return self.split.parts.tips + self._tip()

    @property
    def owed(self) -> Money:
        """What the whole sale comes to, tips and fee included, before cash is rounded."""
        return self.cost + self.tips + self.fee_price

    @property
    def left_to_pay(self) -> Money:
        """What of it is not paid yet."""
        return self.owed - self.split.paid(self.fee_price)

    @property
    def due(self) -> Money:
        """What the part comes to that is being paid: the fee rides on the first one that is invoiced."""
        first_invoice = self.channel is Channel.INVOICE and not self.split.parts.uses(Channel.INVOICE)
        return self.share().due + self._tip() + (self.fee_price if first_invoice else ZERO)

    @property
    def change(self) -> Money:
        """What goes back of all the cash that was given."""
        last = self.cash.change if self.channel is Channel.CASH else ZERO
        return self.split.parts.change + last

    @property
    def cash_given(self) -> Money | None:
        """All the cash that was handed over; None where nothing is paid in cash."""
        given = [part.given or part.share for part in self.split.parts.taken if part.channel is Channel.CASH]
        if self.channel is Channel.CASH:
            given.append(self.cash.given or self.share().due)
        return total(given) if given else None

    def share(self) -> Share:
        """What of the goods the part is for that is being paid."""
        return self.split.next_share(self.channel, self.cost)

    def reckon_fee(self) -> bool:
        """Look up what an invoice costs on top; whether that changes what is charged."""
        before = self.fee
        self.invoice.reckon_fee()
        return self.fee != before

    def why_not(self) -> str:
        """Why this part cannot be paid yet, in words; "" when it can."""
        say = self._session.texts.say
        if not self._session.cart.lines:
            return say("The cart is empty")
        wrong = self.split.why_not(self.channel, self.cost)
        if wrong:
            return wrong
        if self.channel is None and (self.remaining or self._of_nothing() is None):
            return say("Choose how to pay")
        if self.channel is Channel.CASH and self.cash.missing():
            return self.cash.why_not()
        return self.invoice.why_not() if self.by_invoice else ""

    def quick_notes(self) -> tuple[Money, ...]:
        """Amounts in cash that the whole sale can be paid with at once; none once anything was chosen or paid."""
        return notes_for(self.remaining.rounded_to_krone()) if self._may_begin_with(Channel.CASH) else ()

    def quick_customers(self) -> tuple[CustomerRow, ...]:
        """Whom one touch invoices the whole sale to; none once anything was chosen or paid."""
        return self.invoice.at_once() if self._may_begin_with(Channel.INVOICE) else ()

    def _may_begin_with(self, channel: Channel) -> bool:
        """Whether nothing was chosen or paid yet, and all of it can be paid that way."""
        begun = self.channel is not None or self.split.is_on
        return not begun and self.remaining > ZERO and channel in self._session.till.channels()

    def take_part(self) -> None:
        """What is being paid is paid; the next part waits for its channel. Raises BadInput for one that cannot be."""
        channel, share = self.channel, self.share()
        if channel is None:
            return
        given = (self.cash.given or share.due) if channel is Channel.CASH else None
        self.split.take(Part(channel, share.share, self._tip(), given), self.cost)
        self.channel = None
        self.cash.forget()
        self.tip.forget()

    def tenders(self) -> tuple[Tender, ...]:
        """What the till is given. A sale of nothing is paid with nothing, in whichever channel there is."""
        parts, last = self.split.parts, self.channel
        if parts.taken and not self.remaining:
            last = None
        elif last is None:
            last = self._of_nothing()
        return parts.tenders(self.cost, last, tip=self._tip(), fee=self.fee_price)

    def forget(self) -> None:
        """The next customer starts all anew."""
        self.channel = None
        for part in (self.invoice, self.cash, self.split, self.tip):
            part.forget()

    def _tip(self) -> Money:
        before = self.cost + self.split.parts.tips + self.fee_price
        return self.tip.amount(self.channel, self.share().share, before)

    def _of_nothing(self) -> Channel | None:
        """How a sale is paid that costs nothing, without anybody choosing."""
        channels = [each for each in self._session.till.channels() if each is not Channel.INVOICE]
        return Channel.CASH if Channel.CASH in channels else next(iter(channels), None)
