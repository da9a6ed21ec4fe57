"""One sale or return whole, as the history opens it: its paper, its invoice's way, its returns, what can be done."""

from __future__ import annotations

from ..domain import repair
from ..domain.operators import Right
from ..domain.outbox import State
from ..domain.print_job import MAY_PRINT_AGAIN, PrintState
from ..domain.records import record
from ..domain.sale import Sale
from ..i18n import Texts
from ..reports.paper import Paper
from ..till.history import SoldSale
from .channels import channel_name
from .session import Session
from .status import Badge, Step, lifeline, state_badge


@record
class SaleAction:
    """One thing that can be done about a sale; `act` is refund, customer, print, copy or queue."""

    act: str
    label: str
    icon: str
    detail: str = ""


@record
class SaleLink:
    """The way to a return of the sale, or to the sale of a return."""

    receipt_no: str
    label: str
    detail: str
    amount: str


@record
class SaleCard:
    """One sale or return; one that is partly on an invoice has two papers.

    `told` says why nothing can be taken back, "" when something can or nothing is to be said.
    """

    title: str
    subtitle: str
    total: str
    customer: str
    state: Badge
    marks: tuple[str, ...]
    told: str
    actions: tuple[SaleAction, ...]
    links_label: str
    links: tuple[SaleLink, ...]
    lifeline_label: str
    lifeline: tuple[Step, ...]
    paper_label: str
    papers: tuple[Paper, ...]


def card_of(sold: SoldSale, session: Session) -> SaleCard:
    """The card of that sale as things stand now."""
    texts, now, sale, entry = session.texts, session.now(), sold.sale, sold.entry
    say = texts.say
    channels = ", ".join(channel_name(payment.channel, texts) for payment in sale.payments)
    customer = (entry.customer_name if entry is not None else None) or (sale.customer and sale.customer.name) or ""
    if entry is None:
        state = Badge(channels or say("Paid"), "check_circle", "ok")
    else:
        state = state_badge(entry, session.status, texts, now)
    return SaleCard(
        title=sale.receipt_no or "",
        subtitle=f"{texts.day(sale.sold_at.date())} {texts.clock(sale.sold_at)} · "
        f"{session.till.operator_name(sale.operator_id)}",
        total=texts.kroner(sale.total),
        customer=customer,
        state=state,
        marks=_marks(sold, session),
        told=_told(sold, texts),
        actions=_actions(sold, session),
        links_label=say("Belongs to") if sale.return_of is not None else say("Returns"),
        links=_links(sold, session),
        lifeline_label="" if entry is None else say("The invoice's way"),
        lifeline=() if entry is None else lifeline(entry, session.status, texts, now),
        paper_label=say("Receipt"),
        papers=session.till.prints.papers(sale),
    )


def named_sale(sale: Sale, texts: Texts) -> str:
    """When it was sold and to whom, in a line."""
    when = f"{texts.day(sale.sold_at.date())} {texts.clock(sale.sold_at)}"
    return when if sale.customer is None else f"{when} · {sale.customer.name}"


def _marks(sold: SoldSale, session: Session) -> tuple[str, ...]:
    say, marks = session.texts.say, []
    if sold.sale.is_training:
        marks.append(say("Training"))
    elif sold.sale.return_of is not None:
        marks.append(say("Return"))
    elif sold.returns:
        marks.append(say("Returned") if sold.is_returned_whole else say("Partly returned"))
    if session.till.prints.copied(sold.sale.id) is not None:
        marks.append(say("Copy printed"))
    return tuple(marks)


def _told(sold: SoldSale, texts: Texts) -> str:
    if sold.sale.is_training and not sold.of_this_world:
        return texts.say("Training: it is no sale, so nothing is taken back.")
    if sold.sale.return_of is None and not sold.of_this_world:
        return texts.say("Switch training off to take anything back.")
    return texts.say("All of it has been taken back.") if sold.is_returned_whole else ""


def _actions(sold: SoldSale, session: Session) -> tuple[SaleAction, ...]:
    say, entry, actions = session.texts.say, sold.entry, []
    if sold.may_return:
        alone = session.till.operators.may(session.operator.id, Right.REFUND)
        detail = "" if alone else say("a manager approves")
        actions.append(SaleAction("refund", say("Take back"), "assignment_return", detail))
    if entry is not None and sold.sale.return_of is None and entry.state is not State.CANCELLED:
        chosen = entry.customer_number is not None
        label = say("Change customer") if chosen else say("Choose customer")
        actions.append(SaleAction("customer", label, "swap_horiz" if chosen else "person_add"))
    if entry is not None and repair.repair_for(entry) is not None:
        actions.append(SaleAction("queue", say("Mend in the queue"), "receipt_long"))
    return (*actions, *_printing(sold.sale, session))


def _printing(sale: Sale, session: Session) -> tuple[SaleAction, ...]:
    """The receipt itself while it has not been printed, then its one copy; nothing while it is on its way."""
    say, prints = session.texts.say, session.till.prints
    original = prints.original(sale.id)
    if not prints.has_printer:
        return ()
    if original is not None and original.state in MAY_PRINT_AGAIN:
        return (SaleAction("print", say("Print"), "print"),)
    if (original is None or original.state is PrintState.PRINTED) and prints.copied(sale.id) is None:
        return (SaleAction("copy", say("Print a copy"), "print", say("one in all")),)
    return ()


def _links(sold: SoldSale, session: Session) -> tuple[SaleLink, ...]:
    texts, now, sale = session.texts, session.now(), sold.sale
    say = texts.say
    if sale.return_of is not None:
        number = sale.return_of.receipt_no
        return (SaleLink(number, say("The sale {number}", number=number), sale.return_of.reason, ""),)
    return tuple(
        SaleLink(
            one.receipt_no or "",
            say("Return {number}", number=one.receipt_no),
            " · ".join(
                part for part in (texts.moment(one.sold_at, now), one.return_of.reason if one.return_of else "") if part
            ),
            texts.money(one.total),
        )
        for one in sold.returns
    )
