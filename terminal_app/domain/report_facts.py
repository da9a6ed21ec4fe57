"""A report as the facts of its journal row, and back again: all of it, so that an old report reads as on its day.

Amounts are strings such as "1234.50", moments ISO 8601 with offset. Pure. docs/journal.md: `report_x`, `report_z`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from .channel import Channel
from .journal import ore
from .money import Money
from .settlement import (
    CashBox,
    GrandTotals,
    GroupTally,
    OperatorTally,
    PaymentTally,
    RateTally,
    Report,
    ReportKind,
    Tally,
    TypedTally,
)
from .turnover import summed

_TALLIES = ("tips", "copies", "provisional", "returns", "discounts", "aborted", "deliveries", "training", "unsent")
_GROUPS = ("groups", "price_inquiries")
_TYPED = ("line_corrections", "other_corrections", "credit_sales", "credit_memos", "pay_ins", "pay_outs")
_AMOUNTS = ("cash_sales", "opening_float", "rounding")
_PLAIN = (
    "number", "shop_name", "organization_number", "register_id", "operator_id", "first_row", "last_row", "receipts",
    "drawer_openings", "by_itself",
)  # fmt: skip
_T = TypeVar("_T")


def report_facts(report: Report) -> dict[str, Any]:
    """Everything the report says but its own row, as plain JSON."""
    facts: dict[str, Any] = {name: getattr(report, name) for name in _PLAIN}
    facts |= {name: str(getattr(report, name)) for name in _AMOUNTS}
    facts |= {name: _tally(getattr(report, name)) for name in _TALLIES}
    facts |= {name: _each_group(getattr(report, name)) for name in _GROUPS}
    facts |= {name: [[one.type, one.number, str(one.amount)] for one in getattr(report, name)] for name in _TYPED}
    cash = report.cash
    return facts | {
        "report": report.kind.value,
        "made_at": report.made_at.isoformat(),
        "day": report.day.isoformat(),
        "payments": _each_payment(report.payments),
        "operators": [
            {
                "id": one.operator_id,
                "payments": _each_payment(one.payments),
                "groups": _each_group(one.groups),
                "opening_float": str(one.opening_float),
            }
            for one in report.operators
        ],
        "vat": [[one.code, one.rate, str(one.net), str(one.vat)] for one in report.vat],
        "grand_total_sales": str(report.grand.sales),
        "grand_total_returns": str(report.grand.returns),
        "cash": {
            "expected": str(cash.expected),
            "counted": None if cash.counted is None else str(cash.counted),
            "left": None if cash.left is None else str(cash.left),
            "words": cash.words,
        },
    }


def report_from(facts: Mapping[str, Any], row: int = 0) -> Report:
    """The report that `report_facts` wrote; `row` is the journal's row it stands in."""
    read: dict[str, Any] = {name: facts[name] for name in _PLAIN}
    read |= {name: amount(facts[name]) for name in _AMOUNTS}
    read |= {name: Tally(facts[name][0], amount(facts[name][1])) for name in _TALLIES}
    read |= {name: _groups(facts[name]) for name in _GROUPS}
    read |= {name: _all(facts[name], lambda one: TypedTally(one[0], one[1], amount(one[2]))) for name in _TYPED}
    cash = facts["cash"]
    return Report(
        **read,
        kind=ReportKind(facts["report"]),
        made_at=datetime.fromisoformat(facts["made_at"]),
        day=date.fromisoformat(facts["day"]),
        payments=_payments(facts["payments"]),
        operators=_all(facts["operators"], _operator),
        vat=_all(facts["vat"], lambda one: RateTally(one[0], one[1], amount(one[2]), amount(one[3]))),
        grand=GrandTotals(amount(facts["grand_total_sales"]), amount(facts["grand_total_returns"])),
        cash=CashBox(amount(cash["expected"]), _perhaps(cash["counted"]), _perhaps(cash["left"]), cash["words"]),
        row=row,
    )


def amount(written: str) -> Money:
    """The amount as a report writes it; it may be larger than any single one."""
    return summed(ore(written))


def _perhaps(written: str | None) -> Money | None:
    return None if written is None else amount(written)


def _all(rows: Sequence[Any], read: Callable[[Any], _T]) -> tuple[_T, ...]:
    return tuple(read(one) for one in rows)


def _tally(tally: Tally) -> list[Any]:
    return [tally.number, str(tally.amount)]


def _each_group(groups: Sequence[GroupTally]) -> list[Any]:
    return [[one.group, one.number, str(one.amount)] for one in groups]


def _each_payment(payments: Sequence[PaymentTally]) -> list[Any]:
    return [[one.channel.value, one.number, str(one.amount)] for one in payments]


def _groups(rows: Sequence[Any]) -> tuple[GroupTally, ...]:
    return _all(rows, lambda one: GroupTally(one[0], one[1], amount(one[2])))


def _payments(rows: Sequence[Any]) -> tuple[PaymentTally, ...]:
    return _all(rows, lambda one: PaymentTally(Channel(one[0]), one[1], amount(one[2])))


def _operator(facts: Mapping[str, Any]) -> OperatorTally:
    return OperatorTally(
        facts["id"], _payments(facts["payments"]), _groups(facts["groups"]), amount(facts["opening_float"])
    )
