"""The identity card of the buyer on invoice: who it is, how and when they pay, and what stands in the invoice's way.

Words only, from the local mirror and this till's own queue; nobody is asked over the network. Window thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ..domain.catalog import Customer
from ..domain.preflight import Finding, Weight
from ..domain.records import record
from ..i18n import Texts
from ..reports.setting_words import told_problem
from ..storage.buyers import Unsent
from .customers import CustomerRow, customer_row
from .invoice_words import delivery


@record
class Fact:
    """One line of the card: an icon and what it says."""

    icon: str
    text: str


@record
class Warned:
    """Something in the invoice's way: what it means for the sale, what it is, and what to do now."""

    tone: str
    icon: str
    meaning: str
    text: str
    hint: str


@record
class IdentityCard:
    """Who is invoiced. `age` says quietly how old the mirror's data is; nothing where nobody knows."""

    row: CustomerRow
    facts: tuple[Fact, ...]
    warned: tuple[Warned, ...]
    age: str


def identity_card(
    customer: Customer,
    texts: Texts,
    now: datetime,
    *,
    found: Sequence[Finding],
    unsent: Unsent,
    mirrored_at: datetime | None,
    training: bool = False,
) -> IdentityCard:
    """The card of that customer as this till knows them; in training it says first that nothing comes of it."""
    how = delivery(customer, texts)
    mailed = customer.delivery == "PdfByEmail"
    told = any(finding.problem.code == "buyer_without_email" for finding in found)
    facts = [
        ("warning" if mailed and not customer.email else "send", "" if told else how),
        ("mail", "" if mailed else customer.email or ""),
        ("calendar_today", terms(customer.payment_term_days, texts, now.date())),
        ("cloud_sync", _waiting(unsent, texts)),
    ]
    return IdentityCard(
        row=customer_row(customer, texts),
        facts=tuple(Fact(icon, text) for icon, text in facts if text),
        warned=(*([_practice(texts)] if training else []), *(_warned(finding, texts) for finding in found)),
        age=_age(mirrored_at, texts, now),
    )


def terms(days: int | None, texts: Texts, sold_on: date) -> str:
    """When the invoice has to be paid, in words; it counts from the day the accounting system makes it."""
    if days is None:
        return ""
    if days <= 0:
        return texts.say("Due at once")
    due = texts.day(sold_on + timedelta(days=days))
    return texts.count(
        "{n} day to pay, due {day} at the earliest", "{n} days to pay, due {day} at the earliest", days, day=due
    )


def _waiting(unsent: Unsent, texts: Texts) -> str:
    if not unsent.count:
        return ""
    amount = texts.kroner(unsent.total)
    return texts.count(
        "Not sent from here: {amount} in {n} invoice",
        "Not sent from here: {amount} in {n} invoices",
        unsent.count,
        amount=amount,
    )


def _age(mirrored_at: datetime | None, texts: Texts, now: datetime) -> str:
    if mirrored_at is None:
        return ""
    return texts.say("From PowerOffice {time}", time=texts.moment(mirrored_at, now))


def _practice(texts: Texts) -> Warned:
    say = texts.say
    return Warned("brand", "info", say("Training"), say("No invoice is made."), say("Nothing of this is sent or owed."))


def _warned(finding: Finding, texts: Texts) -> Warned:
    text, hint = told_problem(finding.problem, texts)
    say = texts.say
    tone, icon, meaning = {
        Weight.MEND_FIRST: ("bad", "error", say("Must be mended first")),
        Weight.STOPS: ("warn", "warning", say("Will stop on its way")),
        Weight.WAITS: ("neutral", "info", say("Stays here for now")),
    }[finding.weight]
    return Warned(tone, icon, meaning, text, hint)
