"""The verbs of the day: X and Z reports, the float, and money in and out of the drawer.

They go through the same use cases as the screens. A report's JSON has each field of kassasystemforskrifta § 2-8-2
twice: by its letter in `fields`, and by a readable name.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any, TypeVar

from ..domain.day_voucher import DayVoucher
from ..domain.money import Money
from ..domain.operators import Right
from ..domain.problems import BadInput
from ..domain.settlement import (
    CashBox,
    CashCount,
    CashMove,
    DayStands,
    GroupTally,
    OperatorTally,
    PayIn,
    PaymentTally,
    PayOut,
    Report,
    ReportKind,
    ReportRef,
    Tally,
    TypedTally,
)
from ..i18n import Texts
from ..reports.columns import plain_text
from ..reports.headings import X_REPORT, Z_REPORT
from ..reports.voucher_paper import credit
from ..till import Till
from .output import moment, print_json, print_lines
from .sales import who

_Why = TypeVar("_Why", PayIn, PayOut)
LOOKING = {"list", "show", "status", "voucher"}
"""What of these verbs changes nothing, and may be done beside an open till."""
_LETTERS = (
    ("a", "report"), ("b", "shop"), ("c", "made_at"), ("d", "register_id"), ("e", "total_cash_sales"),
    ("f", "article_groups"), ("g", "payments"), ("h", "operators"), ("i", "tips"), ("j", "vat"),
    ("k", "opening_change_float"), ("l", "sales_receipts"), ("m", "drawer_openings"), ("n", "copies"),
    ("o", "provisional_receipts"), ("p", "returns"), ("q", "discounts"), ("r", "aborted_sales"),
    ("s", "line_corrections"), ("t", "price_inquiries"), ("u", "other_corrections"), ("v", "delivery_receipts"),
    ("w", "training"), ("x", "grand_total_sales"), ("y", "grand_total_returns"), ("z", "grand_total_net"),
)  # fmt: skip
"""The regulation's letters and what each field is called here; the second paragraph's fields have no letter."""


def add_report(verb: ArgumentParser) -> None:
    """What `disken report` understands."""
    told = "make an X or Z, list them, show one again, or its voucher for the accounting system"
    verb.add_argument("action", choices=("x", "z", "list", "show", "voucher"), help=told)
    verb.add_argument("number", nargs="?", metavar="N", help="of the Z; voucher without it: the day so far")
    verb.add_argument("--counted", metavar="AMOUNT", help="with z: the cash that was counted in the drawer")
    verb.add_argument("--left", metavar="AMOUNT", help="with --counted: what stays for tomorrow; all when left out")
    verb.add_argument("--words", default="", metavar="TEXT", help="with --counted: why it differs")
    verb.add_argument("--operator", metavar="ID", help="who makes it; the first by id when left out")


def add_day(verb: ArgumentParser) -> None:
    """What `disken day` understands."""
    actions = ("status", "open", "pay-in", "pay-out")
    verb.add_argument("action", nargs="?", choices=actions, default="status", help="how it stands when left out")
    verb.add_argument("amount", nargs="?", metavar="AMOUNT", help="the float, or what goes in or out")
    verb.add_argument("--why", default="other", metavar="WHY", help=f"pay-in: {_of(PayIn)}; pay-out: {_of(PayOut)}")
    verb.add_argument("--words", default="", metavar="TEXT", help="what the money was for")
    verb.add_argument("--operator", metavar="ID", help="who does it; the first who may when left out")


def report(options: Namespace, till: Till, texts: Texts) -> int:
    """An X or Z, the list of them, or an old Z; 0 when it is done."""
    if options.action == "list":
        return _list(options, till, texts)
    if options.action == "voucher":
        return _voucher(options, till, texts)
    if options.action == "show":
        made = till.day.z(_number(options.number))
    elif options.action == "x":
        made = till.day.x(who(options, till, Right.X_REPORT))
    else:
        made = till.day.close(who(options, till, Right.Z_REPORT), _count(options))
    if options.json:
        print_json(report_document(made, till))
    else:
        print_lines(plain_text(till.prints.report_paper(made)).splitlines())
    return 0


def day(options: Namespace, till: Till, texts: Texts) -> int:
    """How the day stands, or its float, or money in or out; 0 when it is done."""
    if options.action == "status":
        stands = till.day.stands()
        if options.json:
            print_json(_stands_document(stands, till))
        else:
            print_lines(_told(stands, texts))
        return 0
    amount = Money.parse(options.amount or "", "amount")
    if options.action == "open":
        move = till.day.open(amount, options.operator)
    elif options.action == "pay-in":
        move = till.day.pay_in(amount, _why(PayIn, options.why), options.words, options.operator)
    else:
        whoever = who(options, till, Right.PAY_OUT)
        move = till.day.pay_out(amount, _why(PayOut, options.why), options.words, whoever)
    if options.json:
        print_json(_move_document(move, till))
    else:
        print_lines(plain_text(till.prints.slip_paper(move)).splitlines())
    return 0


def _voucher(options: Namespace, till: Till, texts: Texts) -> int:
    made = till.vouchers.preview(None if options.number is None else _number(options.number))
    if options.json:
        print_json(voucher_document(made))
    else:
        print_lines(plain_text(till.vouchers.paper(made, texts)).splitlines())
    return 0


def voucher_document(made: DayVoucher) -> dict[str, Any]:
    """A day's settlement in debit and credit; `z` is null for the day so far, which has no reference either."""
    return {
        "z": made.z or None,
        "day": made.day.isoformat(),
        "register_id": made.register_id,
        "reference": made.reference or None,
        "path": made.path.value,
        "lines": [
            {
                "account": line.account,
                "slot": line.slot.value,
                "vat_code": line.vat_code,
                "debit": str(line.debit),
                "credit": str(line.credit),
                "vat": str(-line.vat),
            }
            for line in made.lines
        ],
        "debit": str(made.total),
        "credit": str(credit(made)),
        "vat": str(made.vat),
    }


