"""What the return's screen is told to show, and its words: lines, ways to pay back, what becomes of the invoice."""

from __future__ import annotations

from ..domain.money import ONE, ZERO
from ..domain.records import record
from ..domain.refund import LineLeft
from ..domain.sale import LineKind, SaleLine
from ..i18n import Texts
from ..till.history import InvoiceFate, Preview, SoldSale
from .channels import channel_name
from .reasons import ReasonsView
from .session import Notice
from .step_up import StepUpView


@record
class RefundLine:
    """One line of the sale; `gone` when nothing is left of it, `counted` when there are more and less of it.

    `widest` is the longest that `quantity` gets, so that nothing beside it moves.
    """

    position: int
    name: str
    detail: str
    quantity: str
    widest: str
    amount: str
    chosen: bool
    gone: bool
    counted: bool
    can_less: bool
    can_more: bool


@record
class ChannelChoice:
    """One way to pay back; "" is as the sale was paid."""

    key: str
    label: str
    selected: bool


@record
class QuantitySheet:
    """Asks how much of one line comes back."""

    title: str
    subtitle: str
    typed: str
    hint: str
    wrong: bool
    all_label: str
    confirm_label: str
    can_confirm: bool


@record
class RefundView:
    """All that the return shows. `told` says what becomes of the invoice, `missing` what is still to be chosen."""

    title: str
    subtitle: str
    back_label: str
    lines: tuple[RefundLine, ...]
    lines_label: str
    all_label: str
    all_chosen: bool
    reasons: ReasonsView
    channels_label: str
    channels: tuple[ChannelChoice, ...]
    gives_back: tuple[tuple[str, str], ...]
    told: str
    total_label: str
    total: str
    missing: str
    confirm_label: str
    can_confirm: bool
    next_label: str
    can_go_on: bool
    asking: bool
    quantity: QuantitySheet | None
    step_up: StepUpView | None
    notice: Notice | None


def refund_reasons(texts: Texts) -> tuple[str, ...]:
    """Why goods usually come back."""
    say = texts.say
    return say("Changed their mind"), say("Faulty"), say("Rung up wrong"), say("Wrong price")


def all_of(sold: SoldSale) -> dict[int, int]:
    """All that is left of the sale: thousandths by the line's position."""
    return {one.position: one.quantity.milli for one in sold.left if one.quantity.milli}


def is_counted(left: LineLeft) -> bool:
    """Whether it goes up and down by whole pieces."""
    return left.line.kind is LineKind.ITEM and not left.line.unit.is_measured and not left.quantity.milli % ONE.milli


def line_name(line: SaleLine, texts: Texts) -> str:
    """What the line is called; tips and fees have no name of their own."""
    return {LineKind.TIP: texts.say("Tip"), LineKind.FEE: texts.say("Invoice fee")}.get(line.kind, line.name)


def is_credit(preview: Preview | None) -> bool:
    """Whether all of it goes off an invoice and no money changes hands."""
    return preview is not None and preview.invoiced == preview.total and preview.total != ZERO


def gives_back(preview: Preview, texts: Texts) -> tuple[tuple[str, str], ...]:
    """What goes back in each channel, and cash's rounding."""
    shown = [(channel_name(payment.channel, texts), texts.money(payment.amount)) for payment in preview.payments]
    if preview.rounding:
        shown.append((texts.say("Rounding to krone"), texts.money(preview.rounding)))
    return tuple(shown)


def fate_told(preview: Preview, texts: Texts) -> str:
    """What becomes of the invoice, in a sentence."""
    say = texts.say
    return {
        InvoiceFate.NONE: "",
        InvoiceFate.STOPPED: say("The invoice has not been sent: it is stopped."),
        InvoiceFate.CREDITED: say("The invoice has been sent: a credit note is made at the next sending."),
        InvoiceFate.CREDITED_LATER: say("The invoice goes out as it is; a credit note is made once it has arrived."),
        InvoiceFate.RECORDED: say("The invoice is only recorded here: so is the return."),
        InvoiceFate.STOPPED_BEFORE: say("The invoice was stopped before: nothing is sent."),
    }[preview.fate]
