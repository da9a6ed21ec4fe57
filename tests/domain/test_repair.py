"""Which repair mends which problem, and what may be done to an invoice from where."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.outbox import OutboxEntry, Quarantine, Remote, State
from terminal_app.domain.problems import Problem
from terminal_app.domain.repair import REPAIRS, Repair, may_assign, may_cancel, repair_for, settings_of
from terminal_app.wording import PROBLEMS

ROOT = Path(__file__).resolve().parents[2]
QUEUED = OutboxEntry(
    "DSK1", "s1", "F-000001", datetime(2026, 11, 23, tzinfo=UTC), "501", 10001, "Torget", Money(1), State.QUEUED
)
STOPPED = replace(QUEUED, state=State.NEEDS_ATTENTION)
DOUBTED = {"quarantine": Quarantine("boot", 1.0)}
ANSWERED = {"remote": Remote("77", 1012)}


def stopped_by(code: str) -> OutboxEntry:
    return replace(STOPPED, problem=Problem(code))


def codes_that_stop_one_entry() -> set[str]:
    """Every code that the sync gives to a person, read from its source."""
    found: set[str] = set()
    for path in (ROOT / "sync").rglob("*.py"):
        if "sandbox" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "NeedsPerson" and node.args:
                codes = ast.walk(node.args[0])
                found |= {c.value for c in codes if isinstance(c, ast.Constant) and isinstance(c.value, str)}
    return found


def test_every_problem_that_stops_one_invoice_has_its_repair() -> None:
    codes = codes_that_stop_one_entry()
    assert "customer_refused" in codes
    assert {code for code in codes if code in PROBLEMS} - set(REPAIRS) == set()


def test_every_repair_is_for_a_problem_that_has_words() -> None:
    assert set(REPAIRS) - set(PROBLEMS) == set()


@pytest.mark.parametrize(
    ("code", "repair"),
    [
        ("customer_refused", Repair.CHOOSE_CUSTOMER),
        ("customer_archived", Repair.CHOOSE_CUSTOMER),
        ("entry_without_customer", Repair.CHOOSE_CUSTOMER),
        ("product_refused", Repair.MEND_SETTING),
        ("order_refused", Repair.TRY_AGAIN),
        ("unexpected_error", Repair.LOOK_AGAIN),
        ("total_mismatch", Repair.LOOK_AGAIN),
        ("order_deleted", Repair.LOOK_AGAIN),
        ("vat_rate_without_product", Repair.BY_HAND),
        ("something_new", Repair.TRY_AGAIN),
    ],
)
def test_a_stopped_invoice_has_one_repair_by_its_problem(code: str, repair: Repair) -> None:
    assert repair_for(stopped_by(code)) is repair


@pytest.mark.parametrize("marks", [DOUBTED, ANSWERED], ids=["doubted", "answered"])
@pytest.mark.parametrize("code", sorted(set(REPAIRS) - {"order_deleted", "reference_in_use", "voucher_reversed"}))
def test_what_may_have_arrived_is_looked_up_and_nothing_else(code: str, marks: dict[str, object]) -> None:
    entry = replace(stopped_by(code), **marks)  # type: ignore[arg-type]
    assert repair_for(entry) is Repair.LOOK_AGAIN
    assert not may_assign(entry)
    assert not may_cancel(entry)


def test_an_order_deleted_over_there_is_looked_up_or_cancelled_and_keeps_its_customer() -> None:
    entry = replace(stopped_by("order_deleted"), remote=Remote("77", 1012))
    assert repair_for(entry) is Repair.LOOK_AGAIN
    assert may_cancel(entry)
    assert not may_assign(entry)


def test_a_voucher_reversed_over_there_is_sent_anew_or_cancelled() -> None:
    entry = replace(stopped_by("voucher_reversed"), remote=Remote("77", 1012))
    assert repair_for(entry) is Repair.TRY_AGAIN
    assert may_cancel(entry)
    assert not may_cancel(replace(entry, state=State.QUEUED))


def test_a_used_reference_that_no_look_up_finds_is_looked_up_or_cancelled_and_keeps_its_customer() -> None:
    entry = replace(stopped_by("reference_in_use"), quarantine=Quarantine("boot", 1.0))
    assert repair_for(entry) is Repair.LOOK_AGAIN
    assert may_cancel(entry)
    assert not may_assign(entry)
    assert not may_cancel(replace(entry, remote=Remote("77", 1012)))


@pytest.mark.parametrize("state", [State.QUEUED, State.UNKNOWN, State.SENDING])
def test_a_used_reference_that_is_still_looked_up_may_not_be_cancelled(state: State) -> None:
    assert not may_cancel(replace(stopped_by("reference_in_use"), state=state, quarantine=Quarantine("boot", 1.0)))


@pytest.mark.parametrize("state", [State.QUEUED, State.UNKNOWN, State.SENDING])
def test_a_deleted_order_that_is_on_its_way_again_may_not_be_cancelled(state: State) -> None:
    entry = replace(stopped_by("order_deleted"), state=state, remote=Remote("77", 1012))
    assert not may_cancel(entry)


def test_only_what_waits_for_a_person_has_a_repair() -> None:
    mended = {state for state in State if repair_for(replace(QUEUED, state=state)) is not None}
    assert mended == {State.NEEDS_CUSTOMER, State.NEEDS_ATTENTION}


def test_only_what_was_certainly_never_taken_may_be_cancelled() -> None:
    may = {state for state in State if may_cancel(replace(QUEUED, state=state))}
    assert may == {State.HELD, State.NEEDS_CUSTOMER, State.QUEUED, State.NEEDS_ATTENTION}
    assert not may_cancel(replace(QUEUED, quarantine=Quarantine("boot", 1.0)))


def test_another_customer_is_chosen_only_where_the_customer_is_what_is_missing_or_wrong() -> None:
    assert may_assign(stopped_by("customer_refused"))
    assert not may_assign(stopped_by("product_refused"))
    assert not may_assign(STOPPED)
    assert may_assign(replace(QUEUED, state=State.NEEDS_CUSTOMER, customer_number=None))
    assert may_assign(replace(QUEUED, state=State.HELD, customer_number=None))
    for state in set(State) - {State.NEEDS_CUSTOMER}:
        assert not may_assign(replace(QUEUED, state=state)), state


@pytest.mark.parametrize(
    ("problem", "first"),
    [
        (Problem("key_missing", {"field": "invoicing.client_key"}), "invoicing.client_key"),
        (Problem("keys_refused"), "invoicing.application_key"),
        (Problem("integration_off", {"field": "channels.invoice.integration"}), "channels.invoice.integration"),
        (Problem("product_refused", {"field": "Lines[0].ProductCode"}), "invoicing.products"),
    ],
)
def test_a_problem_names_the_setting_it_is_about(problem: Problem, first: str) -> None:
    assert settings_of(problem)[0] == first


def test_a_problem_about_no_setting_names_none() -> None:
    assert settings_of(Problem("customer_refused", {"field": "customer"})) == ()
