"""Each difference of the VAT bridge by its own name: what an entry's state says, and what a posting tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from terminal_app.domain.bridge import Bridge, Severity, Verdict
from terminal_app.domain.bridge_facts import Facts
from terminal_app.domain.bridging import bridge
from terminal_app.domain.chart import Posting
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import State
from terminal_app.domain.problems import Problem
from terminal_app.domain.vat import VatRate
from terminal_app.domain.vat_path import VatPath

from . import bridge_shop as shop
from .bridge_shop import CASE, CLEARING, FIRST, WAYS, A, B, Item, Rang, again, of

SALE = CASE[1]
"""On invoice alone: 2 500.00 at 25 % and 575.00 at 15 %."""


def codes(result: Bridge) -> set[str]:
    return {one.code for one in result.findings}


def invoice_in(facts: Facts, state: State, problem: str | None = None, *, posted: bool = False) -> Facts:
    entry = replace(facts.entries["sale-2"], state=state, problem=problem)
    kept = [one for one in facts.postings if posted or one.voucher_id != "order-2"]
    return shop.with_postings(shop.with_entries(facts, {**facts.entries, "sale-2": entry}), kept)


def voucher_in(facts: Facts, state: State) -> Facts:
    day = facts.days[0]
    assert day.entry is not None
    kept = [one for one in facts.postings if one.voucher_id != "voucher-1"]
    return shop.with_postings(shop.with_day(facts, 0, replace(day, entry=replace(day.entry, state=state))), kept)


@WAYS
@pytest.mark.parametrize(
    ("state", "code", "verdict"),
    [
        (State.HELD, "invoice_held", Verdict.WAITING),
        (State.QUEUED, "invoice_on_its_way", Verdict.WAITING),
        (State.SENDING, "invoice_on_its_way", Verdict.WAITING),
        (State.UNKNOWN, "invoice_on_its_way", Verdict.WAITING),
        (State.NEEDS_CUSTOMER, "invoice_without_customer", Verdict.DIFFERENCE),
        (State.NEEDS_ATTENTION, "invoice_stopped", Verdict.DIFFERENCE),
    ],
)
def test_an_invoice_that_has_not_arrived_says_where_it_stands(
    path: VatPath, state: State, code: str, verdict: Verdict
) -> None:
    result = bridge(invoice_in(shop.proven(CASE, path), state))

    assert (codes(result), result.verdict) == ({code}, verdict)
    assert [one.code for one in result.clearing] == ([code] if path is A else [])


@pytest.mark.parametrize(
    ("state", "code", "verdict"),
    [
        (State.QUEUED, "voucher_on_its_way", Verdict.WAITING),
        (State.UNKNOWN, "voucher_on_its_way", Verdict.WAITING),
        (State.NEEDS_ATTENTION, "voucher_stopped", Verdict.DIFFERENCE),
        (State.CANCELLED, "voucher_cancelled", Verdict.DIFFERENCE),
    ],
)
def test_a_voucher_that_has_not_arrived_says_where_it_stands(state: State, code: str, verdict: Verdict) -> None:
    result = bridge(voucher_in(shop.proven(CASE, A), state))

    assert (codes(result), result.verdict) == ({code}, verdict)
    assert result.findings[0].z == 1
    assert [(one.code, one.amount) for one in result.clearing] == [("clearing_before_settlement", Money(-307_500))]


def test_a_voucher_that_was_cancelled_and_booked_by_hand_counts_as_booked() -> None:
    facts = shop.proven(CASE, A)
    by_hand = again(of(facts.postings, "voucher-1"), "by-hand")
    facts = voucher_in(facts, State.CANCELLED)
    result = bridge(shop.with_postings(facts, [*facts.postings, *by_hand]))

    assert (codes(result), result.verdict) == ({"booked_outside"}, Verdict.PROVEN)


def test_a_z_that_is_due_and_has_no_entry_is_queued_at_the_next_sync() -> None:
    facts = shop.proven(CASE[:1], A)
    facts = shop.with_postings(shop.with_day(facts, 0, replace(facts.days[0], entry=None)), [])

    assert codes(bridge(facts)) == {"voucher_not_made"}


def test_a_z_whose_accounts_are_not_chosen_says_so() -> None:
    facts = shop.proven(CASE[:1], A)
    problem = Problem("settlement_account_missing", {"field": "settlement.accounts.card"})
    result = bridge(shop.with_day(facts, 0, replace(facts.days[0], versions=(), problem=problem)))

    assert codes(result) == {"settlement_incomplete"}
    assert result.findings[0].values["problem"] == "settlement_account_missing"


@WAYS
def test_an_invoice_cancelled_here_and_made_there_is_named(path: VatPath) -> None:
    result = bridge(invoice_in(shop.proven(CASE, path), State.CANCELLED, posted=True))

    assert codes(result) == {"cancelled_but_invoiced"}


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("wrong_account", lambda one: replace(one, account_no=CLEARING)),
        ("invoice_other_code", lambda one: replace(one, vat_code="1")),
        ("invoice_taken_back", lambda one: replace(one, is_reversed=True)),
        ("order_changed", lambda one: replace(one, amount=Money(one.amount.ore - 100))),
        ("invoice_other_rates", lambda one: replace(one, vat_code="33", vat_rate=VatRate(1200))),
    ],
)
def test_an_invoice_with_vat_that_is_not_as_it_was_sent_is_named(
    code: str, changed: Callable[[Posting], Posting]
) -> None:
    facts = shop.proven(CASE, B)
    theirs = [changed(one) if one.voucher_id == "order-2" and one.account_no == 3000 else one for one in facts.postings]
    result = bridge(shop.with_postings(facts, theirs))

    assert codes(result) == {code}
    assert result.findings[0].receipt_no == SALE.receipt_no


def test_vat_that_is_another_than_was_sent_is_named_with_both_amounts() -> None:
    facts = shop.proven(CASE, B)
    moved = {3000: 5, 2700: -5}

    def change(one: Posting) -> Posting:
        if one.voucher_id != "order-2" or one.account_no not in moved or one.amount == Money(-7_500):
            return one
        ore = moved[one.account_no]
        return replace(one, amount=Money(one.amount.ore + ore), vat=Money(one.vat.ore - ore if one.vat.ore else 0))

    result = bridge(shop.with_postings(facts, [change(one) for one in facts.postings]))

    assert codes(result) == {"invoice_vat_differs"}
    assert (result.findings[0].values["till"], result.findings[0].values["answered"]) == ("575.00", "575.05")


def test_a_voucher_whose_vat_is_not_on_the_accounts_for_vat_is_not_believed() -> None:
    facts = shop.proven(CASE[:1], A)
    lost = [one for one in facts.postings if one.account_no != 2700]

    assert codes(bridge(shop.with_postings(facts, lost))) == {"vat_account_disagrees"}


def test_what_somebody_else_posts_on_faktura_kasse_is_an_open_item_with_their_words() -> None:
    facts = shop.proven(CASE, A)
    books = shop.Books(list(facts.postings))
    books.post("odd", "ManualJournal", None, FIRST, [(CLEARING, "0", 0, 1_100)])
    books.postings[-1] = replace(books.postings[-1], words="Korrigert kort")
    result = bridge(shop.with_postings(facts, books.postings))

    assert codes(result) == {"foreign_on_clearing"}
    assert [(one.amount, one.values["words"]) for one in result.clearing] == [(Money(1_100), "Korrigert kort")]
    assert result.clearing_balance == Money(1_100)


@pytest.mark.parametrize(("sign", "code"), [(1, "invoice_booked_twice"), (-1, "invoice_taken_back_by_hand")])
def test_a_voucher_by_hand_with_an_invoices_amounts_is_known_again(sign: int, code: str) -> None:
    facts = shop.proven(CASE, B)
    by_hand = again(of(facts.postings, "order-2"), "by-hand", sign)
    result = bridge(shop.with_postings(facts, [*facts.postings, *by_hand]))

    assert codes(result) == {code}
    assert result.difference == Money(sign * 57_500)


@WAYS
def test_days_in_a_row_that_are_booked_by_hand_in_one_voucher_are_known_again(path: VatPath) -> None:
    facts = shop.proven([*CASE, Rang(5, 2, (Item(1500, 7_777),))], path)
    by_hand = [one for voucher in ("voucher-1", "voucher-2") for one in again(of(facts.postings, voucher), "by-hand")]
    by_hand = [replace(one, id=f"{place}") for place, one in enumerate(by_hand) if one.account_no != CLEARING]
    result = bridge(shop.with_postings(facts, [*facts.postings, *by_hand]))

    assert codes(result) == {"days_booked_twice"}
    assert (result.findings[0].z, result.findings[0].values["last"]) == (1, "2")
    assert result.difference == result.findings[0].vat


def test_faktura_kasse_that_nobody_has_chosen_is_asked_for() -> None:
    facts = shop.proven([SALE], A)

    assert "clearing_account_unknown" in codes(bridge(replace(facts, clearing=())))


def test_products_against_the_way_are_wrong_today_and_told_of_days_gone_by() -> None:
    fault = Problem("vat_twice", {"product": "7025", "account": "3000", "vat_code": "3"})
    facts = replace(shop.proven(CASE, A), against_way=fault)
    past, today = bridge(facts), bridge(replace(facts, today=facts.until))

    assert (past.verdict, past.findings[0].severity) == (Verdict.PROVEN, Severity.EXPLAINED)
    assert (today.verdict, today.findings[0].severity) == (Verdict.DIFFERENCE, Severity.WRONG)


def test_days_of_both_ways_are_each_held_to_their_own() -> None:
    first = shop.proven(CASE[:2], A)
    other = shop.proven([Rang(5, 3, CASE[1].items, "invoice"), Rang(6, 3, CASE[0].items)], B)
    postings = [*first.postings, *(replace(one, id=f"b-{one.id}") for one in other.postings)]
    both = replace(first, days=(*first.days, *other.days), entries={**first.entries, **other.entries})
    result = bridge(shop.with_postings(both, postings))

    assert (result.verdict, codes(result), result.paths) == (Verdict.PROVEN, {"ways_changed"}, (A, B))
    assert result.findings[0].day == FIRST + timedelta(days=3)
