"""The checker is not blind: each known way to get it wrong is caught by it within some tens of seeds.

A mutant is put in here, by a subclass or a replaced function; the program has no switch for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from sync import delivery, documents, engine
from sync.clock import Clock
from sync.delivery import Delivery
from sync.documents import Kind
from sync.engine import Moment
from sync.gateway import Found, NeedsPerson, ReferenceTaken, Sent, SyncError
from terminal_app.domain import repair
from terminal_app.domain.invoice import Credited
from terminal_app.domain.outbox import OutboxEntry, State, may_follow
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.sale import ReturnOf, Sale
from terminal_app.storage import outbox, settlement_queue
from terminal_app.storage.ledger import Ledger
from terminal_app.storage.outbox import Move, Outbox
from terminal_app.till import Sold, Till
from terminal_app.till.deliveries import Deliveries
from tests.reliability.simulation import Simulation
from tests.reliability.world import MORNING, LyingNetwork

TENS_OF_SEEDS = 120


class NewReferenceEachTry(Delivery):
    """Sends every try under a reference of its own."""

    def _claim(self, entry: OutboxEntry) -> OutboxEntry:
        anew = replace(entry, reference=f"{entry.reference}T{entry.attempts}")
        _, payload = self._documents[Kind.of(entry)].made(anew)
        return self._save(Move(entry, engine.claim(entry, payload)))


class NoDurableIntent(Delivery):
    """Sends first and writes down afterwards that it did."""

    def _claim(self, entry: OutboxEntry) -> OutboxEntry:
        payload = entry.payload
        if payload is None:
            entry, payload = self._documents[Kind.of(entry)].made(entry)
        return engine.claim(entry, payload)

    def _write(self, *moves: Move) -> list[OutboxEntry | MoveRefused]:
        if self._unsaved is not None:
            self._unsaved = self._belated(self._unsaved)
        return super()._write(*map(self._belated, moves))

    def _belated(self, move: Move) -> Move:
        stored = self._outbox.get(move.before.reference)
        if stored is not None and move.before.state is State.SENDING and stored.state in (State.QUEUED, State.UNKNOWN):
            return replace(move, before=self._outbox.save(stored, move.before))
        return move


class SavesWhenTheNextIsOut(Delivery):
    """Sends the next order, and only then writes its claim and what came of the last one."""

    def _save(self, move: Move) -> OutboxEntry:
        if move.after.state is not State.SENDING:
            return super()._save(move)
        self._late = move
        return replace(move.after, version=move.before.version + 1)

    def _call_send(self, entry: OutboxEntry) -> Sent | SyncError:
        outcome = super()._call_send(entry)
        super()._save(self._late)
        return outcome


class ForgetsTheLastResult(Delivery):
    """Does not write what came of an order that no other follows."""

    def _settle(self) -> None:
        self._unsaved = None


class LosesBothWhenOneIsRefused(Delivery):
    """Takes back what came of the last order when the next one cannot be claimed."""

    def _write(self, *moves: Move) -> list[OutboxEntry | MoveRefused]:
        try:
            with self._outbox._database.writing():
                saved = super()._write(*moves)
                for refusal in saved:
                    if isinstance(refusal, MoveRefused):
                        raise refusal
                return saved
        except MoveRefused as refusal:
            return [refusal]


class FindsNoVoucher(LyingNetwork):
    """Says that no voucher is there, without looking."""

    def find_voucher(self, reference: str, day: date) -> Found | None:
        super().find_voucher(reference, day)
        return None


class TakesDuplicateForRefused(LyingNetwork):
    """Reads "reference already in use" as a refusal."""

    def send_order(self, reference: str, payload: bytes) -> Sent:
        try:
            return super().send_order(reference, payload)
        except ReferenceTaken as taken:
            raise NeedsPerson("order_refused", **taken.problem.values) from taken


def _as(kind: type[LyingNetwork]) -> Callable[[LyingNetwork], LyingNetwork]:
    def changed(network: LyingNetwork) -> LyingNetwork:
        network.__class__ = kind
        return network

    return changed


def _of_the_wall_clock(clock: Clock) -> Moment:
    now: datetime = clock.now()
    return Moment(now, "the wall", (now - MORNING).total_seconds() + 1_000_000.0)


def _sell_in_two_steps(till: Till, *arguments: Any, **named: Any) -> Sold:
    withheld: list[OutboxEntry] = []

    def record(ledger: Ledger, sale: Sale, entry: OutboxEntry | None = None, *more: Any) -> Sale:
        withheld.extend([] if entry is None else [entry])
        return _record(ledger, sale, None, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "record", record)
        sold = _sell(till, *arguments, **named)
    with till.database.writing():
        for entry in withheld:
            outbox.insert(till.database, entry)
    return sold


_record = Ledger.record
_sell = Till.sell


def _credited_at_once(origin: ReturnOf, ledger: Ledger, outbox: Outbox, *, unlinked: bool = False) -> Credited:
    original = ledger.sale(origin.sale_id)
    assert original is not None
    return Credited(origin.receipt_no, original.sold_at.date(), None)


def _cancellable_by_its_state(entry: OutboxEntry) -> bool:
    return may_follow(entry.state, State.CANCELLED)


def caught(
    kind: str,
    template: Path,
    folder: Path,
    deliver_with: type[Delivery] = Delivery,
    network: type[LyingNetwork] = LyingNetwork,
) -> int | None:
    """The first seed with a breach of that kind; None when no seed has one."""
    for seed in range(TENS_OF_SEEDS):
        breaches = Simulation(seed, template, folder, deliver_with, _as(network)).run().breaches
        if any(kind in breach for breach in breaches):
            return seed
    return None


def test_a_new_reference_for_each_try_is_caught(template: Path, tmp_path: Path) -> None:
    assert caught("doubled", template, tmp_path, NewReferenceEachTry) is not None


def test_sending_before_the_intent_is_on_disk_is_caught(template: Path, tmp_path: Path) -> None:
    assert caught("doubled", template, tmp_path, NoDurableIntent) is not None


def test_writing_only_when_the_next_order_is_out_is_caught(template: Path, tmp_path: Path) -> None:
    assert caught("doubled", template, tmp_path, SavesWhenTheNextIsOut) is not None


def test_forgetting_the_result_of_the_last_order_is_caught(template: Path, tmp_path: Path) -> None:
    assert caught("left as sending", template, tmp_path, ForgetsTheLastResult) is not None


def test_losing_a_result_with_a_claim_that_is_refused_is_caught(template: Path, tmp_path: Path) -> None:
    assert caught("stands as sending", template, tmp_path, LosesBothWhenOneIsRefused) is not None


def test_taking_a_duplicate_for_a_refusal_is_caught(template: Path, tmp_path: Path) -> None:
    assert caught("needs_attention", template, tmp_path, network=TakesDuplicateForRefused) is not None


def test_sending_again_without_a_quarantine_is_caught(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "quarantine_is_over", lambda *_: True)
    assert caught("doubled", template, tmp_path) is not None


def test_a_quarantine_on_the_wall_clock_is_caught(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Moment, "of", _of_the_wall_clock)
    assert caught("doubled", template, tmp_path) is not None


def test_sale_and_outbox_in_two_transactions_are_caught(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Till, "sell", _sell_in_two_steps)
    assert caught("lost", template, tmp_path) is not None


def test_a_credit_order_that_does_not_wait_for_its_sale_is_caught(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "credited", _credited_at_once)
    assert caught("arrived before its sale", template, tmp_path) is not None


def test_a_cancelled_sale_whose_return_stays_in_the_queue_is_caught(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Deliveries, "_waiting_returns", lambda *_: [])
    assert caught("beside a sale that is cancelled", template, tmp_path) is not None


def test_a_return_that_cancels_a_sale_which_is_there_is_caught(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repair, "may_cancel", _cancellable_by_its_state)
    assert caught("nobody wants it there", template, tmp_path) is not None


def test_a_look_up_that_misses_a_voucher_is_caught(template: Path, tmp_path: Path) -> None:
    assert caught("Z ", template, tmp_path, network=FindsNoVoucher) is not None


def test_a_z_that_nobody_queues_is_caught(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settlement_queue, "queue_settlement", lambda *_: False)
    monkeypatch.setattr(delivery, "queue_settlements", lambda *_: 0)
    assert caught("ends as nothing", template, tmp_path) is not None
