"""The VAT bridge: proven when all is as it must be, and each single thing that is not found and named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal_app.domain.bridge import Bridge, Severity, Verdict
from terminal_app.domain.bridge_facts import Facts, Family, Sold
from terminal_app.domain.bridging import bridge
from terminal_app.domain.chart import LedgerRead
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import State
from terminal_app.domain.vat_path import VatPath

from . import bridge_shop as shop
from .bridge_shop import CASE, FIRST, WAYS, A, B, Item, Rang, again, days, of, taken_back


def codes(result: Bridge, severity: Severity | None = None) -> set[str]:
    return {one.code for one in result.findings if severity is None or one.severity is severity}


# proven


@given(days(), st.sampled_from([A, B]))
@settings(max_examples=60)
def test_whatever_was_sold_is_proven_when_the_ledger_has_all_of_it_once(sales: list[Rang], path: VatPath) -> None:
    result = bridge(shop.proven(sales, path))

    assert (result.verdict, codes(result)) == (Verdict.PROVEN, set())
    assert all(row.difference == Money(0) for row in result.rows)
    assert result.clearing_balance == Money(0)
    assert result.clearing == ()


@given(days(), st.sampled_from([A, B]))
@settings(max_examples=40)
def test_the_rows_add_up_to_what_was_sold_and_to_how_it_was_paid(sales: list[Rang], path: VatPath) -> None:
    result = bridge(shop.proven(sales, path))

    assert sum(row.till.gross.ore for row in result.rows) == sum(one.total for one in sales)
    for row in result.rows:
        assert sum(amount.ore for amount in row.by_channel.values()) == row.till.gross.ore
    vat = sum(item.vat for one in sales for item in one.items)
    assert result.ledger_vat.ore == vat + sum(row.rounding.ore for row in result.rows)


def test_the_worked_example_of_the_guide_has_each_krone_of_vat_once() -> None:
    result = bridge(shop.proven(CASE[:2], A))

    vat = {str(row.rate): (row.till.vat, row.ledger) for row in result.rows}
    assert vat == {"25": (Money(75_000), Money(75_000)), "15": (Money(7_500), Money(7_500))}
    assert (result.clearing_debited, result.clearing_credited) == (Money(307_500), Money(-307_500))


def test_a_sale_called_off_before_it_went_needs_no_invoice() -> None:
    sales = [*CASE, taken_back(CASE[1], 5, 1)]

    for path in (A, B):
        result = bridge(shop.proven(sales, path, called_off=frozenset({2, 5})))
        assert result.verdict is Verdict.PROVEN, result.findings


# each difference by its name


def changed_invoice(facts: Facts, **changes: object) -> Facts:
    theirs = [replace(one, **changes) if one.voucher_id == "order-2" else one for one in facts.postings]  # type: ignore[arg-type]
    return shop.with_postings(facts, theirs)


def only(result: Bridge, code: str) -> None:
    assert codes(result, Severity.WRONG) == {code}, result.findings
    assert result.verdict is Verdict.DIFFERENCE


def test_a_product_with_vat_on_the_settlement_way_is_vat_reported_twice() -> None:
    facts = shop.proven(CASE, A)
    kept = [one for one in facts.postings if one.voucher_id != "order-2"]
    books = shop.Books(list(kept))
    books.post("order-2", "OutgoingInvoice", "DSK-sale-2", FIRST, [(3000, "3", 2500, -307_500)])
    result = bridge(shop.with_postings(facts, books.postings))

    only(result, "vat_twice")
    (found,) = result.findings
    assert (found.receipt_no, found.vat) == ("F-000002", Money(61_500))
    assert found.values["account"] == "3000"
    assert found.values["vat_code"] == "3"
    assert [(one.code, one.amount) for one in result.clearing] == [("clearing_invoice_differs", Money(307_500))]


def test_an_invoice_on_an_account_without_vat_that_is_not_faktura_kasse_is_on_the_wrong_account() -> None:
    only(bridge(changed_invoice(shop.proven(CASE, A), account_no=3900)), "wrong_account")


def test_an_order_changed_by_hand_is_named_with_both_amounts() -> None:
    facts = shop.proven(CASE, A)
    result = bridge(changed_invoice(facts, amount=Money(-100_000)))

    only(result, "order_changed")
    assert result.findings[0].values["till"] == "3075.00"
    assert result.findings[0].values["answered"] == "2000.00"
    assert result.findings[0].amount == Money(107_500)


def test_a_deleted_draft_leads_to_its_sale() -> None:
    facts = shop.proven(CASE, A)
    gone = replace(facts.entries["sale-2"], state=State.NEEDS_ATTENTION, problem="order_deleted")
    without = [one for one in facts.postings if one.voucher_id != "order-2"]
    result = bridge(shop.with_postings(shop.with_entries(facts, {**facts.entries, "sale-2": gone}), without))

    only(result, "draft_deleted")
    assert (result.findings[0].receipt_no, result.findings[0].reference) == ("F-000002", "DSK-sale-2")
    assert [(one.code, one.amount) for one in result.clearing] == [("draft_deleted", Money(307_500))]


@WAYS
def test_an_order_that_nobody_has_made_an_invoice_of_only_waits(path: VatPath) -> None:
    facts = shop.proven(CASE, path)
    waits = replace(facts.entries["sale-2"], state=State.ACCEPTED)
    without = [one for one in facts.postings if one.voucher_id != "order-2"]
    result = bridge(shop.with_postings(shop.with_entries(facts, {**facts.entries, "sale-2": waits}), without))

    assert (result.verdict, codes(result)) == (Verdict.WAITING, {"invoice_not_made"})
    assert result.clearing_balance == Money(307_500 if path is A else 0)
    assert result.difference == Money(0 if path is A else -57_500)


@WAYS
def test_an_invoice_cancelled_without_a_return_is_named(path: VatPath) -> None:
    facts = shop.proven(CASE, path)
    off = replace(facts.entries["sale-2"], state=State.CANCELLED)
    without = [one for one in facts.postings if one.voucher_id != "order-2"]
    facts = shop.with_postings(shop.with_entries(facts, {**facts.entries, "sale-2": off}), without)
    result = bridge(replace(facts, families={"F-000002": Family(Money(307_500))}))

    only(result, "cancelled_without_return")


@WAYS
def test_a_sale_called_off_by_a_return_of_another_period_is_explained(path: VatPath) -> None:
    facts = shop.proven(CASE, path, called_off=frozenset({2}))
    result = bridge(facts)

    assert (result.verdict, codes(result)) == (Verdict.PROVEN, {"called_off_elsewhere"})
    assert [row.elsewhere for row in result.rows][:2] == (
        [Money(0)] * 2 if path is A else [Money(50_000), Money(7_500)]
    )


@WAYS
def test_a_credit_note_that_never_came_is_missed(path: VatPath) -> None:
    facts = shop.proven([*CASE, taken_back(CASE[1], 5, 1)], path)
    without = [one for one in facts.postings if one.voucher_id != "order-5"]
    result = bridge(shop.with_postings(facts, without))

    only(result, "credit_note_missing")
    assert result.findings[0].receipt_no == "F-000005"


def test_a_voucher_that_is_missing_reversed_changed_or_on_another_day_is_named() -> None:
    facts = shop.proven(CASE, A)
    mine = of(facts.postings, "voucher-1")
    others = [one for one in facts.postings if one not in mine]
    back = [replace(one, reverses="voucher-1") for one in again(mine, "reversal", -1)]
    moved = [replace(one, day=one.day + timedelta(days=30)) for one in mine]
    changed = [replace(mine[0], account_no=1920), *mine[1:]]
    found = {
        "voucher_missing": others,
        "voucher_reversed": [*facts.postings, *back],
        "voucher_other_day": [*others, *moved],
        "voucher_changed": [*others, *changed],
    }
    for code, postings in found.items():
        result = bridge(shop.with_postings(facts, postings))
        only(result, code)
        assert result.findings[0].z == 1


def test_a_voucher_reversed_and_sent_anew_under_its_reference_is_there_once() -> None:
    facts = shop.proven(CASE, A)
    mine = [replace(one, is_reversed=True) for one in of(facts.postings, "voucher-1")]
    back = [replace(one, reverses="voucher-1") for one in again(mine, "reversal", -1)]
    anew = [replace(one, id=f"anew-{one.id}", voucher_id="anew", is_reversed=False) for one in mine]
    others = [one for one in facts.postings if one.voucher_id != "voucher-1"]
    result = bridge(shop.with_postings(facts, [*others, *mine, *back, *anew]))

    assert result.verdict is Verdict.PROVEN, result.findings


def test_a_reversal_that_bears_no_reference_goes_with_the_voucher_that_was_sent_before_the_last() -> None:
    facts = shop.proven(CASE, A)
    anew = of(facts.postings, "voucher-1")
    first = [replace(one, id=f"first-{one.id}", voucher_id="first", is_reversed=True) for one in anew]
    back = [replace(one, reverses="first") for one in again(first, "reversal", -1)]
    result = bridge(shop.with_postings(facts, [*facts.postings, *first, *back]))

    assert result.verdict is Verdict.PROVEN, result.findings


@pytest.mark.parametrize("state", [State.ACCEPTED, State.NEEDS_ATTENTION])
def test_a_reversed_voucher_is_called_so_before_and_after_somebody_was_told(state: State) -> None:
    facts = shop.proven(CASE, A)
    mine = [replace(one, is_reversed=True) for one in of(facts.postings, "voucher-1")]
    back = [replace(one, reverses="voucher-1") for one in again(mine, "reversal", -1)]
    others = [one for one in facts.postings if one.voucher_id != "voucher-1"]
    entry = facts.days[0].entry
    assert entry is not None
    told = replace(entry, state=state, problem=None if state is State.ACCEPTED else "voucher_reversed")
    days = (replace(facts.days[0], entry=told), *facts.days[1:])
    result = bridge(replace(shop.with_postings(facts, [*others, *mine, *back]), days=days))

    only(result, "voucher_reversed")
    assert (result.findings[0].z, result.findings[0].voucher_no) == (1, mine[0].voucher_no)


def test_a_z_that_somebody_booked_once_more_is_vat_twice() -> None:
    facts = shop.proven(CASE[:1], A)
    result = bridge(shop.with_postings(facts, [*facts.postings, *again(of(facts.postings, "voucher-1"), "by-hand")]))

    only(result, "voucher_booked_twice")
    assert result.difference == Money(25_000)


def test_an_invoice_and_a_z_of_two_ways_are_vat_twice_or_never() -> None:
    both, none = shop.proven(CASE[:2], A), shop.proven(CASE[:2], B)
    mixed = replace(both, entries=none.entries)
    invoices = [one for one in none.postings if one.voucher_id == "order-2"]
    vouchers = [one for one in both.postings if one.voucher_id != "order-2"]
    twice = bridge(shop.with_postings(mixed, [*vouchers, *invoices]))
    assert "way_twice" in codes(twice)
    assert twice.difference == Money(57_500)

    mixed = replace(none, entries=both.entries)
    invoices = [one for one in both.postings if one.voucher_id == "order-2"]
    vouchers = [one for one in none.postings if one.voucher_id != "order-2"]
    never = bridge(shop.with_postings(mixed, [*vouchers, *invoices]))
    assert "way_never" in codes(never)
    assert never.difference == Money(-57_500)


# settlements outside the till, and what is not read


def outside(facts: Facts) -> Facts:
    """The day settlements are somebody else's to book: no entries, and vouchers without the till's references."""
    days = tuple(replace(one, entry=None, is_due=False, versions=()) for one in facts.days)
    postings = [
        replace(one, reference=None, voucher_id=f"by-hand-{one.voucher_id}", voucher_type="ManualJournal")
        if one.voucher_type == "CashJournal"
        else one
        for one in facts.postings
    ]
    return shop.with_postings(replace(facts, days=days), postings)


@WAYS
def test_a_z_that_is_booked_outside_the_till_is_recognised_by_its_sums(path: VatPath) -> None:
    result = bridge(outside(shop.proven(CASE, path)))

    assert (result.verdict, codes(result)) == (Verdict.PROVEN, {"booked_outside"}), result.findings


@WAYS
def test_a_z_that_is_booked_nowhere_says_what_it_must_have(path: VatPath) -> None:
    facts = outside(shop.proven(CASE, path))
    result = bridge(shop.with_postings(facts, [one for one in facts.postings if one.voucher_type != "ManualJournal"]))

    assert (result.verdict, codes(result)) == (Verdict.WAITING, {"settlement_outside"})
    assert {one.z for one in result.findings} == {1, 2}


def test_a_z_booked_outside_with_another_amount_is_not_taken_for_it() -> None:
    facts = outside(shop.proven(CASE[:2], A))
    wrong = [replace(one, amount=one.amount + Money(100)) if one.account_no == 1950 else one for one in facts.postings]
    result = bridge(shop.with_postings(facts, wrong))

    assert not result.is_proven
    assert "booked_outside" not in codes(result)


def test_what_is_sold_since_the_last_z_waits_for_its_z() -> None:
    facts, sold = shop.proven(CASE, A), Sold()
    sold.add(shop.row(Rang(9, 2, (Item(2500, 10_000),))))
    open_day = replace(facts.days[0], z=None, day=FIRST + timedelta(days=2), sold=sold, versions=(), entry=None)
    result = bridge(replace(facts, days=(*facts.days, open_day)))

    assert (result.verdict, codes(result)) == (Verdict.WAITING, {"sale_not_in_z"})
    assert result.difference == Money(-2_000)


def test_an_invoice_that_is_newer_than_the_figures_is_not_called_missing() -> None:
    facts = shop.proven(CASE, A)
    later = replace(facts.entries["sale-2"], touched=shop.READ_AT + timedelta(hours=1))
    without = [one for one in facts.postings if one.voucher_id != "order-2"]
    result = bridge(shop.with_postings(shop.with_entries(facts, {**facts.entries, "sale-2": later}), without))

    assert (result.verdict, codes(result)) == (Verdict.NOT_READ, {"ledger_read_too_early"})


def test_days_that_were_never_read_are_not_proven() -> None:
    facts = shop.proven(CASE, A)
    read = LedgerRead(FIRST + timedelta(days=1), shop.READ_AT.date(), shop.READ_AT)

    assert bridge(replace(facts, read=read)).verdict is Verdict.NOT_READ
    assert bridge(replace(facts, read=None)).verdict is Verdict.NOT_READ


def test_sales_of_the_company_that_the_till_knows_nothing_of_change_nothing() -> None:
    facts = shop.proven(CASE, B)
    books = shop.Books(list(facts.postings))
    books.post("office", "OutgoingInvoice", None, FIRST, [(3000, "3", 2500, -77_700)])
    books.post("webshop", "CashJournal", None, FIRST, [(1910, "0", 0, 12_345), (3000, "3", 2500, -12_345)])

    assert bridge(shop.with_postings(facts, books.postings)).verdict is Verdict.PROVEN
