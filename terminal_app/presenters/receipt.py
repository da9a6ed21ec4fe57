"""The receipt screen: what was sold, the change to give, and where the invoice is on its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..domain.money import ONE
from ..domain.receipt import ReceiptKind
from ..domain.sale import LineKind, Sale, SaleLine
from ..domain.settings import SettingValues
from ..i18n import Texts
from ..till import Sold
from .channels import channel_name
from .session import Place, Session
from .status import Step, lifeline
from .undo_part import UndoPart


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of the receipt; `style` is heading, centre, pair, strong, small or rule; `middle` is a third column."""

    style: str
    left: str = ""
    right: str = ""
    middle: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """All that the receipt screen shows."""

    headline: str
    subline: str
    change_label: str
    change: str
    paper: tuple[PaperLine, ...]
    lifeline_label: str
    lifeline: tuple[Step, ...]
    new_sale_label: str
    queue_label: str


def shop_lines(values: SettingValues, texts: Texts) -> tuple[PaperLine, ...]:
    """Who sells, with the shop's own words: the head of every receipt."""
    shop = values.shop()
    address = ", ".join(part for part in (shop.address_line1, f"{shop.zip_code} {shop.city}".strip()) if part)
    suffix = " MVA" if shop.vat_registered else ""
    lines = [PaperLine("strong", shop.name)]
    lines += [PaperLine("centre", part) for part in (address,) if part]
    if shop.organization_number:
        lines.append(PaperLine("centre", texts.say("Org. no. {number}", number=shop.organization_number + suffix)))
    return (*lines, *written_lines(values.text("receipt.header")))


def written_lines(written: str, *, rule: bool = False) -> tuple[PaperLine, ...]:
    """The shop's own words on the receipt, line by line, after a rule if wanted; none when nothing is written."""
    lines = tuple(PaperLine("centre", line) for line in written.split("\n") if line.strip())
    return (PaperLine("rule"), *lines) if rule and lines else lines


class ReceiptPresenter:
    """Shows the sale that was just finished."""

    def __init__(
        self, session: Session, on_change: Callable[[], None] = lambda: None, *, undo: UndoPart | None = None
    ) -> None:
        self._session = session
        self.undo = undo
        self.on_change = on_change
        session.listen(lambda: self.on_change())

    def view(self) -> ReceiptView | None:
        """None until something was sold."""
        session, say = self._session, self._session.texts.say
        sold = session.last_sold
        if sold is None:
            return None
        steps = () if sold.entry is None else lifeline(sold.entry, session.status, session.texts, session.now())
        return ReceiptView(
            headline=say("Saved {number}", number=sold.sale.receipt_no),
            subline=self._subline(sold, steps),
            change_label=say("Change") if session.change_due else "",
            change=session.texts.kroner(session.change_due) if session.change_due else "",
            paper=self._paper(sold.sale),
            lifeline_label=say("The invoice's way") if steps else "",
            lifeline=steps,
            new_sale_label=say("New sale"),
            queue_label=say("Queue") if steps else "",
        )

    def new_sale(self) -> None:
        """Back to an empty cart."""
        self._session.go(Place.SALE)

    def open_queue(self) -> None:
        """See all invoices on their way."""
        self._session.go(Place.QUEUE)

    def _subline(self, sold: Sold, steps: tuple[Step, ...]) -> str:
        amount = self._session.texts.kroner(sold.sale.total)
        if steps:
            current = next((step for step in steps if step.state in ("now", "problem")), None)
            reached = current or [step for step in steps if step.state == "done"][-1]
            return f"{amount} · {reached.text}"
        return (
            f"{amount} · {channel_name(sold.sale.payments[0].channel, self._session.texts)}"
            if sold.sale.payments
            else amount
        )

    def _paper(self, sale: Sale) -> tuple[PaperLine, ...]:
        texts, values = self._session.texts, self._session.till.values
        say, shop = texts.say, values.shop()
        lines = list(shop_lines(values, texts))
        seller = self._session.till.operator_name(sale.operator_id)
        lines += [
            PaperLine("rule"),
            PaperLine("heading", self._heading(sale.kind)),
            PaperLine("pair", sale.receipt_no or "", f"{texts.day(sale.sold_at.date())} {texts.clock(sale.sold_at)}"),
            PaperLine("pair", shop.till_name, say("Served by {name}", name=seller)),
        ]
        if sale.return_of is not None:
            lines.append(PaperLine("pair", say("Return of {number}", number=sale.return_of.receipt_no)))
            if sale.return_of.reason:
                lines.append(PaperLine("pair", say("Reason"), sale.return_of.reason))
        if sale.customer is not None:
            lines.append(PaperLine("pair", say("Customer {number}", number=sale.customer.number), sale.customer.name))
        lines.append(PaperLine("rule"))
        for line in sale.lines:
            lines += self._goods(line)
        lines.append(PaperLine("rule"))
        lines.append(PaperLine("strong", say("Total"), texts.kroner(sale.total)))
        if sale.rounding:
            lines.append(PaperLine("pair", say("Rounding to krone"), texts.money(sale.rounding)))
        lines += [PaperLine("pair", channel_name(p.channel, texts), texts.money(p.amount)) for p in sale.payments]
        lines.append(PaperLine("rule"))
        lines.append(PaperLine("small", say("VAT rate"), say("VAT"), say("Basis")))
        for total in sale.vat_totals:
            net, vat = texts.money(total.split.net), texts.money(total.split.vat)
            lines.append(PaperLine("small", texts.rate(total.code.rate), vat, net))
        written = ((say("Reference"), sale.words.reference), (say("Note"), sale.words.note))
        words = [PaperLine("centre", f"{label}: {text}") for label, text in written if text]
        lines += [PaperLine("rule"), *words] if words else []
        return (*lines, *written_lines(values.text("receipt.footer"), rule=True))

    def _goods(self, line: SaleLine) -> list[PaperLine]:
        texts = self._session.texts
        name = {LineKind.TIP: texts.say("Tip"), LineKind.FEE: texts.say("Invoice fee")}.get(line.kind, line.name)
        rows = [PaperLine("pair", name, texts.money(line.split.gross))]
        if line.quantity != ONE:
            rows.append(PaperLine("small", f"{texts.quantity(line.quantity)} × {texts.money(line.unit_price)}"))
        return rows

    def _heading(self, kind: ReceiptKind) -> str:
        say = self._session.texts.say
        return {
            ReceiptKind.SALE: say("Sales receipt"),
            ReceiptKind.DELIVERY: say("Delivery receipt"),
            ReceiptKind.RETURN: say("Return receipt"),
        }[kind]
