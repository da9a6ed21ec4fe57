"""What the official schema lets pass although it is wrong: our own checks name each of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from terminal_app.reports.saft.references import Verdict, check_file

Change = Callable[[str], str]


def swap(pattern: str, new: str, count: int = 1) -> Change:
    """The file with the first places of that pattern changed."""

    def change(text: str) -> str:
        changed, times = re.subn(pattern, new, text, count=count)
        assert times, pattern
        return changed

    return change


def again(pattern: str) -> Change:
    """The file with the first element of that pattern standing twice."""
    return swap(f"({pattern})", r"\1\1")


FAULTS: dict[str, tuple[Change, str, str]] = {
    "an unknown kind of event": (
        swap(r"<eventType>E-drawer_opened|<eventType>E-copy", "<eventType>E-x"),
        "saft_id_unknown",
        "basicID",
    ),
    "an event by nobody": (swap("(<event>.*?<empID>)[^<]*", r"\1nobody"), "saft_id_unknown", "empID"),
    "a transaction by nobody": (swap("(<cashtransaction>.*?<empID>)[^<]*", r"\1nobody"), "saft_id_unknown", "empID"),
    "goods that nothing tells of": (swap("(<ctLine>.*?<artID>)[^<]*", r"\g<1>nothing"), "saft_id_unknown", "artID"),
    "a customer that nothing tells of": (
        swap("<custSupID>10001</custSupID>(?=<periodNumber>)", "<custSupID>9</custSupID>"),
        "saft_id_unknown",
        "custSupID",
    ),
    "an event of a transaction that is not there": (
        swap("(<event>.*?<transID>)[^<]*", r"\g<1>gone"),
        "saft_id_unknown",
        "transID",
    ),
    "a receipt of no transaction": (
        swap("(<eventType>E-receipt_sale</eventType>)<transID>[^<]*</transID>", r"\1"),
        "saft_id_unknown",
        "transID",
    ),
    "a payment of an unknown kind": (
        swap("<paymentType>P-cash</paymentType><paidAmnt>", "<paymentType>P-gold</paymentType><paidAmnt>"),
        "saft_id_unknown",
        "basicID",
    ),
    "a payment named as an event": (
        swap("<paymentType>P-cash</paymentType><paidAmnt>", "<paymentType>E-start</paymentType><paidAmnt>"),
        "saft_id_unknown",
        "basicID",
    ),
    "a VAT code that nothing tells of": (swap("(<ctLine>.*?<vatCode>)[^<]*", r"\g<1>77"), "saft_id_unknown", "vatCode"),
    "a code that stands twice": (again("<basic>.*?</basic>"), "saft_id_twice", "basicID"),
    "codes of two types with one id": (swap("<basicID>P-cash<", "<basicID>L-sale<"), "saft_id_twice", "basicID"),
    "goods that stand twice": (again("<article>.*?</article>"), "saft_id_twice", "artID"),
    "an event that stands twice": (again("<event>.*?</event>"), "saft_id_twice", "eventID"),
    "a report that stands twice": (
        swap("<reportID>2</reportID>", "<reportID>1</reportID>"),
        "saft_id_twice",
        "reportID",
    ),
    "a register that stands twice": (
        swap("</cashregister>", "</cashregister><cashregister><registerID>1</registerID></cashregister>"),
        "saft_id_twice",
        "registerID",
    ),
    "a report of another register": (
        swap("(<eventReport>.*?<registerID>)[^<]*", r"\g<1>other"),
        "saft_id_unknown",
        "registerID",
    ),
    "no codes at all": (swap("<basics>.*?</basics>", "<basics></basics>"), "saft_id_unknown", "basicID"),
    "codes left out": (swap("<basics>.*?</basics>", ""), "saft_id_unknown", "basicID"),
    "a Z without its report": (
        swap("(Z-rapport 1[^<]*</eventText>)<eventReport>.*?</eventReport>", r"\1"),
        "saft_id_unknown",
        "eventReport",
    ),
    "an empty signature": (swap("<signature>[^<]*", "<signature>"), "saft_signature_wrong", ""),
    "an amount with one decimal": (
        swap(r"<transAmntIn>143\.90", "<transAmntIn>143.9"),
        "saft_value_wrong",
        "transAmntIn",
    ),
    "an amount without decimals": (swap(r"<paidAmnt>144\.00", "<paidAmnt>144"), "saft_value_wrong", "paidAmnt"),
    "a time with a fraction": (swap(r"(<transTime>[\d:]*)", r"\1.5"), "saft_value_wrong", "transTime"),
    "a time with a zone": (swap(r"(<eventTime>[\d:]*)", r"\1+01:00"), "saft_value_wrong", "eventTime"),
    "a date with a zone": (swap(r"(<transDate>[\d-]*)", r"\1Z"), "saft_value_wrong", "transDate"),
    "lines that are not the amount": (
        swap(r"(<ctLine>.*?<lineAmntIn>)104\.00", r"\g<1>103.00"),
        "saft_sum_wrong",
        "lineAmntIn",
    ),
    "payments that are not the amount": (swap(r"<paidAmnt>144\.00", "<paidAmnt>145.00"), "saft_sum_wrong", "paidAmnt"),
    "a tip that was not paid": (swap(r"<raiseAmnt>20\.00", "<raiseAmnt>21.00"), "saft_sum_wrong", "paidAmnt"),
    "a rounding that was not paid": (swap(r"<roundingAmnt>0\.10", "<roundingAmnt>0.20"), "saft_sum_wrong", "paidAmnt"),
    "VAT that is not the lines'": (
        swap(r"(</ctLine><vat>.*?<vatAmnt>)[^<]*", r"\g<1>1.00"),
        "saft_sum_wrong",
        "vatAmnt",
    ),
    "a transaction left out": (swap("<cashtransaction><nr>5<.*?</cashtransaction>", ""), "saft_number_gap", "nr"),
    "a Z whose total is another": (
        swap(r"(<totalCashSaleAmnt>)(\d+)", r"\g<1>9\2", 2),
        "saft_sum_wrong",
        "totalCashSaleAmnt",
    ),
    "a Z whose payments are others": (
        swap(r"(Z-rapport 1.*?<paymentType>P-cash</paymentType><paymentNum>\d+</paymentNum><paymentAmnt>)", r"\g<1>9"),
        "saft_sum_wrong",
        "reportPayment P-cash",
    ),
    "groups that are not the Z's total": (
        swap("(Z-rapport 1.*?<artGroupAmnt>)", r"\g<1>9"),
        "saft_sum_wrong",
        "reportArtGroup",
    ),
    "VAT that is not the Z's total": (
        swap("(Z-rapport 1.*?<cashSaleAmnt>)", r"\g<1>9"),
        "saft_sum_wrong",
        "reportCashSaleVat",
    ),
    "grand totals that did not grow by the day": (
        swap("(Z-rapport 2.*?<reportGrandTotalSales>)", r"\g<1>9"),
        "saft_sum_wrong",
        "reportGrandTotalSalesNet",
    ),
    "a Z number left out": (swap("<reportID>2</reportID>", "<reportID>3</reportID>"), "saft_number_gap", "reportID"),
}


def checked(text: str, folder: Path) -> Verdict:
    path = folder / "changed.xml"
    path.write_text(text, "utf-8")
    return check_file(path)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_the_schema_lets_pass_is_named_by_our_own_checks(fault: str, whole: Path, tmp_path: Path) -> None:
    change, code, what = FAULTS[fault]
    verdict = checked(change(whole.read_text("utf-8")), tmp_path)
    told = {(problem.code, problem.values.get("what", "")) for problem in verdict.problems}
    assert not verdict.is_good
    assert (code, what) in told, told
    named = os.environ.get("SAFT_SCHEMA")
    if named is not None:  # else the schema is not at hand, and this is about our checks alone
        from lxml import etree

        etree.XMLSchema(etree.parse(named)).assertValid(etree.parse(str(tmp_path / "changed.xml")))


def test_a_file_that_was_cut_off_is_no_xml(whole: Path, tmp_path: Path) -> None:
    text = whole.read_text("utf-8")
    with pytest.raises(SyntaxError):
        checked(text[: len(text) // 2], tmp_path)


def test_of_many_faults_the_first_are_told_and_all_are_counted(whole: Path, tmp_path: Path) -> None:
    verdict = checked(re.sub("<empID>[^<]*</empID>(?!<date)", "<empID>x</empID>", whole.read_text("utf-8")), tmp_path)
    assert len(verdict.problems) == 100 < verdict.count
