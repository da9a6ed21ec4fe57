"""The VAT bridge in words, for pages, papers and the command line: verdict, findings, what stands where. Pure."""

from __future__ import annotations

from datetime import date, datetime

from ..bridge_wording import ENTRIES, FINDINGS
from ..domain.bridge import Bridge, ClearingEntry, Finding, RateRow, Verdict
from ..domain.money import Money
from ..domain.problems import BadInput, Problem
from ..i18n import Texts
from .setting_words import told_problem

_OTHER_TILLS = frozenset({"other_tills", "other_tills_beside"})
_AMOUNTS = frozenset({"amount", "vat", "till", "answered", "put", "off"})
_DAYS = frozenset({"day", "from", "to"})
_SIZES = frozenset({"vat"})
"""What a sentence tells of without a sign: it says itself whether it is missing or there twice."""


def finding_words(finding: Finding, texts: Texts, now: datetime) -> tuple[str, str]:
    """What was found and what to do next, "" where nothing is; moments as one says them at `now`."""
    message, hint = FINDINGS.get(finding.code, (finding.code, ""))
    values = _Values({name: _written(name, value, texts, now) for name, value in finding.values.items()})
    instead = ""
    if code := finding.values.get("problem"):
        told = {name: value for name, value in finding.values.items() if name != "problem"}
        values["problem"], instead = told_problem(Problem(code, told), texts)
    return texts.say(message).format_map(values), texts.say(hint).format_map(values) if hint else instead


def entry_words(entry: ClearingEntry, texts: Texts) -> str:
    """What an open item on “Faktura kasse” is."""
    numbers = {"receipt_no": entry.receipt_no, "z": entry.z, "voucher_no": entry.voucher_no}
    values = _Values({name: str(number) for name, number in numbers.items() if number is not None})
    values |= entry.values
    return texts.say(ENTRIES.get(entry.code, entry.code)).format_map(values)


def verdict_words(bridge: Bridge, texts: Texts) -> str:
    """The one line that says how the bridge stands."""
    say = texts.say
    if bridge.verdict is Verdict.PROVEN and not bridge.sales:
        return say("Nothing was sold in these days, and “Faktura kasse” holds nothing that is not explained.")
    if bridge.verdict is Verdict.PROVEN and any(one.code in _OTHER_TILLS for one in bridge.findings):
        return say("Each krone of this till's VAT is in the ledger once. Other tills have VAT bridges of their own.")
    if bridge.verdict is Verdict.PROVEN:
        return say("Each krone of VAT is in the ledger once, and “Faktura kasse” holds nothing that is not explained.")
    if bridge.verdict is Verdict.DIFFERENCE:
        wrong = sum(one.severity.value == "wrong" for one in bridge.findings)
        return texts.count("One thing has to be mended.", "{n} things have to be mended.", wrong)
    if bridge.verdict is Verdict.NOT_READ:
        return say("Not proven: the figures of PowerOffice Go are missing or too old.")
    return say("Not proven yet: some of it is still on its way.")


def read_words(bridge: Bridge, texts: Texts, now: datetime) -> str:
    """Since when the figures of PowerOffice Go are."""
    if bridge.read_at is None:
        return texts.say("The ledger of PowerOffice Go has not been read.")
    moment = texts.moment(bridge.read_at, now)
    return texts.say("The figures of PowerOffice Go are from {moment}.", moment=moment)


def posted_words(bridge: Bridge, texts: Texts) -> tuple[tuple[str, Money], ...]:
    """From the VAT of these days' sales in the ledger to the VAT posted in these days; nothing where it is the same."""
    if bridge.vat_posted == bridge.ledger_vat:
        return ()
    say, apart = texts.say, bridge.apart
    return (
        (say("In the ledger, VAT"), bridge.ledger_vat),
        (say("Of it posted on other days"), -apart.vat_on_other_days),
        (say("Posted in these days, of other days' sales"), apart.vat_of_other_days),
        (say("VAT of the till posted in these days"), bridge.vat_posted),
    )


def rate_words(row: RateRow, texts: Texts) -> str:
    """The row's name: its rate, or tips."""
    return texts.say("Tips") if row.tips else texts.rate(row.rate)


def _written(name: str, value: str, texts: Texts, now: datetime) -> str:
    try:
        if name in _DAYS or (name == "answered" and len(value) == 10 and value[4] == "-"):
            return texts.day(date.fromisoformat(value))
        if name == "moment":
            return texts.moment(datetime.fromisoformat(value), now)
        if name in _AMOUNTS:
            amount = Money.parse(value)
            return texts.kroner(Money(abs(amount.ore)) if name in _SIZES else amount)
        return value
    except (BadInput, ValueError):
        return value


class _Values(dict[str, str]):
    """Values for a sentence; one that is not known becomes a dash."""

    def __missing__(self, key: str) -> str:
        return "–"
