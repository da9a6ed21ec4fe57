"""One invoice or day settlement of the queue whole: what stops it, what mends it, its way, and what else can be done.

Which repair fits which problem is `domain.repair`'s to say; here are its words. Plain Python; window thread.
"""

from __future__ import annotations

from datetime import datetime

from ..domain.outbox import OutboxEntry, State
from ..domain.problems import BadInput, Problem
from ..domain.records import record
from ..domain.repair import Repair, is_gone, may_assign, may_cancel, may_change_customer, repair_for, settings_of
from ..domain.settlement_accounts import Slot
from ..domain.sync_control import SyncStatus
from ..domain.vat import VatRate
from ..i18n import Texts
from ..reports.entry_words import named
from ..reports.setting_words import told_problem
from ..reports.voucher_paper import slot_name
from .session import Notice
from .status import Step, lifeline, tried

MOST_TRIES_SHOWN = 12
_DONE_BY_US = ("assigned", "reassigned", "retried", "set_aside", "cancelled")


@record
class RepairButton:
    """One thing that can be done to an entry; `act` is assign, retry, settings, set_aside, change, sale or cancel."""

    act: str
    label: str
    icon: str


@record
class EntryCard:
    """One entry whole: what is wrong with it, the one button that mends it, its lifeline, and what else can be done.

    `theirs` is PowerOffice's own text beside ours; `setting` names the setting to mend; `details` are for whoever
    gives support, empty while they are folded.
    """

    title: str
    total: str
    customer: str
    problem: Notice | None
    theirs: str
    setting: str
    main: RepairButton | None
    steps: tuple[Step, ...]
    others: tuple[RepairButton, ...]
    sale: RepairButton
    details_label: str
    details: tuple[str, ...]


@record
class ReasonSheet:
    """Asks why an invoice is cancelled or set aside; nothing happens without a reason."""

    title: str
    subtitle: str
    explanation: str
    reason: str
    reason_hint: str
    confirm_label: str
    can_confirm: bool
    keep_label: str
    final: bool


def card_of(entry: OutboxEntry, status: SyncStatus, texts: Texts, now: datetime, *, unfolded: bool) -> EntryCard:
    """The card of an entry that was read with its history; one that waits says which setting stops them all."""
    say, problem, theirs, setting = texts.say, None, "", ""
    waits = status.stops(settlement=entry.is_settlement) if entry.is_open else None
    stops = entry.problem if entry.needs_person else waits
    if stops is not None:
        message, hint, theirs = in_two_voices(stops, texts)
        quiet = entry.is_set_aside(now) or not entry.needs_person
        problem = Notice(message, hint, "warn" if quiet else "bad")
        setting = setting_to_mend(stops, texts)
    return EntryCard(
        title=named(entry, texts) if entry.is_settlement else entry.receipt_no,
        total=texts.kroner(entry.total),
        customer=entry.receipt_no if entry.is_settlement else named(entry, texts),
        problem=problem,
        theirs=theirs,
        setting=setting,
        main=main_button(entry, texts),
        steps=lifeline(entry, status, texts, now, reasons=problem is None),
        others=other_buttons(entry, texts, now, stops),
        sale=RepairButton("sale", say("Show the Z report") if entry.is_settlement else say("Show the sale"), "history"),
        details_label=say("Hide details") if unfolded else say("Details"),
        details=_details(entry, texts, now) if unfolded else (),
    )


def reason_sheet(entry: OutboxEntry, texts: Texts, reason: str, until: str | None) -> ReasonSheet:
    """The question why the entry is set aside till `until`, or cancelled for None, with what was typed so far."""
    say, hint = texts.say, texts.say("Why? It is kept with the invoice.")
    if entry.is_settlement:
        hint = say("Why? It is kept with it.")
    if until is None and entry.is_settlement:
        title, confirm = say("Cancel the voucher?"), say("Cancel the voucher")
        explanation = say(
            "It is never sent to PowerOffice. The Z report stays as it is: book the day by hand, or its VAT is never "
            "reported."
        )
        if is_gone(entry):
            explanation = say(
                "It is not posted anew. The Z report stays as it is: if the day is booked nowhere else, its VAT is "
                "never reported."
            )
    elif until is None:
        title, confirm = say("Cancel the invoice?"), say("Cancel the invoice")
        explanation = say(
            "It is never sent to PowerOffice. The sale stays as it is: invoice it by hand, or make a return."
        )
    else:
        title, confirm = say("Set aside till {time}?", time=until), say("Set aside")
        explanation = say("It stays in the queue and is not sent until somebody mends it.")
    return ReasonSheet(
        title=title,
        subtitle=f"{entry.receipt_no} · {texts.kroner(entry.total)}",
        explanation=explanation,
        reason=reason,
        reason_hint=hint,
        confirm_label=confirm,
        can_confirm=bool(reason.strip()),
        keep_label=say("Leave it as it is"),
        final=until is None,
    )


