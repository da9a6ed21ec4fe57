"""A whole month through the real till, sync and ledger of the sandbox: each øre of VAT is there once, and proven.

The ledger is held against the journal by `reckoning`, which shares nothing with the bridge. `benchmarks/month.py` runs
the same with 300 sales a day.
"""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import timedelta
from random import Random

import pytest

from terminal_app.cli.reconcile import reconcile
from terminal_app.domain.bridge import Bridge, Verdict
from terminal_app.i18n import texts
from tests.month.company import FIRST, WAYS, WITH_VAT, Company
from tests.month.conftest import OpenCompany
from tests.month.days import Month
from tests.month.few_days import two_days
from tests.month.reckoning import CODES, Proof, prove

DAYS, SALES_A_DAY = 28, 8
both_ways = pytest.mark.parametrize("way", WAYS)
EVERYTHING = (
    "sell", "sell_on_invoice", "sell_part", "take_back", "take_fee_back", "undo", "cancel", "exchange",
    "name_customer", "practise", "pay_in", "pay_out", "float", "closed", "forgotten", "invoiced", "paid", "faults",
)  # fmt: skip


@both_ways
def test_a_month_of_everything_leaves_each_ore_of_vat_in_the_ledger_once_and_the_bridge_proves_it(
    open_company: OpenCompany, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    company = open_company(way, seed=7)
    month = Month(company, Random(7), SALES_A_DAY)
    month.run(DAYS)
    assert [name for name in EVERYTHING if not month.did[name]] == []

    proof = prove(company, month.paid)
    assert proof.faults == []
    bridge = company.till.reconciling.bridge(FIRST, company.today())
    assert bridge.verdict is Verdict.PROVEN, bridge.findings
    assert (bridge.findings, bridge.clearing, str(bridge.clearing_balance)) == ((), (), "0.00")
    assert told_by(bridge) == reckoned(proof)
    assert told_by_the_verb(company, capsys) == reckoned(proof)


@both_ways
def test_each_day_and_each_week_of_a_month_is_proven_on_its_own_once_all_is_through(
    open_company: OpenCompany, way: str
) -> None:
    company = open_company(way, seed=21)
    Month(company, Random(21), SALES_A_DAY).run(6)
    of = company.till.reconciling.bridge
    days = [FIRST + timedelta(days=number) for number in range(8)]
    verdicts = {(day, length): of(day, day + timedelta(days=length)) for day in days for length in (0, 6)}
    assert {name: one.findings for name, one in verdicts.items() if not one.is_proven} == {}
    whole = of(days[0], days[-1])
    assert sum(one.ledger_vat.ore for (_, length), one in verdicts.items() if not length) == whole.ledger_vat.ore


def test_a_shop_that_changes_its_way_between_two_zs_reports_each_ore_once_before_and_after(
    open_company: OpenCompany,
) -> None:
    company = open_company("settlement", seed=31)
    month = Month(company, Random(31), SALES_A_DAY)
    month.run(4)
    company.till.change_settings(WITH_VAT)
    company.rounds.settings_changed()
    company.read_ledger()
    last_z = max(one.number or 0 for one in company.till.day.reports())
    month.run(4)

    assert prove(company, month.paid, changed_after=last_z).faults == []
    bridge = company.till.reconciling.bridge(FIRST, company.today())
    assert (bridge.verdict, [one.code for one in bridge.findings]) == (Verdict.PROVEN, ["ways_changed"])


def told_by(bridge: Bridge) -> dict[str, tuple[str, ...]]:
    """VAT at the till, VAT in the ledger and its rounding, of each rate."""
    return {
        str(row.rate): (str(row.till.gross), str(row.till.vat), str(row.ledger), str(row.rounding))
        for row in bridge.rows
        if not row.tips
    }


def reckoned(proof: Proof) -> dict[str, tuple[str, ...]]:
    """The same, as the journal and the sandbox's ledger tell it."""
    return {
        str(CODES[one.code]): (str(one.gross), str(one.till), str(one.ledger), str(one.rounding)) for one in proof.rates
    }


def told_by_the_verb(company: Company, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, ...]]:
    """What `disken reconcile --json` has of each rate; it must end with 0."""
    capsys.readouterr()
    asked = Namespace(since=FIRST.isoformat(), until=company.today().isoformat(), offline=True, page=None, json=True)
    assert reconcile(asked, company.till, texts("nb")) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["verdict"], document["proven"], document["clearing"]["balance"]) == ("proven", True, "0.00")
    return {
        row["rate"]: (row["till"]["gross"], row["till"]["vat"], row["ledger_vat"], row["rounding"])
        for row in document["rates"]
        if not row["tips"]
    }


@both_ways
def test_the_reckoning_itself_sees_an_ore_too_much_and_what_is_not_there(open_company: OpenCompany, way: str) -> None:
    days = two_days(open_company(way))
    days.finish()
    company = days.company
    assert prove(company).faults == []
    company.sandbox.book_voucher((1909, "0", "0.05"), (3000, "3", "-0.05"), day=FIRST)
    (vat, *_, account) = prove(company).faults
    assert (vat[:10], account[:12]) == ("VAT code 3", "account 2700")
    company.sandbox.credit_invoice(days.invoice_no("late"))
    assert any("is of no sale" in fault for fault in prove(company).faults)
