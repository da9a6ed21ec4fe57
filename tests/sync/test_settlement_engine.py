"""What a settlement's answers mean, and the VAT of any document's: pure, without network or disk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from sync import engine
from sync.blocks import Blocks
from sync.documents import BOTH, Kind, first_of
from sync.engine import Moment
from sync.gateway import Found, Sent
from terminal_app.domain import repair
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import OutboxEntry, Remote, State
from terminal_app.domain.problems import Problem
from terminal_app.domain.repair import Repair
from terminal_app.domain.vat_path import VatPath

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
MOMENT = Moment(NOW, "boot", 1000.0)
DAY = date(2026, 11, 22)
QUEUED = OutboxEntry(
    "DSKZ1", None, "Z-000001", NOW, None, None, None, Money(125_00), State.QUEUED,
    settlement=1, vat_path=VatPath.DAY_SETTLEMENT, vat=Money(25_00),
)  # fmt: skip
SENDING = engine.claim(QUEUED, b"{}")
POSTED = Remote("id-1", 50001, total=Money(125_00), vat=Money(25_00))


def after(entry: OutboxEntry, outcome: Sent | Found) -> OutboxEntry:
    return engine.after(entry, outcome, MOMENT, Random(1), quarantine_s=600).entry


@pytest.mark.parametrize("answered", [Money(25_00), None], ids=["the same VAT", "an answer that tells no VAT"])
def test_a_document_with_its_own_total_and_vat_is_accepted(answered: Money | None) -> None:
    assert after(SENDING, Sent(replace(POSTED, vat=answered))).state is State.ACCEPTED


def test_a_document_with_another_vat_goes_to_a_person_although_its_total_is_right() -> None:
    stopped = after(SENDING, Sent(replace(POSTED, vat=Money(0))))
    assert (stopped.state, stopped.problem and stopped.problem.code) == (State.NEEDS_ATTENTION, "vat_mismatch")
    assert stopped.problem is not None
    assert (stopped.problem.values["till"], stopped.problem.values["answered"]) == ("25.00", "0.00")
    assert repair.repair_for(stopped) is Repair.LOOK_AGAIN
    assert not repair.may_cancel(stopped)


def test_a_document_that_is_looked_up_again_must_still_have_its_vat() -> None:
    stopped = after(SENDING, Sent(replace(POSTED, vat=Money(0))))
    doubted = engine.doubted(replace(stopped, state=State.QUEUED, payload=None, problem=None), MOMENT).entry
    assert after(doubted, Found(replace(POSTED, vat=Money(0)))).state is State.NEEDS_ATTENTION
    assert after(doubted, Found(POSTED)).state is State.ACCEPTED


@pytest.mark.parametrize(
    ("since", "day", "state"),
    [(DAY, DAY, State.QUEUED), (DAY, date(2026, 11, 21), State.HELD), (None, DAY, State.HELD)],
    ids=["of the first day", "of the day before", "switched off"],
)
def test_a_settlement_goes_or_is_held_by_the_day_of_its_z(since: date | None, day: date, state: State) -> None:
    step = engine.release(QUEUED, since, NOW, day)
    assert (QUEUED if step is None else step.entry).state is state


def test_a_held_settlement_is_let_go_without_a_customer() -> None:
    step = engine.release(replace(QUEUED, state=State.HELD), DAY, NOW, DAY)
    assert step is not None
    assert step.entry.state is State.QUEUED


def test_no_customer_is_ever_chosen_for_a_settlement() -> None:
    for state in State:
        entry = replace(QUEUED, state=state, problem=Problem("customer_refused"))
        assert not repair.may_assign(entry)
        assert not repair.may_change_customer(entry)


def test_a_block_of_one_kind_leaves_the_other_free_until_a_scheduled_run_tries_both() -> None:
    blocks, later = Blocks(), NOW.replace(hour=23, minute=59)
    blocks.found({Kind.SETTLEMENT: Problem("privilege_missing")}, BOTH, later)
    assert (blocks.free, blocks.free_at(NOW), blocks.free_at(later)) == ({Kind.INVOICE}, {Kind.INVOICE}, BOTH)
    blocks.found({}, {Kind.INVOICE}, later)
    assert blocks.problem(Kind.SETTLEMENT) is not None
    blocks.found({}, BOTH, later)
    assert not blocks


def test_what_stops_the_invoices_is_told_before_what_stops_the_settlements() -> None:
    problems = {Kind.SETTLEMENT: Problem("chart_not_read"), Kind.INVOICE: Problem("keys_refused")}
    assert first_of(problems) == Problem("keys_refused")
