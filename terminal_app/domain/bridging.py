"""Holds the till's sales, its day settlements, its invoices and the ledger against each other: the VAT bridge.

What is missing, changed or there twice is named, with by how much; green is only what is proven. Pure: all that it
knows is in `Facts`. `bridge_days`, `bridge_invoices` and `bridge_others` name the differences; docs/vat-bridge.md
explains them.
"""

from __future__ import annotations

from collections.abc import Iterable

from .bridge import Bridge, ClearingEntry, Finding, RateRow, Severity, Verdict
from .bridge_books import Book, books
from .bridge_days import days_in_ledger
from .bridge_facts import Facts, Rung, Sent, Settled
from .bridge_invoices import invoices_in_ledger
from .bridge_others import others_in_ledger
from .bridge_periods import posted_apart
from .bridge_sums import Sums
from .bridge_tills import without_other_tills
from .turnover import summed
from .vat_path import VatPath


def bridge(facts: Facts) -> Bridge:
    """The bridge of those days; proven only when each øre of VAT is shown to be in the ledger exactly once."""
    sums = Sums(facts.clearing, facts.sales_accounts)
    found = books(facts.postings if facts.read else (), _names(facts))
    _till(facts, sums)
    taken = days_in_ledger(facts, found, sums)
    taken |= invoices_in_ledger(facts, found, sums)
    others = without_other_tills(facts, _of_others(facts, found, taken), _names(facts), sums)
    others_in_ledger(facts, others, sums)
    sums.tell_apart()
    _about_reading(facts, sums)
    _ways(facts, sums)
    rows = sums.rows()
    _unexplained(rows, sums)
    balance = sums.debited + sums.credited + sums.foreign
    if (left := balance - sum(one.amount.ore for one in sums.clearing)) != 0:
        sums.clearing.append(ClearingEntry("clearing_unexplained", summed(left), Severity.WRONG))
        sums.find("clearing_unexplained", Severity.WRONG, amount=left)
    return Bridge(
        since=facts.since,
        until=facts.until,
        path=facts.path,
        verdict=_verdict(facts, rows, sums.findings, sums.clearing),
        rows=rows,
        clearing_account=facts.clearing[0] if facts.clearing else None,
        clearing_balance=summed(balance),
        clearing=tuple(sums.clearing),
        findings=tuple(sorted(sums.findings, key=_urgency)),
        read_at=None if facts.read is None else facts.read.at,
        clearing_debited=summed(sums.debited),
        clearing_credited=summed(sums.credited),
        paths=tuple(path for path in VatPath if path in _paths(facts)),
        sales=sum(one.sold.sales for one in facts.days),
        apart=posted_apart(facts, found, taken),
    )


def _names(facts: Facts) -> dict[str, str]:
    """What each voucher of the period's entries goes by, in the ledger, under the entry's own reference."""
    names: dict[str, str] = {}
    for entry in _entries(facts):
        names[entry.reference] = entry.reference
        if entry.order_id:
            names[entry.order_id] = entry.reference
    return names


def _entries(facts: Facts) -> Iterable[Sent]:
    yield from (one.entry for one in facts.days if one.entry is not None)
    yield from facts.entries.values()


def _of_others(facts: Facts, found: dict[str, Book], taken: set[str]) -> list[Book]:
    """The vouchers that no entry of the till's is behind and that leave something."""
    return [
        book
        for name, book in found.items()
        if name not in taken
        and not book.is_nothing
        and not (book.ids & facts.known)
        and book.reference not in facts.known
    ]


def _till(facts: Facts, sums: Sums) -> None:
    for settled in facts.days:
        for rung, part in settled.sold.sums.items():
            row = sums.row(rung)
            row.till.add(part.paid.net + part.invoiced.net, part.paid.vat + part.invoiced.vat)
            for channel, amount in part.by_channel.items():
                row.by_channel[channel] = row.by_channel.get(channel, 0) + amount
        for one in settled.sold.on_invoice:
            entry = facts.entries.get(one.sale_id)
            if entry is None or not entry.has_arrived:
                continue
            for rung, side in one.parts.items():
                sums.row(rung).accepted.add(side.net, side.vat)


def _about_reading(facts: Facts, sums: Sums) -> None:
    """Whether what is kept of the ledger is of these days, and from after the last of them was sent."""
    read = facts.read
    if read is None:
        sums.find("ledger_not_read", Severity.WAITS)
        return
    if read.since > facts.since or read.until < min(facts.until, facts.today):
        values = {"from": read.since.isoformat(), "to": read.until.isoformat()}
        sums.find("ledger_other_days", Severity.WAITS, values=values)
    late = [entry for entry in _entries(facts) if entry.sent is not None and entry.sent > read.at]
    if late or sums.too_early:
        moment = {"moment": read.at.isoformat()}
        sums.find("ledger_read_too_early", Severity.WAITS, values=moment)


def _ways(facts: Facts, sums: Sums) -> None:
    if len(_paths(facts)) > 1:
        changed = [one.day for before, one in zip(facts.days, facts.days[1:], strict=False) if before.path != one.path]
        sums.find("ways_changed", Severity.EXPLAINED, day=changed[0] if changed else None)
    if facts.against_way is not None:
        values = {"problem": facts.against_way.code, **facts.against_way.values}
        now = facts.until >= facts.today
        sums.find("product_against_way", Severity.WRONG if now else Severity.EXPLAINED, values=values)
    if not facts.clearing and any(_needs_clearing(facts, one) for one in facts.days):
        sums.find("clearing_account_unknown", Severity.WRONG)


def _needs_clearing(facts: Facts, settled: Settled) -> bool:
    on_invoice = settled.sold.on_invoice
    ways = {entry.path or settled.path for one in on_invoice if (entry := facts.entries.get(one.sale_id))}
    return bool(on_invoice) and VatPath.DAY_SETTLEMENT in (ways or {settled.path})


def _paths(facts: Facts) -> set[VatPath]:
    found = {one.path for one in facts.days if one.sold.sales}
    return found | {entry.path for entry in _entries(facts) if entry.path is not None and entry.is_live}


def _unexplained(rows: Iterable[RateRow], sums: Sums) -> None:
    """A difference that nothing above accounts for to the øre is a finding of its own: nothing is passed over."""
    for row in rows:
        named = sums.row(Rung(row.rate, row.tips)).named
        if left := row.difference.ore - named:
            sums.find("vat_unexplained", Severity.WRONG, vat=left, rate=row.rate)


def _verdict(
    facts: Facts, rows: Iterable[RateRow], findings: Iterable[Finding], clearing: Iterable[ClearingEntry]
) -> Verdict:
    codes = {one.code for one in findings}
    severities = {one.severity for one in findings} | {one.severity for one in clearing}
    if Severity.WRONG in severities:
        return Verdict.DIFFERENCE
    if facts.read is None or codes & {"ledger_not_read", "ledger_other_days", "ledger_read_too_early"}:
        return Verdict.NOT_READ
    if Severity.WAITS in severities or any(row.difference.ore for row in rows):
        return Verdict.WAITING
    return Verdict.PROVEN


_ORDER = (Severity.WRONG, Severity.WAITS, Severity.EXPLAINED)


def _urgency(finding: Finding) -> tuple[int, str, str]:
    day = "" if finding.day is None else finding.day.isoformat()
    return _ORDER.index(finding.severity), day, finding.receipt_no or ""
