"""What verbs print: one JSON document on stdout with --json, else lines for a person; logs go to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..domain.channel import Channel
from ..domain.outbox import OutboxEntry, Remote
from ..domain.sale import Sale
from ..domain.vat import VatRate
from ..i18n import Texts


def print_json(document: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


def print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")


def moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 with the shop's offset, or None."""
    return None if at is None else at.astimezone(zone).isoformat(timespec="seconds")


def sale_document(sale: Sale, entry: OutboxEntry | None) -> dict[str, Any]:
    """A recorded sale as the contract has it; VAT is summed per rate."""
    return {
        "sale_id": sale.id,
        "receipt_no": sale.receipt_no,
        "receipt_kind": sale.kind.value,
        "paid_receipt_no": sale.paid_receipt_no,
        "total": str(sale.total),
        "rounding": str(sale.rounding),
        "vat": _per_rate(sale),
        "payments": [{"channel": p.channel.value, "amount": str(p.amount)} for p in sale.payments],
        "outbox": None if entry is None else {"reference": entry.reference, "state": entry.state.value},
    }


def refund_document(sale: Sale, entry: OutboxEntry | None) -> dict[str, Any]:
    """A recorded return as the contract has it: a sale with negative amounts, and the receipt it takes back from."""
    original = None if sale.return_of is None else sale.return_of.receipt_no
    return {**sale_document(sale, entry), "original_receipt_no": original}


def _per_rate(sale: Sale) -> list[dict[str, str]]:
    sums: dict[VatRate, Any] = {}
    for total in sale.vat_totals:
        rate, split = total.code.rate, total.split
        net, vat, gross = sums.get(rate, (split.net - split.net, split.vat - split.vat, split.gross - split.gross))
        sums[rate] = (net + split.net, vat + split.vat, gross + split.gross)
    return [
        {"rate": str(rate), "net": str(net), "vat": str(vat), "gross": str(gross)}
        for rate, (net, vat, gross) in sums.items()
    ]


def entry_document(entry: OutboxEntry, zone: ZoneInfo, texts: Texts) -> dict[str, Any]:
    """An outbox entry as the contract has it, with its lifeline."""
    problem = None
    if entry.problem is not None:
        message, hint = texts.problem(entry.problem)
        problem = {"code": entry.problem.code, "message": message, "hint": hint}
    customer = None
    if entry.customer_number is not None:
        customer = {"number": entry.customer_number, "name": entry.customer_name}
    return {
        "reference": entry.reference,
        "receipt_no": entry.receipt_no,
        "settlement": entry.settlement,
        "sold_at": moment(entry.sold_at, zone),
        "customer": customer,
        "total": str(entry.total),
        "state": entry.state.value,
        "attempts": entry.attempts,
        "not_before": moment(entry.not_before, zone),
        "problem": problem,
        "remote": _remote(entry.remote),
        "history": [
            {"at": moment(tried.at, zone), "what": tried.what, "outcome": tried.outcome, "detail": tried.detail}
            for tried in entry.history
        ],
    }


def _remote(remote: Remote | None) -> dict[str, Any] | None:
    if remote is None:
        return None
    return {
        "order_id": remote.order_id,
        "order_no": remote.order_no,
        "invoice_no": remote.invoice_no,
        "total": None if remote.total is None else str(remote.total),
        "paid": remote.paid,
    }


def channel_names() -> str:
    return ", ".join(channel.value for channel in Channel)
