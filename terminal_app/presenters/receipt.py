"""The receipt screen: what was sold, the change to give, its papers and their print, and the invoice on its way."""

from __future__ import annotations

from collections.abc import Callable

from ..domain.channel import Channel
from ..domain.money import ZERO, total
from ..domain.print_job import PrintJob
from ..domain.records import record
from ..domain.sale import Sale
from ..reports.paper import Paper
from ..till import Sold
from .channels import channel_name
from .print_part import PrintPart, PrintView
from .session import Place, Session
from .status import Step, lifeline
from .undo_part import UndoPart

FEW_CHANNELS = 2
"""So many are named on the line below the headline; more stand on the paper."""


@record
class ReceiptView:
    """All that the receipt screen shows. A sale that is partly on an invoice has two papers."""

    headline: str
    subline: str
    change_label: str
    change: str
    papers: tuple[Paper, ...]
    lifeline_label: str
    lifeline: tuple[Step, ...]
    new_sale_label: str
    queue_label: str
    history_label: str
    """The way to the sale in the history, where there is no invoice that leads to it."""
    print: PrintView | None


class ReceiptPresenter:
    """Shows the sale that was just finished, or a paper that did not come out."""

    def __init__(
        self, session: Session, on_change: Callable[[], None] = lambda: None, *, undo: UndoPart | None = None
    ) -> None:
        self._session = session
        self.undo = undo
        self.print = PrintPart(session)
        self.on_change = on_change
        self._composed: tuple[object, tuple[Paper, ...]] = (None, ())
        session.listen(lambda: self.on_change())

    def view(self) -> ReceiptView | None:
        """None until something was sold."""
        session, say = self._session, self._session.texts.say
        if session.prints.shown is not None:
            return self._paper_alone(session.prints.shown)
        sold = session.last_sold
        if sold is None:
            return None
        in_hand = self._in_hand(sold.sale)
        steps = () if sold.entry is None else lifeline(sold.entry, session.status, session.texts, session.now())
        return ReceiptView(
            headline=say("Saved {number}", number=sold.sale.receipt_no),
            subline=self._subline(sold, steps),
            change_label=in_hand[0],
            change=in_hand[1],
            papers=self._papers(sold.sale),
            lifeline_label=say("The invoice's way") if steps else "",
            lifeline=steps,
            new_sale_label=self._way_on(),
            queue_label=say("Queue") if steps else "",
            history_label="" if steps else say("History"),
            print=self.print.view(),
        )

    def new_sale(self) -> None:
        """Back to the sale: an empty cart, or the one that one came from to look at a print."""
        self._session.go(Place.SALE)

    def open_queue(self) -> None:
        """See this invoice on its way, among all the others."""
        sold = self._session.last_sold
        self._session.open_queue("" if sold is None or sold.entry is None else sold.entry.reference)

    def open_history(self) -> None:
        """See this sale among the others."""
        sold = self._session.last_sold
        if sold is not None:
            self._session.open_history(sold.sale.receipt_no or "")

    def _paper_alone(self, job: PrintJob) -> ReceiptView:
        """A print of no sale: a bill before payment, a page to try the printer with."""
        papers = self._session.till.prints.papers_of_job(job)
        heading = papers[0].heading if papers else ""
        return ReceiptView(
            heading, "", "", "", papers, "", (), self._way_on(), "", history_label="", print=self.print.view()
        )

    def _in_hand(self, sale: Sale) -> tuple[str, str]:
        """What the customer gets in the hand, and what it is: the change of a sale, the cash of a return."""
        texts, amount = self._session.texts, self._session.change_due
        if sale.return_of is not None:
            amount = -total(payment.amount for payment in sale.payments if payment.channel is Channel.CASH)
        if not amount:
            return "", ""
        return texts.say("Change") if sale.return_of is None else texts.say("Give back"), texts.kroner(amount)

    def _way_on(self) -> str:
        say = self._session.texts.say
        return say("Back to the sale") if self._session.cart.lines else say("New sale")

    def _subline(self, sold: Sold, steps: tuple[Step, ...]) -> str:
        amount, second = self._session.texts.kroner(sold.sale.total), sold.sale.paid_receipt_no
        training = [self._session.texts.say("Training")] if sold.sale.is_training else []
        return " · ".join((amount, *([second] if second else []), *self._how(sold, steps), *training))

    def _how(self, sold: Sold, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """How it was paid, or how far its invoice is; of a sale from before a restart, that it is saved."""
        session = self._session
        if session.prints.restored == sold.sale.id:
            return (session.texts.say("Saved before the till was started anew"),)
        if steps:
            current = next((step for step in steps if step.state in ("now", "problem")), None)
            reached = current or [step for step in steps if step.state == "done"][-1]
            return (reached.text,)
        channels = [payment.channel for payment in sold.sale.payments if payment.amount or sold.sale.total == ZERO]
        if len(channels) > FEW_CHANNELS:
            return (session.texts.say("{count} payments", count=len(channels)),)
        return (" + ".join(channel_name(channel, session.texts) for channel in channels),) if channels else ()

    def _papers(self, sale: Sale) -> tuple[Paper, ...]:
        """The sale's papers; composed once for as long as nothing that stands on them can have changed."""
        session = self._session
        key = (sale.id, id(session.till.values))
        if self._composed[0] != key:
            self._composed = (key, session.till.prints.papers(sale))
        return self._composed[1]
