"""A day's voucher as PowerOffice Go's JSON, posted to a real sandbox, refused by it, and found in its ledger again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sync.gateway import NeedsPerson, OutcomeUnknown, ReferenceTaken, SettingIsWrong, SyncError, TryAgainLater
from sync.plain_json import parse_json
from sync.poweroffice.ledger import voucher_under
from sync.poweroffice.replies import TransactionRow, row_of
from sync.poweroffice.sandbox.auth import EVERY_PRIVILEGE
from sync.poweroffice.sandbox.faults import Fault, FaultAction
from sync.poweroffice.vouchers import WORDS, cash_voucher
from terminal_app.domain.chart import Chart
from terminal_app.domain.day_voucher import DayVoucher, VoucherLine
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import Remote
from terminal_app.domain.settlement_accounts import Slot
from terminal_app.domain.till_marks import settlement_told
from terminal_app.domain.vat import VatRate
from tests.sync.day_vouchers import DAY, LINES, REFERENCE, day_voucher
from tests.sync.shop import Shop

OTHER = "DSKZ" + "f" * 32
POST = {"method": "POST", "path": "/Vouchers/CashJournals"}


@pytest.fixture
def chart(shop: Shop) -> Chart:
    with closing(shop.gateway()) as gateway:
        read: Chart = gateway.chart()
    return read


def body(chart: Chart, voucher: DayVoucher | None = None) -> dict[str, Any]:
    document = parse_json(cash_voucher(voucher or day_voucher(), chart))
    assert isinstance(document, dict)
    return document


def post(shop: Shop, voucher: DayVoucher | None = None) -> Remote:
    """Posts the voucher as the engine does; what they answer."""
    voucher = voucher or day_voucher()
    with closing(shop.gateway()) as gateway:
        made = gateway.voucher_body(voucher, gateway.chart())
        remote: Remote = gateway.send_voucher(voucher.reference, made.content).remote
    return remote


def find(shop: Shop, reference: str = REFERENCE, day: date = DAY) -> Remote | None:
    with closing(shop.gateway()) as gateway:
        found = gateway.find_voucher(reference, day)
    return None if found is None else found.remote


def test_accounts_and_vat_codes_go_by_the_ids_that_they_have_on_the_day(chart: Chart) -> None:
    lines = body(chart)["VoucherLines"]
    assert [(line["AccountId"], line["VatId"]) for line in lines] == [
        (476001910, 100), (476001950, 100), (476003000, 103), (476003002, 131),
    ]  # fmt: skip


def test_a_day_before_a_rate_changed_has_the_id_of_the_old_rate(chart: Chart) -> None:
    old = day_voucher(
        VoucherLine(Slot.CASH, 1900, "0", Money(114_00), Money(0)),
        VoucherLine(Slot.SALE_15, 3002, "31", Money(-114_00), Money(-14_00)),
        day=date(2011, 12, 31),
    )
    assert body(chart, old)["VoucherLines"][1]["VatId"] == 130


def test_amounts_are_gross_with_their_sign_and_every_line_has_its_day_its_code_and_its_words(chart: Chart) -> None:
    document = body(chart)
    assert [str(line["CurrencyAmount"]) for line in document["VoucherLines"]] == [
        "1250.00", "3075.00", "-3750.00", "-575.00",
    ]  # fmt: skip
    assert {line["PostingDate"] for line in document["VoucherLines"]} == {"2026-11-21"}
    assert {line["CurrencyCode"] for line in document["VoucherLines"]} == {"NOK"}
    assert [line["Description"] for line in document["VoucherLines"]] == [
        "Kort", "Faktura kasse", "Salg 25 %", "Salg 15 %",
    ]  # fmt: skip


def test_the_head_tells_the_z_that_it_comes_from(chart: Chart) -> None:
    document = body(chart)
    del document["VoucherLines"]
    assert document == {
        "VoucherDate": "2026-11-21",
        "CurrencyCode": "NOK",
        "Description": "Dagsoppgjør Z 12, kasse 1",
        "ExternalImportReference": REFERENCE,
        "ImportedVoucherNo": 12,
        "SaftBatchId": "Z-000012-1",
        "SaftSourceId": "1",
    }


def test_the_words_of_a_voucher_tell_whose_z_it_is() -> None:
    assert settlement_told("Dagsoppgjør Z 12, kasse butikk-2") == (12, "butikk-2")
    assert settlement_told("Dagsoppgjør 12") is None


def test_a_long_name_of_the_register_is_cut_to_what_saf_t_takes(chart: Chart) -> None:
    named = replace(day_voucher(), register_id="k" * 60)
    assert body(chart, named)["SaftSourceId"] == "k" * 35
    assert body(chart, named)["SaftBatchId"] == "Z-000012-" + "k" * 26


def test_every_part_of_a_settlement_has_its_words() -> None:
    assert set(WORDS) == set(Slot)


def test_the_body_is_made_for_the_vat_that_the_voucher_reports(shop: Shop, chart: Chart) -> None:
    with closing(shop.gateway()) as gateway:
        assert gateway.voucher_body(day_voucher(), chart).vat == Money(825_00)


@pytest.mark.parametrize(
    ("number", "changed", "code"),
    [
        (1910, {"active": False}, "settlement_account_archived"),
        (1910, {"remote_id": ""}, "settlement_account_unknown"),
        (3000, {"vat_code": "31", "locked": True}, "settlement_account_vat_code"),
    ],
)
def test_an_account_that_cannot_be_posted_on_is_named_with_its_setting_before_anything_is_sent(
    chart: Chart, number: int, changed: dict[str, Any], code: str
) -> None:
    mended = replace(chart, accounts={**chart.accounts, number: replace(chart.accounts[number], **changed)})
    with pytest.raises(SettingIsWrong) as caught:
        cash_voucher(day_voucher(), mended)
    slot = Slot.CARD if number == 1910 else Slot.SALE_25
    assert (caught.value.problem.code, caught.value.problem.values["field"]) == (code, slot.key)


def test_an_account_that_is_not_there_is_a_wrong_setting(chart: Chart) -> None:
    lines = (replace(LINES[0], account=1911), *LINES[1:])
    with pytest.raises(SettingIsWrong) as caught:
        cash_voucher(day_voucher(*lines), chart)
    assert caught.value.problem.values == {"field": "settlement.accounts.card", "account": "1911"}


def test_an_account_that_is_not_locked_takes_another_vat_code(chart: Chart) -> None:
    free = replace(chart.accounts[3000], vat_code="31", locked=False)
    assert body(replace(chart, accounts={**chart.accounts, 3000: free}))["VoucherLines"][2]["VatId"] == 103


def test_without_a_chart_nothing_is_made() -> None:
    with pytest.raises(SettingIsWrong) as caught:
        cash_voucher(day_voucher(), Chart())
    assert caught.value.problem.code == "chart_not_read"


def test_a_vat_code_that_they_do_not_have_on_the_day_stops_that_voucher_alone(chart: Chart) -> None:
    with pytest.raises(NeedsPerson) as caught:
        cash_voucher(day_voucher(), replace(chart, vat_codes=chart.vat_codes[:1]))
    assert caught.value.problem.code == "voucher_vat_code_unknown"


def test_a_rate_that_is_not_the_tills_is_found_before_they_report_other_vat(chart: Chart) -> None:
    codes = tuple(replace(one, rate=VatRate(1200)) if one.remote_id == "131" else one for one in chart.vat_codes)
    with pytest.raises(NeedsPerson) as caught:
        cash_voucher(day_voucher(), replace(chart, vat_codes=codes))
    problem = caught.value.problem
    assert (problem.code, problem.values["till"], problem.values["answered"]) == (
        "voucher_vat_differs", "75.00", "61.61",
    )  # fmt: skip


@pytest.mark.parametrize("lines", [LINES[:2], LINES[1:]])
def test_lines_that_do_not_sum_to_nothing_are_never_sent(chart: Chart, lines: tuple[VoucherLine, ...]) -> None:
    with pytest.raises(NeedsPerson) as caught:
        cash_voucher(day_voucher(*lines), chart)
    assert caught.value.problem.code == "voucher_not_balanced"


def test_a_posted_voucher_has_its_number_and_the_sum_of_its_debit_side(shop: Shop) -> None:
    remote = post(shop)
    (posted,) = shop.sandbox.vouchers()
    assert (remote.order_id, remote.order_no) == (posted["Id"], posted["VoucherNo"])
    assert (remote.total, remote.vat) == (Money(4_325_00), None)
    assert {code: one.vat for code, one in shop.sandbox.vat_reported().items()} == {
        "3": Decimal("750.00"), "31": Decimal("75.00"),
    }  # fmt: skip


def test_a_posted_voucher_is_found_in_the_ledger_with_the_same_total(shop: Shop) -> None:
    assert find(shop) is None
    remote = post(shop)
    assert find(shop) == remote
    assert find(shop, OTHER) is None
    assert find(shop, day=date(2026, 11, 20)) is None


def test_a_voucher_with_more_returned_than_sold_is_found_with_the_total_that_was_answered(shop: Shop) -> None:
    returned = day_voucher(
        VoucherLine(Slot.CASH, 1900, "0", Money(-80_00), Money(0)),
        VoucherLine(Slot.SALE_25, 3000, "3", Money(125_00), Money(25_00)),
        VoucherLine(Slot.SALE_15, 3002, "31", Money(-45_00), Money(-5_87)),
    )
    remote = post(shop, returned)
    assert remote.total == Money(125_00)
    assert find(shop) == remote


def test_the_second_voucher_under_a_reference_is_refused_as_taken(shop: Shop) -> None:
    post(shop)
    with pytest.raises(ReferenceTaken):
        post(shop)
    assert len(shop.sandbox.vouchers()) == 1


@pytest.mark.parametrize("action", [FaultAction.DROP_AFTER_COMMIT, FaultAction.TRUNCATED, FaultAction.WRONG_TYPES])
def test_a_lost_answer_is_an_unknown_outcome_and_the_look_up_settles_it(shop: Shop, action: FaultAction) -> None:
    shop.sandbox.faults.add(Fault(action, **POST))
    with pytest.raises(OutcomeUnknown):
        post(shop)
    found = find(shop)
    assert found is not None
    assert (found.total, found.order_no) == (Money(4_325_00), shop.sandbox.vouchers()[0]["VoucherNo"])


def test_a_call_that_never_arrived_is_not_in_the_ledger(shop: Shop) -> None:
    shop.sandbox.faults.add(Fault(FaultAction.DROP_BEFORE_COMMIT, **POST))
    with pytest.raises(TryAgainLater):
        post(shop)
    assert find(shop) is None


def test_a_look_up_that_breaks_off_proves_nothing(shop: Shop) -> None:
    post(shop)
    shop.sandbox.faults.add(Fault(FaultAction.TRUNCATED, path="/AccountTransactions", times=None))
    with pytest.raises(TryAgainLater):
        find(shop)


def test_a_reversed_voucher_counts_only_where_no_other_bears_the_reference(shop: Shop) -> None:
    first = post(shop)
    shop.sandbox.reverse_voucher(first.order_id)
    assert find(shop) == first
    second = post(shop)
    assert second.order_id != first.order_id
    assert find(shop) == second


def test_a_reversal_is_never_taken_for_the_voucher_that_it_takes_back() -> None:
    facts = {"Id": 1, "AccountNo": 3000, "Amount": Decimal(10), "PostingDate": "2026-11-21", "VoucherNo": 2}
    taken_back = {
        "VoucherId": "6f1f1d1e-0000-4000-8000-000000000002",
        "VoucherType": "ReversalVoucher",
        "ReversedVoucherId": "6f1f1d1e-0000-4000-8000-000000000001",
        "ExternalImportReference": REFERENCE,
    }
    assert voucher_under(REFERENCE, [row_of(TransactionRow, {**facts, **taken_back})]) is None


def refused(shop: Shop, voucher: DayVoucher | None = None, chart: Chart | None = None) -> SyncError:
    """What the sandbox says to a voucher whose body our own checks let through."""
    voucher = voucher or day_voucher()
    with closing(shop.gateway()) as gateway:
        content = gateway.voucher_body(voucher, chart or gateway.chart()).content
        with pytest.raises(SyncError) as caught:
            gateway.send_voucher(voucher.reference, content)
    assert shop.sandbox.vouchers() == []
    return caught.value


def test_a_day_that_was_locked_meanwhile_is_refused_with_what_to_do(shop: Shop) -> None:
    shop.sandbox.lock_until(DAY)
    error = refused(shop)
    assert (type(error), error.problem.code) == (NeedsPerson, "voucher_day_refused")


def test_an_account_that_was_archived_since_the_chart_was_read_is_refused_as_an_account(
    shop: Shop, chart: Chart
) -> None:
    shop.sandbox.change_account(1910, IsActive=False)
    assert refused(shop, chart=chart).problem.code == "voucher_account_refused"


def test_an_id_that_they_do_not_know_is_refused_as_an_account(shop: Shop, chart: Chart) -> None:
    wrong = replace(chart, accounts={**chart.accounts, 1910: replace(chart.accounts[1910], remote_id="9")})
    assert refused(shop, chart=wrong).problem.code == "voucher_account_refused"


def test_a_lock_to_another_vat_code_is_no_locked_day(shop: Shop, chart: Chart) -> None:
    shop.sandbox.change_account(3002, IsVatCodeLocked=True, VatCode="3")
    assert refused(shop, chart=chart).problem.code == "voucher_account_refused"


@pytest.mark.parametrize(
    ("kept_from_us", "needed", "ask"),
    [
        ("CashVoucher", "CashVoucher_Full", post),
        ("AccountTransaction", "AccountTransaction", find),
    ],
)
def test_a_missing_privilege_is_named(
    shop: Shop, kept_from_us: str, needed: str, ask: Callable[[Shop], object]
) -> None:
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith(kept_from_us)])
    with pytest.raises(SettingIsWrong) as caught:
        ask(shop)
    assert (caught.value.problem.code, caught.value.problem.values["privilege"]) == ("privilege_missing", needed)


def test_the_lock_date_is_the_last_closed_day_or_none(shop: Shop) -> None:
    with closing(shop.gateway()) as gateway:
        shop.sandbox.lock_until(date(2026, 10, 31))
        assert gateway.lock_date() == date(2026, 10, 31)
        shop.sandbox.lock_until(None)
        assert gateway.lock_date() is None


def test_an_order_is_answered_with_the_vat_that_its_body_was_made_for(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop({"invoicing.send_amount_excluding_vat": "true"})
    for code, account in (("7025", 3000), ("7015", 3002), ("7095", 3000)):
        shop.sandbox.change_product(code, account)
    reference = shop.sell()
    shop.deliver()
    entry = shop.entry(reference)
    assert entry.remote is not None
    assert entry.vat == entry.remote.vat == Money(31_20)
