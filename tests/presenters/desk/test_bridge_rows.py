"""How a bridge is told on its page: its colour, the columns, what leads on, and that nothing is left out unsaid."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from terminal_app.domain.bridge import Bridge, ClearingEntry, Finding, RateRow, Severity, Verdict
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ZERO, Money
from terminal_app.domain.vat import Split, VatRate
from terminal_app.domain.vat_path import VatPath
from terminal_app.i18n import texts
from terminal_app.presenters.desk import bridge_rows
from terminal_app.presenters.desk.rows import Action, Lines, Row
from terminal_app.presenters.desk.table import Cell, Table, TableRow

NB = texts("nb")
NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
SOLD = Split(Money(1_000_00), Money(250_00), Money(1_250_00))
ROW = RateRow(
    VatRate(2500),
    till=SOLD,
    by_channel={Channel.CARD: Money(1_000_00), Channel.INVOICE: Money(250_00)},
    settled=SOLD,
    ledger=Money(250_00),
)
BRIDGE = Bridge(
    since=date(2026, 11, 1),
    until=date(2026, 11, 23),
    path=VatPath.DAY_SETTLEMENT,
    verdict=Verdict.PROVEN,
    rows=(ROW,),
    clearing_account=1950,
    clearing_balance=ZERO,
    clearing=(),
    findings=(),
    read_at=NOW,
)
CHANGED = Finding("order_changed", Severity.WRONG, {"receipt_no": "F-000001"}, Money(4_50), receipt_no="F-000001")
FOREIGN = Finding("foreign_on_clearing", Severity.WRONG, {"voucher_no": "7"}, Money(100_00), voucher_no=7)
WAITING = ClearingEntry("invoice_not_made", Money(250_00), Severity.WAITS, receipt_no="F-000002")


def table(rows: list[Row]) -> Table:
    (found,) = [one for one in rows if isinstance(one, Table)]
    return found


def words(row: TableRow) -> list[str]:
    return [cell.text if isinstance(cell, Cell) else cell for cell in row.cells]


@pytest.mark.parametrize("verdict", Verdict)
def test_the_verdict_is_green_only_when_all_is_proven(verdict: Verdict) -> None:
    assert (bridge_rows.verdict(replace(BRIDGE, verdict=verdict), NB).tone == "ok") == (verdict is Verdict.PROVEN)


def test_a_rate_tells_its_vat_on_each_side_and_a_dash_where_there_is_none() -> None:
    (row,) = table(bridge_rows.rates(BRIDGE, NB)).rows
    assert words(row) == ["25\u00a0%", "250,00", "250,00", "–", "–", "250,00", "0,00"]


def test_a_difference_is_red_or_amber_while_it_may_come_by_itself_and_is_not_told_before_the_ledger_is_read() -> None:
    short = replace(ROW, ledger=Money(200_00))
    told = {}
    for verdict in (Verdict.DIFFERENCE, Verdict.WAITING, Verdict.NOT_READ):
        (row,) = table(bridge_rows.rates(replace(BRIDGE, verdict=verdict, rows=(short,)), NB)).rows
        told[verdict] = row.cells[-1]
    assert told == {
        Verdict.DIFFERENCE: Cell("\u221250,00", tone="bad"),
        Verdict.WAITING: Cell("\u221250,00", tone="warn"),
        Verdict.NOT_READ: Cell("–"),
    }


def test_rounding_is_told_below_its_rate() -> None:
    (row,) = table(bridge_rows.rates(replace(BRIDGE, rows=(replace(ROW, rounding=Money(1)),)), NB)).rows
    assert row.detail == "avrunding 0,01"


def test_only_the_channels_that_were_used_have_a_column() -> None:
    assert [head.text for head in table(bridge_rows.channels(BRIDGE, NB)).heads] == ["Sats", "Kort", "Faktura", "Sum"]


def test_what_the_till_knows_leads_to_its_sale_and_what_it_does_not_know_leads_nowhere() -> None:
    found = replace(BRIDGE, findings=(CHANGED, FOREIGN))
    rows = table(bridge_rows.findings(found, Severity.WRONG, NB, NOW, 10)).rows
    assert [row.key for row in rows] == ["0", ""]


def test_findings_keep_their_place_in_the_bridge_whatever_stands_beside_them() -> None:
    explained = replace(CHANGED, severity=Severity.EXPLAINED)
    found = replace(BRIDGE, findings=(CHANGED, explained, CHANGED))
    assert [row.key for row in table(bridge_rows.findings(found, Severity.EXPLAINED, NB, NOW, 10)).rows] == ["1"]


def test_a_long_list_is_shown_in_part_and_says_how_much_more_there_is() -> None:
    found = replace(BRIDGE, findings=(CHANGED,) * 50)
    rows = bridge_rows.findings(found, Severity.WRONG, NB, NOW, 40)
    assert len(table(rows).rows) == 40
    assert isinstance(rows[-1], Action)
    assert (rows[-1].key, rows[-1].label) == ("more.findings.wrong", "Vis 10 til")


def test_faktura_kasse_at_zero_has_its_sums_and_no_entries() -> None:
    rows = bridge_rows.clearing(BRIDGE, NB, 10)
    assert [one.key for one in rows if isinstance(one, Lines)] == ["clearing_sums"]
    assert not [one for one in rows if isinstance(one, Table)]


def test_each_entry_of_faktura_kasse_says_what_it_is_and_leads_to_its_sale() -> None:
    rows = bridge_rows.clearing(replace(BRIDGE, clearing=(WAITING,), clearing_balance=Money(250_00)), NB, 10)
    (entry,) = table(rows).rows
    assert (entry.key, words(entry)[-1]) == ("0", "250,00")
    assert "F-000002" in words(entry)[0]
