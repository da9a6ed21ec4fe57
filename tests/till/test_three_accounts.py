"""The ledger, the Z reports and the SAF-T export tell the same of any days, each reckoned by itself.

The file is added up by `saft_sums`, which shares nothing with the program.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random
from xml.etree.ElementTree import Element

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal_app.storage.audit import audit
from terminal_app.storage.books import disagreements
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import ShopClock
from tests.till.counter_day import shop
from tests.till.random_days import BEFORE_SUMMER_TIME, BEFORE_WINTER_TIME, Counter
from tests.till.saft_sums import MONEY, AuditFile, Q, ore, summed, text

begins = st.sampled_from((BEFORE_WINTER_TIME, BEFORE_SUMMER_TIME))
UPTO = "SELECT MAX(json_extract(facts, '$.nr')) FROM journal WHERE id <= ?"
LONG = timedelta(days=400)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**32), begins=st.sampled_from((BEFORE_WINTER_TIME, BEFORE_SUMMER_TIME)), prints=st.booleans()
)
def test_ledger_reports_and_export_of_any_days_agree(seed: int, begins: object, prints: bool) -> None:
    clock = ShopClock(BEFORE_WINTER_TIME if begins is BEFORE_WINTER_TIME else BEFORE_SUMMER_TIME)
    folder = Path(tempfile.mkdtemp(prefix="disken-accounts-"))
    try:
        shutil.copytree(shop(), folder, dirs_exist_ok=True)
        with Database.open(folder) as database:
            database.rows("PRAGMA synchronous=0")
            till = Till(database, clock)
            if prints:
                till.change_settings({"printer.kind": "file", "printer.address": str(folder)})
            Counter(till, clock, Random(seed)).live(25)
            till.day.close_forgotten()
            assert disagreements(database) == ()
            assert audit(database, till.signing.store).holds
            _agree(till, folder)
    finally:
        shutil.rmtree(folder)


def _agree(till: Till, folder: Path) -> None:
    out = folder / "out"
    out.mkdir()
    (path,) = till.exports.saft(till.exports.begun() - LONG, till.now().date() + LONG, out)
    _schema_takes(path)
    file = AuditFile(path)
    _ledger_is_in(file, till)
    last, grand = 0, (0, 0)
    for number, (row, report) in enumerate(file.closings(), 1):
        assert int(text(report, "reportID")) == number
        found = till.database.row(UPTO, (row,))
        upto = 0 if found is None else found[0] or 0
        span = [one for one in file.transactions if last < int(text(one, "nr")) <= upto]
        last, grand = upto, _z_is(file, span, report, grand)


def _schema_takes(path: Path) -> None:
    """Where the official schema lies beside the checkout, it decides too."""
    named = os.environ.get("SAFT_SCHEMA")
    if named:
        from lxml import etree

        schema = etree.XMLSchema(etree.parse(named))
        assert schema.validate(etree.parse(str(path))), schema.error_log


def _ledger_is_in(file: AuditFile, till: Till) -> None:
    sales = till.database.rows("SELECT id, total_ore, rounding_ore, kind FROM sale")
    for sale_id, total, rounding, kind in sales:
        one = file.by_id[sale_id]
        assert ore(one, "transAmntIn") + summed(one, "raise", "raiseAmnt") == total
        assert sum(ore(paid, "paidAmnt") for paid in one.findall(Q + "payment")) == total + rounding
        assert (text(one, "trainingID") == "true") is (kind == "training")
    real = [one for one in file.transactions if text(one, "voidTransaction") == "false"]
    assert len([one for one in real if file.known[text(one, "transType")] not in MONEY]) == len(sales)


def _z_is(file: AuditFile, span: list[Element], report: Element, grand: tuple[int, int]) -> tuple[int, int]:
    """The report's fields are what its transactions come to; the grand totals after it."""
    told = file.told(span)
    sold, tips = ore(report, "reportTotalCashSales/totalCashSaleAmnt"), ore(report, "reportTip/tipAmnt")
    assert sold == told.ore["turnover"] - tips
    paid = {text(one, "paymentType"): one for one in report.iter(Q + "reportPayment")}
    paid.pop("None", None)
    assert {kind: ore(one, "paymentAmnt") for kind, one in paid.items()} == dict(told.paid)
    assert {kind: int(text(one, "paymentNum")) for kind, one in paid.items()} == {
        kind: max(number, 0) for kind, number in told.paid_numbers.items()
    }
    assert (int(text(report, "reportReceiptNum")), int(text(report, "reportReturnNum"))) == (
        told.numbers["receipts"],
        told.numbers["returns"],
    )
    for stem, what in (("ReceiptDelivery", "delivered"), ("Training", "training"), ("VoidTrans", "void")):
        assert int(text(report, f"report{stem}Num")) == told.numbers[what]
        assert ore(report, f"report{stem}Amnt") == abs(told.ore[what])
    assert ore(report, "reportCreditMemos/creditMemosAmnt") == told.ore["credited"]
    assert ore(report, "reportOpeningChangeFloat") == told.ore["float"]
    assert summed(report, "reportPayIn", "payInAmnt") == told.ore["in"]
    assert summed(report, "reportPayOut", "payOutAmnt") == -told.ore["out"]
    for each, amount in (("reportArtGroup", "artGroupAmnt"), ("reportEmpArtGroup", "artGroupAmnt")):
        assert summed(report, each, amount) == sold
    assert summed(report, "reportEmpPayment", "paymentAmnt") == sum(told.paid.values())
    assert sum(summed(report, "reportCashSaleVat", name) for name in ("cashSaleAmnt", "vatAmnt")) == sold
    back = ore(report, "reportReturnAmnt")
    after = grand[0] + sold + back, grand[1] + back
    assert (ore(report, "reportGrandTotalSales"), ore(report, "reportGrandTotalReturn")) == after
    assert ore(report, "reportGrandTotalSalesNet") == after[0] - after[1]
    return after
