"""Each kind of journal row that docs/journal.md names has its words, and a fact reads as a person writes it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from terminal_app.domain.journal import JournalRow
from terminal_app.i18n import texts
from terminal_app.journal_wording import KINDS
from terminal_app.reports.journal_words import facts_told, told

CONTRACT = Path(__file__).resolve().parents[2] / "docs" / "journal.md"
NB, EN = texts("nb"), texts("en")
AT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)


def row(kind: str, /, **facts: object) -> JournalRow:
    return JournalRow(7, AT, kind, "kari", None, facts)


def kinds_of_the_contract() -> list[str]:
    """What stands between back-ticks in the first cell of each table row, but for the facts of a transaction."""
    found: list[str] = []
    for table in CONTRACT.read_text("utf-8").split("\n\n"):
        head = table.lstrip().partition("\n")[0]
        if head.startswith(("| kind |", "| Event |", "| kind")):
            cells = [line.split("|")[1] for line in table.splitlines()[2:] if line.startswith("|")]
            found += [kind for cell in cells for kind in re.findall(r"`([a-z_*]+)`", cell)]
    return found


def test_every_kind_of_the_contract_has_a_sentence() -> None:
    kinds = kinds_of_the_contract()
    assert len(kinds) > 45
    assert [kind for kind in kinds if kind not in KINDS] == []


def test_every_sentence_is_of_a_kind_of_the_contract() -> None:
    assert {kind.partition(".")[0] for kind in KINDS} - set(kinds_of_the_contract()) == set()


@pytest.mark.parametrize(
    ("given", "what", "amount"),
    [
        (row("sale", kind="sale", receipt_no="S-000001", total="1143.90"), "Salg S-000001", "1 143,90"),
        (row("sale", kind="delivery", receipt_no="F-000001", total="1.00"), "Salg på faktura F-000001", "1,00"),
        (row("line_corrected", what="reduced", name="Bolle", amount="-39.90"), "Antall redusert: Bolle", "−39,90"),
        (row("float", amount="0.00", total="500.00", carried=True), "Vekslepenger ført videre", "500,00"),
        (row("pay_out", number="U-000001", amount="500.00"), "Utbetaling U-000001", "−500,00"),
        (row("park", name="Bord 4", total="10.00", training=True), "Handlekurv parkert: Bord 4 (trening)", "10,00"),
        (row("training_on", training=True), "Trening begynt", ""),
        (row("pin_wrong"), "Feil PIN-kode", ""),
        (
            row("report_z", number=12, cash_sales="1234567890.10", training=[2, "80.00"]),
            "Z-rapport nr 12",
            "1 234 567 890,10",
        ),
    ],
)
def test_a_row_is_told_in_a_sentence_with_what_it_came_to(given: JournalRow, what: str, amount: str) -> None:
    said = told(given, NB)
    assert (said.what, said.amount.replace("\u00a0", " ")) == (what, amount)


def test_a_kind_that_nobody_has_words_for_is_shown_as_it_is() -> None:
    assert told(row("something_new"), EN).what == "something_new"


def test_a_sentence_whose_fact_is_missing_has_a_dash_in_its_place() -> None:
    assert told(row("copy"), EN).what == "Copy of –"


def test_what_was_signed_is_shown_letter_for_letter_and_the_rest_as_people_write() -> None:
    facts = {"amount_in": "1143.90", "total": "1143.90", "payments": [["card", "1143.90"]], "carried": False}
    shown = dict(facts_told(facts, NB))
    assert shown["Beløp med mva."] == "1143.90"
    assert shown["Sum"].replace("\u00a0", " ") == "1 143,90"
    assert shown["Betalinger"].replace("\u00a0", " ") == "card 1 143,90"
    assert shown["carried"] == "nei"
