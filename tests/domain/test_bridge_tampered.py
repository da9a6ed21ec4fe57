"""No single change of a proven case passes: whatever is taken away, added or altered, the bridge is not green."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal_app.domain.bridge import Verdict
from terminal_app.domain.bridge_facts import Facts
from terminal_app.domain.bridging import bridge
from terminal_app.domain.chart import Posting
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import State
from terminal_app.domain.problems import Problem
from terminal_app.domain.vat import VatRate
from terminal_app.domain.vat_path import VatPath

from . import bridge_shop as shop
from .bridge_shop import CASE, CLEARING, FIRST, WAYS, A, B, Rang, again, days, of


def tamperings(facts: Facts) -> Iterator[tuple[str, Facts]]:
    """The case with one thing changed, each in its turn, and what was changed."""
    every = facts.postings
    for place, one in enumerate(every):
        before, after = every[:place], every[place + 1 :]

        def put(*instead: Posting, before: tuple[Posting, ...] = before, after: tuple[Posting, ...] = after) -> Facts:
            return shop.with_postings(facts, (*before, *instead, *after))

        yield f"without {one}", put()
        yield f"twice {one}", put(one, replace(one, id="again"))
        yield f"one øre more {one}", put(replace(one, amount=one.amount + Money(1)))
        yield f"said to be reversed {one}", put(replace(one, is_reversed=True))
        yield f"on another account {one}", put(replace(one, account_no=3999))
        if one.vat_code is not None:
            yield f"other VAT {one}", put(replace(one, vat=one.vat + Money(1)))
            if one.vat.ore or one.voucher_type == "CashJournal":  # a product at no VAT may have any code without VAT
                yield f"other code {one}", put(replace(one, vat_code="6"))
            yield f"other rate {one}", put(replace(one, vat_rate=VatRate(1111)))
        if one.voucher_type == "CashJournal":
            yield f"on another day {one}", put(replace(one, day=one.day + timedelta(days=1)))
    for voucher in sorted({one.voucher_id for one in every}):
        theirs = of(every, voucher)
        yield f"without {voucher}", shop.with_postings(facts, [one for one in every if one not in theirs])
        back = [replace(one, reverses=voucher) for one in again(theirs, "reversal", -1)]
        yield f"reversed {voucher}", shop.with_postings(facts, (*every, *back))
        if any(one.vat.ore for one in theirs):
            twice = [replace(one, day=FIRST) for one in again(theirs, "by-hand")]
            yield f"by hand again {voucher}", shop.with_postings(facts, (*every, *twice))
    stray = replace(every[0], id="stray", voucher_id="stray", reference=None, account_no=CLEARING, vat=Money(0))
    stray = replace(stray, vat_code="0", vat_rate=VatRate(0), amount=Money(1), day=FIRST)
    yield "somebody on Faktura kasse", shop.with_postings(facts, (*every, stray))
    yield from _of_entries(facts)
    assert facts.read is not None
    yield "never read", replace(facts, read=None)
    yield "read too early", replace(facts, read=replace(facts.read, at=shop.SENT_AT - timedelta(minutes=1)))
    yield "read of other days", replace(facts, read=replace(facts.read, since=FIRST + timedelta(days=1)))
    yield "a wrong product", replace(facts, today=FIRST, against_way=Problem("product_with_vat", {"product": "7025"}))


def _of_entries(facts: Facts) -> Iterator[tuple[str, Facts]]:
    def other(path: VatPath | None) -> VatPath:
        return A if path is B else B

    for sale, entry in facts.entries.items():

        def put(changed: object, sale: str = sale) -> Facts:
            return shop.with_entries(facts, {**facts.entries, sale: changed})  # type: ignore[dict-item]

        yield (
            f"no entry {sale}",
            shop.with_entries(facts, {one: kept for one, kept in facts.entries.items() if one != sale}),
        )
        for state in set(State) - {State.ACCEPTED, State.INVOICED, State.PAID}:
            yield f"{state} {sale}", put(replace(entry, state=state))
        yield f"other way {sale}", put(replace(entry, path=other(entry.path)))
        if entry.path is B and entry.vat is not None:
            yield f"other VAT {sale}", put(replace(entry, vat=entry.vat + Money(1)))
    for place, settled in enumerate(facts.days):
        mine = settled.entry
        if mine is None:
            continue
        for state in set(State) - {State.ACCEPTED, State.INVOICED, State.PAID}:
            changed = replace(settled, entry=replace(mine, state=state))
            yield f"{state} Z {settled.z}", shop.with_day(facts, place, changed)
        yield f"no Z {settled.z}", shop.with_day(facts, place, replace(settled, z=None, entry=None))
        yield f"no entry of Z {settled.z}", shop.with_day(facts, place, replace(settled, entry=None))
        trouble = replace(settled, versions=(), problem=Problem("settlement_account_missing"))
        yield f"no accounts of Z {settled.z}", shop.with_day(facts, place, trouble)
        one = settled.versions[0]
        line = replace(one.lines[0], amount=one.lines[0].amount + Money(1))
        changed = replace(settled, versions=(replace(one, lines=(line, *one.lines[1:])),))
        yield f"another voucher of Z {settled.z}", shop.with_day(facts, place, changed)


@WAYS
def test_any_single_tampering_of_a_proven_case_is_not_proven_any_more(path: VatPath) -> None:
    facts = shop.proven(CASE, path)
    assert bridge(facts).verdict is Verdict.PROVEN

    tampered = list(tamperings(facts))
    passed = [what for what, changed in tampered if bridge(changed).is_proven]
    assert passed == []
    assert len(tampered) > 100


@given(days(), st.sampled_from([A, B]), st.data())
@settings(max_examples=60)
def test_no_tampering_of_any_case_passes_and_each_says_what_it_is(
    sales: list[Rang], path: VatPath, data: st.DataObject
) -> None:
    facts = shop.proven(sales, path)
    what, changed = data.draw(st.sampled_from(list(tamperings(facts)) if facts.postings else [("", facts)]))
    result = bridge(changed)

    assert not what or not result.is_proven, what
    assert not what or result.findings, what
    entries = sum(one.amount.ore for one in result.clearing)
    assert entries == result.clearing_balance.ore
    assert not {one.code for one in result.findings} & {"vat_unexplained", "clearing_unexplained"}, what
