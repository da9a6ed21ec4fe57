"""The VAT bridge in words: each finding has its sentences, in both languages, with nothing left open in them."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from terminal_app.bridge_wording import ENTRIES, FINDINGS
from terminal_app.domain.bridge import Bridge, ClearingEntry, Finding, RateRow, Severity, Verdict
from terminal_app.domain.money import Money
from terminal_app.domain.problems import Problem
from terminal_app.domain.settings import SettingValues
from terminal_app.domain.vat import Split, VatRate
from terminal_app.domain.vat_path import VatPath
from terminal_app.i18n import texts
from terminal_app.reports.bridge_paper import bridge_page
from terminal_app.reports.bridge_words import entry_words, finding_words, verdict_words

DOMAIN = Path(__file__).resolve().parents[2] / "terminal_app" / "domain"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Oslo"))
VALUES = {
    "receipt_no": "F-000002", "z": "12", "voucher_no": "10012", "order_no": "77", "invoice_no": "501",
    "day": "2026-11-02", "amount": "-3075.00", "vat": "-615.00", "till": "3075.00", "answered": "2000.00",
    "account": "3000", "vat_code": "3", "rate": "25", "sales": "4", "problem": "settlement_account_missing",
    "moment": "2026-11-23T14:32:00+01:00", "words": "Korreksjon", "from": "2026-11-01", "to": "2026-11-20",
    "field": "settlement.accounts.card", "debited": "1951", "last": "14", "documents": "61",
    "put": "3075.00", "off": "2075.00", "register": "2",
}  # fmt: skip
both_languages = pytest.mark.parametrize("language", ["nb", "en"])


def said() -> set[str]:
    """Every text of the bridge's own modules that is one word with underscores or a code of a table."""
    found: set[str] = set()
    for path in sorted(DOMAIN.glob("bridg*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_sentence_is_of_something_that_the_bridge_finds_and_the_other_way_round() -> None:
    codes = {text for text in said() if re.fullmatch(r"[a-z]+(_[a-z]+)+", text)}
    ours = {"receipt_no", "voucher_no", "order_no", "invoice_no", "vat_code", "original_receipt_no", "paid_gross"}
    states = {"order_deleted", "not_read", "too_early", "paid_net"}
    assert set(FINDINGS) | set(ENTRIES) == codes - ours - states


@both_languages
@pytest.mark.parametrize("code", FINDINGS)
def test_each_finding_says_what_it_is_with_all_its_values(code: str, language: str) -> None:
    message, hint = finding_words(Finding(code, Severity.WRONG, VALUES), texts(language), NOW)

    assert message
    assert "–" not in message + hint
    assert "{" not in message + hint
    assert message != code


@both_languages
@pytest.mark.parametrize("code", ENTRIES)
def test_each_open_item_says_what_it_is(code: str, language: str) -> None:
    entry = ClearingEntry(code, Money(1), Severity.WRONG, {"words": "Feil"}, "F-000001", 3, 10_003)
    words = entry_words(entry, texts(language))

    assert words != code
    assert "–" not in words


def test_what_is_missing_in_a_sentence_becomes_a_dash_instead_of_an_error() -> None:
    message, _ = finding_words(Finding("order_changed", Severity.WRONG), texts("en"), NOW)

    assert message == "Receipt – is – at the till, and – on invoice –."


def test_amounts_days_and_moments_are_written_as_people_write_them() -> None:
    changed, _ = finding_words(Finding("order_changed", Severity.WRONG, VALUES), texts("nb"), NOW)
    early, _ = finding_words(Finding("ledger_read_too_early", Severity.WAITS, VALUES), texts("nb"), NOW)

    assert (
        changed == "Kvittering F-000002 er på kr\u00a03\u00a0075,00 i kassen og kr\u00a02\u00a0000,00 på faktura 501."
    )
    assert early == "Regnskapet ble lest 23.11.2026 14:32, og noe er sendt etter det."


def a_bridge(verdict: Verdict = Verdict.DIFFERENCE) -> Bridge:
    sold = Split(Money(3_000_00), Money(750_00), Money(3_750_00))
    rows = (RateRow(VatRate(2500), till=sold, ledger=Money(135_00)), RateRow(VatRate(0), tips=True))
    entry = ClearingEntry(
        "invoice_not_made", Money(3_075_00), Severity.WAITS, receipt_no="F-000002", day=date(2026, 11, 2)
    )
    finding = Finding("vat_twice", Severity.WRONG, VALUES, receipt_no="F-000002")
    return Bridge(
        date(2026, 11, 1), date(2026, 11, 30), VatPath.DAY_SETTLEMENT, verdict, rows, 1950, Money(3_075_00), (entry,),
        (finding,), NOW,
    )  # fmt: skip


@both_languages
def test_only_what_is_proven_is_said_to_be(language: str) -> None:
    words = {verdict: verdict_words(a_bridge(verdict), texts(language)) for verdict in Verdict}

    assert len(set(words.values())) == len(Verdict)
    sold = replace(a_bridge(Verdict.PROVEN), sales=12)
    assert verdict_words(sold, texts(language)) not in words.values()
    assert [verdict for verdict in Verdict if a_bridge(verdict).is_proven] == [Verdict.PROVEN]


@both_languages
def test_the_paper_escapes_what_it_tells_and_has_every_part(language: str) -> None:
    made = a_bridge()
    hostile = replace(made.findings[0], values={**VALUES, "account": "<script>"})
    trouble = Problem("offline")
    page = bridge_page(replace(made, findings=(hostile,), trouble=trouble), SettingValues({}), texts(language), NOW)

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert 'class="verdict difference"' in page
    assert "1950 Faktura kasse" in page
    assert texts(language).money(Money(3_075_00)) in page
    assert page.count("<table>") == 5
    assert texts(language).problem(trouble)[0] in page