def report_document(made: Report, till: Till) -> dict[str, Any]:
    """A report as the contract has it: every field by its letter and by its name."""
    zone = till.values.shop().timezone
    named: dict[str, Any] = {
        "report": X_REPORT if made.kind is ReportKind.X else Z_REPORT,
        "shop": {"name": made.shop_name, "organization_number": made.organization_number},
        "made_at": moment(made.made_at, zone),
        "register_id": made.register_id,
        "total_cash_sales": str(made.cash_sales),
        "article_groups": _groups(made.groups),
        "payments": _payments(made.payments),
        "operators": [_operator(one, till) for one in made.operators],
        "tips": _tally(made.tips),
        "vat": [
            {
                "code": one.code,
                "rate": one.rate,
                "net": str(one.net),
                "vat": str(one.vat),
                "gross": str(one.net + one.vat),
            }
            for one in made.vat
        ],
        "opening_change_float": str(made.opening_float),
        "sales_receipts": made.receipts,
        "drawer_openings": made.drawer_openings,
        "copies": _tally(made.copies),
        "provisional_receipts": _tally(made.provisional),
        "returns": _tally(made.returns),
        "discounts": _tally(made.discounts),
        "aborted_sales": _tally(made.aborted),
        "line_corrections": _types(made.line_corrections),
        "price_inquiries": _groups(made.price_inquiries),
        "other_corrections": _types(made.other_corrections),
        "delivery_receipts": _tally(made.deliveries),
        "training": _tally(made.training),
        "grand_total_sales": str(made.grand.sales),
        "grand_total_returns": str(made.grand.returns),
        "grand_total_net": str(made.grand.net),
    }
    return {
        "kind": made.kind.value,
        "number": made.number,
        "day": made.day.isoformat(),
        "operator": _person(made.operator_id, till),
        **named,
        "credit_sales": _types(made.credit_sales),
        "credit_memos": _types(made.credit_memos),
        "pay_ins": _types(made.pay_ins),
        "pay_outs": _types(made.pay_outs),
        "rounding": str(made.rounding),
        "cash": _cash(made.cash),
        "unsent_invoices": _tally(made.unsent),
        "by_itself": made.by_itself,
        "journal_rows": {"first": made.first_row, "last": made.last_row, "own": made.row},
        "fields": {letter: {"name": name, "value": named[name]} for letter, name in _LETTERS},
    }


def _list(options: Namespace, till: Till, texts: Texts) -> int:
    made, zone = till.day.reports(), till.values.shop().timezone
    if options.json:
        rows = [
            {
                "number": one.number,
                "kind": one.kind.value,
                "made_at": moment(one.made_at, zone),
                "day": one.day.isoformat(),
                "operator": _person(one.operator_id, till),
                "by_itself": one.by_itself,
                "journal_row": one.row,
            }
            for one in made
        ]
        print_json({"reports": rows})
    else:
        print_lines(_line(one, till, texts) for one in made)
    return 0


def _line(one: ReportRef, till: Till, texts: Texts) -> str:
    made_at = one.made_at.astimezone(till.values.shop().timezone)
    name = one.kind.value.upper() + ("" if one.number is None else f"-{one.number:06d}")
    return f"{name:<9} {texts.day(one.day)}  {texts.day(made_at.date())} {texts.exact_clock(made_at)}"


