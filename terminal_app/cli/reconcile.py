"""The verb reconcile: the VAT bridge of a period, with the ledger read anew where the accounting system can be reached.

Without a network, or with --offline, it goes by what is kept and says since when that is.
"""

from __future__ import annotations

import errno
import os
import sys
from argparse import ArgumentParser, Namespace
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ..domain.bridge import Bridge, ClearingEntry, Finding, RateRow
from ..domain.problems import BadInput, FolderTrouble, Problem, SettingWrong
from ..domain.settings import InvoicingSystem
from ..domain.vat import Split
from ..i18n import Texts
from ..reports.bridge_words import entry_words, finding_words, posted_words, rate_words, read_words, verdict_words
from ..reports.receipt_paper import channel_name
from ..storage.database import Database
from ..till import Till
from ..till.reconciling import require_period, this_month
from .connections import Connections
from .output import moment, print_json, print_lines


def add_arguments(verb: ArgumentParser) -> None:
    """What `disken reconcile` understands."""
    verb.add_argument("--from", dest="since", metavar="DAY", help="the first day; the month's first when left out")
    verb.add_argument("--to", dest="until", metavar="DAY", help="the last day; today when left out")
    verb.add_argument("--offline", action="store_true", help="go by what was last read of the ledger")
    verb.add_argument("--page", metavar="FILE", help="also write it as a page to print (HTML)")


def reconcile(options: Namespace, till: Till, texts: Texts) -> int:
    """0 when each øre of VAT is proven to be in the ledger once, 1 otherwise."""
    month = this_month(till.reconciling.today())
    until = _day(options.until, "to") or month[1]
    since = _day(options.since, "from") or min(month[0], until.replace(day=1))
    require_period(since, until)
    page = _writable(options.page)
    trouble = None if options.offline else _bring(till, since)
    made = till.reconciling.bridge(since, until)
    made = made if trouble is None else replace(made, trouble=trouble)
    if page is not None:
        _write_page(page, made, till, texts)
    if options.json:
        print_json(document(made, till, texts))
    else:
        print_lines(_told(made, till, texts))
    return 0 if made.is_proven else 1


def document(made: Bridge, till: Till, texts: Texts) -> dict[str, Any]:
    """The bridge as the contract has it."""
    now, zone = till.now(), till.values.shop().timezone
    trouble = None
    if made.trouble is not None:
        message, hint = texts.problem(made.trouble)
        trouble = {"code": made.trouble.code, "message": message, "hint": hint}
    return {
        "from": made.since.isoformat(),
        "to": made.until.isoformat(),
        "path": made.path.value,
        "paths": [path.value for path in made.paths],
        "verdict": made.verdict.value,
        "proven": made.is_proven,
        "message": verdict_words(made, texts),
        "read_at": moment(made.read_at, zone),
        "not_read": trouble,
        "sales": made.sales,
        "rates": [_rate(row) for row in made.rows],
        "posted": {
            "vat": str(made.vat_posted),
            "vat_on_other_days": str(made.apart.vat_on_other_days),
            "vat_of_other_days": str(made.apart.vat_of_other_days),
            "clearing": str(made.apart.clearing_moved),
            "clearing_on_other_days": str(made.apart.clearing_on_other_days),
        },
        "clearing": {
            "account": made.clearing_account,
            "debited": str(made.clearing_debited),
            "credited": str(made.clearing_credited),
            "balance": str(made.clearing_balance),
            "entries": [_entry(one, texts) for one in made.clearing],
        },
        "findings": [_finding(one, texts, now) for one in made.findings],
    }


def _rate(row: RateRow) -> dict[str, Any]:
    return {
        "rate": str(row.rate),
        "tips": row.tips,
        "till": _split(row.till),
        "channels": {channel.value: str(amount) for channel, amount in row.by_channel.items()},
        "settled": _split(row.settled),
        "accepted": _split(row.accepted),
        "invoiced": _split(row.invoiced),
        "ledger_vat": str(row.ledger),
        "rounding": str(row.rounding),
        "called_off_vat": str(row.elsewhere),
        "difference": str(row.difference),
    }


def _split(split: Split) -> dict[str, str]:
    return {"net": str(split.net), "vat": str(split.vat), "gross": str(split.gross)}