def main_button(entry: OutboxEntry, texts: Texts) -> RepairButton | None:
    """The one thing that mends it; None while nobody has to do anything."""
    say = texts.say
    match repair_for(entry):
        case Repair.CHOOSE_CUSTOMER if entry.is_settlement:
            return RepairButton("retry", say("Try again"), "replay")
        case Repair.CHOOSE_CUSTOMER if entry.customer_number is None:
            return RepairButton("assign", say("Choose customer"), "person_add")
        case Repair.CHOOSE_CUSTOMER:
            return RepairButton("assign", say("Choose another customer"), "person_add")
        case Repair.MEND_SETTING if page_to_mend(entry.problem):
            return RepairButton("settings", say("Open settings"), "settings")
        case Repair.MEND_SETTING:
            return RepairButton("retry", say("It is mended, try again"), "replay")
        case Repair.LOOK_AGAIN:
            return RepairButton("retry", say("Look it up again"), "search")
        case Repair.BY_HAND:
            return RepairButton("cancel", say("It is done by hand"), "check")
        case Repair.TRY_AGAIN:
            return RepairButton("retry", say("Try again"), "replay")
        case None:
            return None


def other_buttons(
    entry: OutboxEntry, texts: Texts, now: datetime, stops: Problem | None = None
) -> tuple[RepairButton, ...]:
    """What else may be done to it, the gentlest first; `stops` is what keeps it waiting, when that is not its own."""
    say, main = texts.say, main_button(entry, texts)
    possible = []
    if page_to_mend(stops):
        possible.append(RepairButton("settings", say("Open settings"), "settings"))
    if entry.state is State.NEEDS_ATTENTION:
        mended = repair_for(entry) is Repair.MEND_SETTING
        possible.append(RepairButton("retry", say("It is mended, try again") if mended else say("Try again"), "replay"))
    if may_assign(entry) and not entry.is_settlement:
        possible.append(RepairButton("assign", say("Choose customer"), "person_add"))
    if entry.needs_person and not entry.is_set_aside(now):
        possible.append(RepairButton("set_aside", say("Set aside"), "schedule"))
    if may_change_customer(entry) and not entry.is_settlement:
        possible.append(RepairButton("change", say("Change customer"), "swap_horiz"))
    if may_cancel(entry):
        possible.append(RepairButton("cancel", say("Cancel it"), "close"))
    return tuple(button for button in possible if main is None or button.act != main.act)


def page_to_mend(problem: Problem | None) -> str:
    """The page of the desk on which the setting of that problem is changed; "" when it is about none."""
    keys = () if problem is None else settings_of(problem)
    from .desk.pages import page_of  # with every page of the desk, which only an entry that is stopped leads to

    return next((page for page in map(page_of, keys) if page), "")


def in_two_voices(problem: Problem, texts: Texts) -> tuple[str, str, str]:
    """What happened and what to do in our words, and what PowerOffice says itself ("" when it says nothing)."""
    message, hint = told_problem(problem, texts)
    theirs = problem.values.get("text", "")
    if not theirs:
        return message, hint, ""
    return message.removesuffix(theirs).rstrip(": "), hint, texts.say("PowerOffice says: {text}", text=theirs)


def setting_to_mend(problem: Problem, texts: Texts) -> str:
    """Which setting the problem is about and where it is; "" when it is about none."""
    keys = settings_of(problem)
    if not keys:
        return ""
    names = ", ".join(_setting_name(key, texts) for key in keys)
    if keys[0].startswith("settlement."):
        return texts.say("{names} (Invoicing › Day settlement)", names=names)
    if keys[0].startswith("channels."):
        return texts.say("{names} (Settings › Payment › Payment channels › Invoice)", names=names)
    return texts.say("{names} (Invoicing › Config)", names=names)


def _details(entry: OutboxEntry, texts: Texts, now: datetime) -> tuple[str, ...]:
    """What support asks for: the reference, the code, and what was tried."""
    say = texts.say
    lines = [say("Reference {reference}", reference=entry.reference)]
    if entry.problem is not None:
        lines.append(say("Code {code}", code=entry.problem.code))
    if entry.remote is not None:
        by_id = say("Voucher id {id}") if entry.is_settlement else say("Order id {id}")
        lines.append(by_id.format(id=entry.remote.order_id))
    shown = [attempt for attempt in entry.history if attempt.what != "payload"][-MOST_TRIES_SHOWN:]
    for attempt in shown:
        told = tried(attempt, texts, now, of_settlement=entry.is_settlement)
        code = attempt.detail.partition(" (")[0] if attempt.outcome not in _DONE_BY_US else ""
        lines.append(f"{told} · {code}" if "_" in code and code.isascii() else told)
    return tuple(lines)


def _setting_name(key: str, texts: Texts) -> str:
    """What the setting is called; its key when it has no name."""
    say = texts.say
    if key.startswith("invoicing.products.sale_"):
        try:
            return say("Product for {rate} VAT", rate=texts.rate(VatRate.parse(key.rpartition("_")[2])))
        except BadInput:
            return key
    names = {
        "invoicing.system": say("Accounting system"),
        "invoicing.endpoint": say("End point"),
        "invoicing.application_key": say("Application key"),
        "invoicing.client_key": say("Client key"),
        "invoicing.subscription_key": say("Subscription key"),
        "invoicing.send_amount_excluding_vat": say("Send amount excluding VAT"),
        "invoicing.products": say("Products per VAT rate"),
        "invoicing.products.gratuity": say("Product for tips"),
        "invoicing.products.fee": say("Product for the invoice fee"),
        "channels.invoice.integration": say("Invoice integration"),
        **{slot.key: say("The account for: {what}", what=slot_name(slot, texts)) for slot in Slot},
    }
    return names.get(key, key)
