"""A written file: its order, its limits, what each row of the journal becomes; and the official schema where it is.

The schema may not be committed. Where SAFT_SCHEMA names it, it decides; without it the same file is held against the
order of elements and the lengths that are written down here.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from terminal_app.reports.saft.references import check_file
from terminal_app.reports.saft.tags import clean, identifier
from tests.reports.saft.shop import ODD

NS = "{urn:StandardAuditFile-Taxation-CashRegister:NO}"
ORDER = {
    "auditfile": "header company",
    "header": "fiscalYear startDate endDate curCode dateCreated timeCreated softwareDesc softwareVersion "
    "softwareCompanyName auditfileVersion headerComment",
    "company": "companyIdent companyName taxRegistrationCountry taxRegIdent streetAddress postalAddress "
    "customersSuppliers vatCodeDetails periods employees articles basics location",
    "customerSupplier": "custSupID custSupName custSupType telephone eMail taxRegIdent streetAddress",
    "employee": "empID dateOfEntry timeOfEntry firstName surName employeeRole",
    "article": "artID dateOfEntry artGroupID artDesc",
    "basic": "basicType basicID predefinedBasicID basicDesc",
    "location": "name streetAddress cashregister",
    "cashregister": "registerID regDesc event cashtransaction",
    "event": "eventID eventType transID empID eventDate eventTime eventText eventReport",
    "eventReport": "reportID reportType companyIdent companyName reportDate reportTime registerID "
    "reportTotalCashSales reportArtGroups reportEmpArtGroups reportPayments reportEmpPayments reportTip "
    "reportCashSalesVat reportOpeningChangeFloat reportEmpOpeningChangeFloats reportReceiptNum reportOpenCashBoxNum "
    "reportReceiptCopyNum reportReceiptCopyAmnt reportReceiptProformaNum reportReceiptProformaAmnt reportReturnNum "
    "reportReturnAmnt reportDiscountNum reportDiscountAmnt reportVoidTransNum reportVoidTransAmnt reportCorrLines "
    "reportPriceInquiries reportOtherCorrs reportReceiptDeliveryNum reportReceiptDeliveryAmnt reportTrainingNum "
    "reportTrainingAmnt reportCreditSales reportCreditMemos reportPayIns reportPayOuts reportGrandTotalSales "
    "reportGrandTotalReturn reportGrandTotalSalesNet",
    "cashtransaction": "nr transID transType transAmntIn transAmntEx amntTp empID custSupID periodNumber transDate "
    "transTime refID desc ctLine vat raise rounding payment signature keyVersion receiptNum receiptCopyNum "
    "receiptProformaNum receiptDeliveryNum voidTransaction trainingID",
    "ctLine": "nr lineID lineType artGroupID artID qnt lineAmntIn lineAmntEx amntTp ppu empID cashTransLineDescr "
    "lineDate lineTime vat discount",
    "vat": "vatCode vatPerc vatAmnt vatAmntTp vatBasAmnt",
    "payment": "paymentType paidAmnt empID curCode exchRt",
    "raise": "raiseType raiseAmnt empID",
    "discount": "dscTp dscAmnt empID",
}
NEEDED = {
    "cashtransaction": "nr transID transType transAmntIn transAmntEx amntTp transDate transTime signature keyVersion",
    "event": "eventID eventType eventDate eventTime",
    "ctLine": "nr lineID lineType lineAmntIn lineAmntEx amntTp",
    "eventReport": "reportArtGroups reportPayments reportCashSalesVat reportCorrLines reportPriceInquiries "
    "reportOtherCorrs",
}
IDS = ("artID", "empID", "basicID", "artGroupID", "transID", "eventID", "custSupID", "companyIdent", "reportID")


@pytest.fixture(scope="module")
def root(whole: Path) -> Element:
    return ElementTree.parse(whole).getroot()


def texts(element: Element, path: str) -> list[str]:
    return [one.text or "" for one in element.iterfind("/".join(NS + part for part in path.split("/")))]


def register(root: Element) -> Element:
    found = root.find(f"{NS}company/{NS}location/{NS}cashregister")
    assert found is not None
    return found


def of_code(root: Element, code: str) -> str:
    """The own id of the first basic that stands for a predefined code."""
    for basic in root.iter(NS + "basic"):
        if basic.findtext(NS + "predefinedBasicID") == code:
            return basic.findtext(NS + "basicID") or ""
    raise AssertionError(code)


def coded(root: Element) -> dict[str, str]:
    """Own id → predefined code."""
    return {
        basic.findtext(NS + "basicID") or "": basic.findtext(NS + "predefinedBasicID") or ""
        for basic in root.iter(NS + "basic")
    }


def transactions(root: Element, code: str) -> list[Element]:
    codes = coded(root)
    return [
        one
        for one in register(root).iterfind(NS + "cashtransaction")
        if codes[one.findtext(NS + "transType") or ""] == code
    ]


def events(root: Element, code: str) -> list[Element]:
    codes = coded(root)
    return [one for one in register(root).iterfind(NS + "event") if codes[one.findtext(NS + "eventType") or ""] == code]


def test_the_file_is_named_as_the_tax_administration_wants_it(whole: Path) -> None:
    assert re.fullmatch(r"SAF-T Cash Register_999999999_\d{14}_1_1\.xml", whole.name)
    assert [path.name for path in whole.parent.iterdir()] == [whole.name]


def test_every_element_stands_in_the_order_of_the_schema_with_what_it_must_have(root: Element) -> None:
    looked_at = set()
    for element in root.iter():
        name = element.tag.removeprefix(NS)
        if name not in ORDER:
            continue
        looked_at.add(name)
        order, children = ORDER[name].split(), [child.tag.removeprefix(NS) for child in element]
        assert set(children) <= set(order), name
        assert [order.index(child) for child in children] == sorted(order.index(child) for child in children), name
        assert set(NEEDED.get(name, "").split()) <= set(children), name
    assert looked_at == set(ORDER)


def test_ids_texts_and_counts_keep_to_the_limits_of_the_schema(root: Element) -> None:
    for element in root.iter():
        name, text = element.tag.removeprefix(NS), element.text or ""
        if name in IDS:
            assert 0 < len(text) <= 35, (name, text)
        elif name in ("receiptNum", "receiptCopyNum", "receiptProformaNum", "receiptDeliveryNum"):
            assert re.fullmatch(r"\d{1,3}", text), (name, text)
        elif name.endswith(("Amnt", "AmntIn", "AmntEx")):
            assert not text.strip() or re.fullmatch(r"-?\d+\.\d\d", text), (name, text)
        elif name.endswith("Num") and name != "artGroupNum":
            assert re.fullmatch(r"\d{1,10}", text.strip() or "0"), (name, text)


def test_the_official_schema_takes_the_file_where_it_is_at_hand(whole: Path, root: Element) -> None:
    named = os.environ.get("SAFT_SCHEMA")
    if named is None:
        assert root.tag == NS + "auditfile"
        return
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(named))
    schema.assertValid(etree.parse(str(whole)))


def test_our_own_checks_find_nothing_wrong_with_it(whole: Path) -> None:
    verdict = check_file(whole)
    assert (verdict.problems, verdict.transactions > 12, verdict.events > 30) == ((), True, True)


def test_a_sale_in_cash_has_its_rounding_and_its_payments_beside_what_was_signed(root: Element) -> None:
    sale = transactions(root, "11001")[0]
    assert texts(sale, "amntTp") == ["C"]
    assert (texts(sale, "transAmntIn"), texts(sale, "payment/paidAmnt")) == (["143.90"], ["144.00"])
    assert texts(sale, "rounding/roundingAmnt") == ["0.10"]
    assert texts(sale, "payment/paymentType") == [of_code(root, "12001")]
    assert (texts(sale, "receiptNum"), texts(sale, "receiptCopyNum")) == (["1"], ["1"])


def test_a_tip_is_a_raise_outside_the_amounts(root: Element) -> None:
    (tipped,) = [one for one in transactions(root, "11001") if one.find(NS + "raise") is not None]
    assert texts(tipped, "raise/raiseAmnt") == ["20.00"]
    assert texts(tipped, "raise/raiseType") == [of_code(root, "10001")]
    assert (texts(tipped, "transAmntIn"), texts(tipped, "payment/paidAmnt")) == (["177.23"], ["197.23"])


def test_a_return_is_negative_and_names_the_sale_it_takes_back_from(root: Element) -> None:
    back, sale = transactions(root, "11006")[0], transactions(root, "11001")[1]
    assert (texts(back, "amntTp"), texts(back, "transAmntIn")) == (["D"], ["-52.00"])
    assert texts(back, "refID") == texts(sale, "nr")
    assert texts(back, "ctLine/amntTp") == ["D"]
    assert texts(back, "ctLine/qnt") == ["-1"]
    (told,) = events(root, "13013")[:1]
    assert texts(told, "transID") == texts(back, "transID")


def test_a_sale_on_invoice_names_its_customer_and_is_delivered_not_sold_in_cash(root: Element) -> None:
    credit = transactions(root, "11002")[0]
    assert (texts(credit, "custSupID"), texts(credit, "payment/paymentType")) == (["10001"], [of_code(root, "12006")])
    assert (texts(credit, "receiptNum"), texts(credit, "receiptDeliveryNum")) == (["0"], ["1"])
    assert "10001" in texts(root, "company/customersSuppliers/customerSupplier/custSupID")


def test_a_part_invoice_has_both_its_receipts_and_both_its_payments(root: Element) -> None:
    (part,) = transactions(root, "11015")
    assert texts(part, "payment/paidAmnt") == ["44.00", "100.00"]
    assert (texts(part, "receiptNum"), texts(part, "receiptDeliveryNum")) == (["1"], ["1"])
    (one,) = texts(part, "transID")
    told = [event for code in ("13012", "13016") for event in events(root, code) if texts(event, "transID") == [one]]
    assert len(told) == 2


def test_a_dropped_cart_is_void_and_training_is_marked(root: Element) -> None:
    void = [one for one in register(root) if texts(one, "voidTransaction") == ["true"]]
    training = [one for one in register(root) if texts(one, "trainingID") == ["true"]]
    assert (len(void), len(training)) == (1, 1)
    assert void[0].find(NS + "payment") is None
    assert [texts(event, "transID") for event in events(root, "13028")] == [texts(void[0], "transID")]
    assert [texts(event, "transID") for event in events(root, "13017")] == [texts(training[0], "transID")]


def test_float_money_in_and_out_and_what_was_missing_are_transactions_without_lines(root: Element) -> None:
    for code, amount in (("11007", "1000.00"), ("11011", "300.00"), ("11010", "-50.00")):
        one = transactions(root, code)[0]
        assert (texts(one, "transAmntIn"), texts(one, "payment/paidAmnt")) == ([amount], [amount]), code
        assert one.find(NS + "ctLine") is None
    assert transactions(root, "11008")


def test_x_and_z_have_every_group_that_the_schema_demands(root: Element) -> None:
    assert [texts(one, "eventReport/reportType") for one in events(root, "13008")] == [["X report"]]
    zs = events(root, "13009")
    assert [texts(one, "eventReport/reportID") for one in zs] == [["1"], ["2"]]
    last = zs[1].find(NS + "eventReport")
    assert last is not None
    assert texts(last, "reportOtherCorrs/reportOtherCorr/otherCorrType") == ["None"]
    assert texts(last, "reportCorrLines/reportCorrLine/corrLineNum") == ["0"]


def test_goods_and_texts_of_any_kind_are_in_it_and_can_be_read(root: Element) -> None:
    assert ODD.name in texts(root, "company/articles/article/artDesc")
    assert identifier(ODD.sku) in texts(root, "company/articles/article/artID")
    assert identifier(f"G-{ODD.category}") in coded(root)
    (odd,) = [one for one in events(root, "13999") if "came later" in "".join(texts(one, "eventText"))]
    assert texts(odd, "eventText")[0].startswith("odd \ufffd\ufffd")


def test_an_id_is_always_the_same_for_the_same_text_and_another_for_another() -> None:
    long = "x" * 60
    assert identifier("1001") == "1001"
    assert identifier(long) == identifier(long) != identifier(long + "y")
    assert len({identifier(text) for text in (long, long + "y", "a\x00", "a\x01", "a\ufffd")}) == 5
    assert len(identifier(long)) == 35


def test_text_is_cut_and_cleaned_of_what_xml_cannot_hold() -> None:
    assert clean("a\x00b\x0b\ud800\ufffe\r\nc\rd", 99) == "a\ufffdb\ufffd\ufffd\ufffd\nc\nd"
    assert clean("\U0001f9c1" * 20, 5) == "\U0001f9c1" * 5