def _told(stands: DayStands, texts: Texts) -> list[str]:
    """How the day stands, for a person."""
    say, kroner = texts.say, texts.kroner
    lines = [
        texts.day(stands.day) + ": " + say("Sales since the last Z: {number}", number=stands.sales),
        say("Float: {amount}", amount=kroner(stands.opening_float)) if stands.opened else say("No float is given yet."),
        say("In the drawer there should be {amount}", amount=kroner(stands.expected_cash)),
    ]
    if stands.left_open is not None:
        lines.append(say("{day} has no Z report yet.", day=texts.day(stands.left_open)))
    if stands.closed_today:
        lines.append(say("This day has its Z report; what is sold now comes on the next one."))
    if stands.parked:
        lines.append(say("Parked: {names}", names=", ".join(stands.parked)))
    if stands.unsent.number:
        amount = kroner(stands.unsent.amount)
        lines.append(say("Invoices not sent yet: {number}, {amount}", number=stands.unsent.number, amount=amount))
    return lines


def _stands_document(stands: DayStands, till: Till) -> dict[str, Any]:
    zone, last = till.values.shop().timezone, stands.last_z
    return {
        "day": stands.day.isoformat(),
        "opened": stands.opened,
        "opening_float": str(stands.opening_float),
        "carried": stands.carried,
        "expected_cash": str(stands.expected_cash),
        "sales": stands.sales,
        "since": moment(stands.since, zone),
        "last_z": None if last is None else {"number": last.number, "made_at": moment(last.made_at, zone)},
        "closed_today": stands.closed_today,
        "left_open": None if stands.left_open is None else stands.left_open.isoformat(),
        "parked": list(stands.parked),
        "unsent_invoices": _tally(stands.unsent),
        "suggested_float": str(stands.suggested_float),
    }


def _move_document(move: CashMove, till: Till) -> dict[str, Any]:
    return {
        "kind": move.kind,
        "number": move.number,
        "nr": move.nr,
        "amount": str(move.amount),
        "total": str(move.total),
        "why": move.why or None,
        "words": move.words,
        "made_at": moment(move.at, till.values.shop().timezone),
        "operator": _person(move.operator_id, till),
    }


def _count(options: Namespace) -> CashCount | None:
    """What was counted, None for nothing; raises BadInput for what is left of nothing counted."""
    if options.counted is None:
        if options.left is not None:
            raise BadInput("left_without_count", field="left")
        return None
    counted = Money.parse(options.counted, "counted")
    left = counted if options.left is None else Money.parse(options.left, "left")
    return CashCount(counted, left, options.words)


def _number(text: str | None) -> int:
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadInput("number_not_understood", field="number", text=(text or "")[:40])
    return int(text)


def _why(kind: type[_Why], text: str) -> _Why:
    try:
        return kind(text.replace("-", "_"))
    except ValueError as error:
        raise BadInput("why_unknown", field="why", text=text[:40], choices=_of(kind)) from error


def _of(kind: type[PayIn] | type[PayOut]) -> str:
    return ", ".join(one.value for one in kind)


def _person(operator_id: str, till: Till) -> dict[str, str]:
    return {"id": operator_id, "name": till.operator_name(operator_id)}


def _tally(tally: Tally) -> dict[str, Any]:
    return {"number": tally.number, "amount": str(tally.amount)}


def _groups(groups: Sequence[GroupTally]) -> list[dict[str, Any]]:
    return [{"group": one.group, "number": one.number, "amount": str(one.amount)} for one in groups]


def _payments(payments: Sequence[PaymentTally]) -> list[dict[str, Any]]:
    return [{"channel": one.channel.value, "number": one.number, "amount": str(one.amount)} for one in payments]


def _types(types: Sequence[TypedTally]) -> list[dict[str, Any]]:
    return [{"type": one.type, "number": one.number, "amount": str(one.amount)} for one in types]


def _operator(one: OperatorTally, till: Till) -> dict[str, Any]:
    return {
        **_person(one.operator_id, till),
        "payments": _payments(one.payments),
        "article_groups": _groups(one.groups),
        "opening_change_float": str(one.opening_float),
    }


def _cash(cash: CashBox) -> dict[str, Any]:
    difference = cash.difference
    return {
        "expected": str(cash.expected),
        "counted": None if cash.counted is None else str(cash.counted),
        "difference": None if difference is None else str(difference),
        "left": None if cash.left is None else str(cash.left),
        "words": cash.words,
    }