def _entry(one: ClearingEntry, texts: Texts) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": entry_words(one, texts),
        "amount": str(one.amount),
        "receipt_no": one.receipt_no,
        "z": one.z,
        "voucher_no": one.voucher_no,
        "day": None if one.day is None else one.day.isoformat(),
    }


def _finding(one: Finding, texts: Texts, now: Any) -> dict[str, Any]:
    message, hint = finding_words(one, texts, now)
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": message,
        "hint": hint,
        "amount": str(one.amount),
        "vat": str(one.vat),
        "rate": None if one.rate is None else str(one.rate),
        "receipt_no": one.receipt_no,
        "reference": one.reference,
        "z": one.z,
        "voucher_no": one.voucher_no,
        "day": None if one.day is None else one.day.isoformat(),
    }


def _told(made: Bridge, till: Till, texts: Texts) -> list[str]:
    say, now = texts.say, till.now()
    lines = [
        say("VAT bridge {first} – {last}", first=texts.day(made.since), last=texts.day(made.until)),
        read_words(made, texts, now),
    ]
    if made.trouble is not None:
        message, hint = texts.problem(made.trouble)
        lines += [message, *([f"  → {hint}"] if hint else [])]
    lines += ["", f"{'':<12}" + "".join(f"{head:>16}" for head in _heads(texts))]
    for row in made.rows:
        amounts = (row.till.vat, row.settled.vat, row.invoiced.vat, row.ledger, row.rounding, row.difference)
        lines.append(f"{rate_words(row, texts):<12}" + "".join(f"{texts.money(one):>16}" for one in amounts))
        paid = (f"{channel_name(one, texts)} {texts.money(amount)}" for one, amount in row.by_channel.items())
        lines.append("  " + " · ".join(paid))
    if posted := posted_words(made, texts):
        lines += ["", *(f"{texts.money(amount):>14}  {words}" for words, amount in posted)]
    account = "19XX" if made.clearing_account is None else made.clearing_account
    balance = texts.kroner(made.clearing_balance)
    lines += ["", say("{account} Faktura kasse: {balance}", account=account, balance=balance)]
    lines += [f"  {texts.money(one.amount):>14}  {entry_words(one, texts)}" for one in made.clearing]
    lines.append("")
    for finding in made.findings:
        message, hint = finding_words(finding, texts, now)
        lines += [f"· {message}", *([f"  → {hint}"] if hint else [])]
    return [*lines, *([""] if made.findings else []), verdict_words(made, texts)]


def _heads(texts: Texts) -> tuple[str, ...]:
    say = texts.say
    return (say("VAT: till"), say("settled"), say("invoiced"), say("ledger"), say("rounding"), say("difference"))


def _bring(till: Till, since: date) -> Problem | None:
    """The ledger read anew into the mirror; why not when it could not be, or when the shop has no accounting."""
    if till.values.invoicing().system is InvoicingSystem.NONE:
        return Problem("invoicing_not_set_up")
    from sync.clock import SystemClock
    from sync.gateway import SyncError
    from sync.ledger_mirror import bring_ledger

    connections = Connections(till.database)
    try:
        with closing(connections.connect()) as gateway, Database.open(till.database.folder, create=False) as database:
            bring_ledger(database, gateway, since, SystemClock())
    except (SyncError, SettingWrong, FolderTrouble) as error:
        return error.problem
    finally:
        connections.close()
    return None


def _day(text: str | None, field: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("setting_not_date", field=field, text=text[:40]) from error


def _writable(page: str | None) -> Path | None:
    """Where the page goes, looked at before anything is asked or stored; raises BadInput where none can be written."""
    if not page:
        return None
    path = Path(page)
    if path.is_dir() or not path.parent.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        wrong = errno.EISDIR if path.is_dir() else errno.EACCES if path.parent.is_dir() else errno.ENOENT
        raise BadInput("file_not_written", field=page, reason=os.strerror(wrong))
    return path


def _write_page(path: Path, made: Bridge, till: Till, texts: Texts) -> None:
    from ..reports.bridge_paper import bridge_page

    try:
        path.write_text(bridge_page(made, till.values, texts, till.now()), "utf-8")
    except OSError as error:
        raise BadInput("file_not_written", field=str(path), reason=error.strerror or "") from error
    sys.stderr.write(texts.say("The page for the accountant is in {file}.", file=path) + "\n")
