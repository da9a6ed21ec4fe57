"""X, Z, the slips of cash in and out, and the journal, made of pure data: what the files in `golden/day` show.

After a wanted change: `python -m tests.reports.day_papers` writes the files anew; look at the difference before you
commit it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

from terminal_app.domain.channel import Channel
from terminal_app.domain.journal import JournalRow
from terminal_app.domain.money import ZERO, Money
from terminal_app.domain.settlement import (
    CashBox,
    CashMove,
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
from terminal_app.domain.turnover import summed
from terminal_app.reports.columns import plain_text
from terminal_app.reports.journal_paper import journal_paper
from terminal_app.reports.paper import Paper
from terminal_app.reports.settlement_paper import settlement_paper
from terminal_app.reports.slips import slip_paper
from tests.reports.receipts import NB, SHOP, WHEN

GOLDEN = Path(__file__).parent / "golden" / "day"
NAMES = {"kari": "Kari Nordmann", "per": "Per Hansen"}
PAID = (
    PaymentTally(Channel.CARD, 41, Money(9_412_50)),
    PaymentTally(Channel.CASH, 12, Money(1_960_00)),
    PaymentTally(Channel.VIPPS, 3, Money(420_00)),
)
GROUPS = (
    GroupTally("", 1, Money(120_00)),
    GroupTally("Bakevarer og kaker fra eget bakeri", 22, Money(1_996_60)),
    GroupTally("Kaffe", 48, Money(9_578_30)),
)
EMPTY = Report(ReportKind.X, None, "Kaffebaren AS", "999999999", WHEN, "1", WHEN.date(), "kari", 346, 347)
FULL = Report(
    ReportKind.Z,
    12,
    "Kaffebaren AS",
    "999999999",
    WHEN.replace(hour=21, minute=4, second=33),
    "1",
    WHEN.date(),
    "kari",
    101,
    345,
    cash_sales=Money(11_694_90),
    groups=GROUPS,
    payments=PAID,
    operators=(
        OperatorTally("kari", PAID[:1], GROUPS[2:], Money(1_000_00)),
        OperatorTally("per", PAID[1:], GROUPS[:2]),
    ),
    tips=Tally(4, Money(97_50)),
    vat=(
        RateTally("3", "25", Money(7_662_64), Money(1_915_66)),
        RateTally("31", "15", Money(1_736_17), Money(260_43)),
        RateTally("33", "12", ZERO, ZERO),
        RateTally("5", "0", Money(120_00), ZERO),
    ),
    opening_float=Money(1_000_00),
    receipts=57,
    drawer_openings=2,
    copies=Tally(1, Money(143_90)),
    provisional=Tally(6, Money(1_812_00)),
    returns=Tally(1, Money(52_00)),
    discounts=Tally(3, Money(64_90)),
    aborted=Tally(2, Money(235_80)),
    line_corrections=(TypedTally("reduced", 1, Money(-52_00)), TypedTally("removed", 4, Money(-171_60))),
    deliveries=Tally(5, Money(6_240_00)),
    training=Tally(2, Money(287_80)),
    grand=GrandTotals(summed(1_234_567_890_10), Money(9_876_00)),
    credit_memos=(TypedTally("invoice", 1, Money(143_90)),),
    pay_ins=(TypedTally("change", 1, Money(500_00)), TypedTally("invoice_paid", 1, Money(1_250_00))),
    pay_outs=(TypedTally("bank", 1, Money(2_000_00)),),
    rounding=Money(10),
    cash=CashBox(Money(2_710_00), Money(2_700_00), Money(1_000_00), "Feil veksel til en kunde ved lunsj"),
    unsent=Tally(2, Money(3_120_00)),
    row=346,
)
FORGOTTEN = replace(
    EMPTY, kind=ReportKind.Z, number=13, by_itself=True, cash=CashBox(Money(1_000_00)), opening_float=Money(1_000_00)
)


def move(kind: str, **facts: object) -> CashMove:
    whole: dict[str, object] = {"number": None, "why": "", "words": "", "total": Money(1_000_00)} | facts
    return CashMove(kind, 102, 17, WHEN.astimezone(UTC), "kari", whole.pop("amount"), **whole)  # type: ignore[arg-type]


def rows() -> list[JournalRow]:
    """A few rows of one morning."""
    facts: tuple[tuple[str, str | None, dict[str, object]], ...] = (
        ("start", None, {"version": "1.2.0"}),
        ("logged_in", "kari", {"name": "Kari Nordmann", "pin": True}),
        ("float", "kari", {"nr": 16, "amount": "1000.00", "total": "1000.00"}),
        ("line_corrected", "kari", {"what": "removed", "name": "Skolebolle", "amount": "-39.90"}),
        ("sale", "kari", {"nr": 17, "kind": "sale", "receipt_no": "S-000001", "total": "143.90"}),
        ("drawer", None, {"receipt_no": "S-000001"}),
        ("return", "per", {"nr": 18, "receipt_no": "R-000001", "original_receipt_no": "S-000001", "total": "-52.00"}),
        ("pay_out", "kari", {"nr": 19, "number": "U-000001", "amount": "500.00", "why": "bank"}),
    )
    return [
        JournalRow(100 + n, WHEN.astimezone(UTC) + timedelta(seconds=75 * n), kind, who, None, told)
        for n, (kind, who, told) in enumerate(facts)
    ]


def day_papers() -> Mapping[str, Paper]:
    """Every kind by the name of its golden file."""
    who = "Kari Nordmann"
    opened = move("float", amount=Money(1_000_00))
    corrected = move("float", amount=Money(-50_00), total=Money(950_00))
    paid_in = move("pay_in", amount=Money(1_250_00), number="I-000003", why="invoice_paid", words="Faktura 10412")
    paid_out = move("pay_out", amount=Money(2_000_00), number="U-000002", why="bank")
    journal = journal_paper(rows(), WHEN.date(), WHEN.date(), NAMES, SHOP, NB)
    return {
        "x": settlement_paper(EMPTY, NAMES, SHOP, NB),
        "z": settlement_paper(FULL, NAMES, SHOP, NB),
        "z_again": settlement_paper(replace(FULL, groups=(), operators=()), NAMES, SHOP, NB, copy=True),
        "z_by_itself": settlement_paper(FORGOTTEN, NAMES, SHOP, NB),
        "float": slip_paper(opened, who, SHOP, NB),
        "float_corrected": slip_paper(corrected, who, SHOP, NB),
        "pay_in": slip_paper(paid_in, who, SHOP, NB),
        "pay_out": slip_paper(paid_out, who, SHOP, NB),
        "pay_out_again": slip_paper(paid_out, who, SHOP, NB, copy=True),
        "journal": journal,
    }


def written(name: str) -> str:
    """What the golden file of that name should hold."""
    return plain_text(day_papers()[name])


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each in day_papers():
        (GOLDEN / f"{each}.txt").write_text(written(each), encoding="utf-8")
