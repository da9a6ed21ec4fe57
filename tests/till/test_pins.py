"""PINs at the till: wrong ones are counted before they are tried, waits outlive a restart, and nothing is told."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from terminal_app.domain.operators import Right, Trials
from terminal_app.domain.problems import BadInput, MoveRefused
from terminal_app.storage.database import Database
from terminal_app.storage.pins import Outcome, Verdict
from terminal_app.till import Till
from tests.till.counter import ShopClock
from tests.till.staff import KARI_PIN, OLA_PIN, last_row, refused, rows, with_pins

WRONG = Verdict(Outcome.WRONG)


@pytest.fixture
def till(till: Till) -> Till:
    return with_pins(till)


def fail(till: Till, times: int, who: str = "ola") -> None:
    """As many wrong PINs, without the slow part."""
    for _ in range(times):
        with pytest.raises(MoveRefused, match=r"pin_wrong|pin_locked"):
            till.operators.pins.log_in(who, "0000").finish(WRONG)


def test_the_right_pin_logs_in_and_the_journal_names_who(till: Till) -> None:
    assert till.operators.pins.log_in("ola", OLA_PIN).at_once().name == "Ola Nordmann"
    assert last_row(till) == ("logged_in", "ola", {"name": "Ola Nordmann", "pin": True})
    till.operators.pins.lock("ola", idle=True)
    assert last_row(till) == ("locked", "ola", {"idle": True})
    till.operators.pins.log_in("ola", OLA_PIN, unlocking=True).at_once()
    assert last_row(till)[0] == "unlocked"


def test_a_wrong_pin_says_how_many_are_left_and_is_a_row_in_the_journal(till: Till) -> None:
    with pytest.raises(MoveRefused) as trouble:
        till.operators.pins.log_in("ola", "0000").at_once()
    assert refused(trouble) == {"code": "pin_wrong", "left": "2"}
    assert last_row(till) == ("pin_wrong", "ola", {"for": "log_in", "in_a_row": 1})


def test_the_third_wrong_pin_locks_for_half_a_minute_and_the_right_one_is_not_even_tried(
    till: Till, clock: ShopClock
) -> None:
    fail(till, 3)
    with pytest.raises(MoveRefused) as trouble:
        till.operators.pins.log_in("ola", OLA_PIN)
    assert refused(trouble) == {"code": "pin_locked", "name": "Ola Nordmann", "until": "2026-11-23T14:05:30+01:00"}
    clock.advance(seconds=31)
    assert till.operators.pins.log_in("ola", OLA_PIN).at_once().id == "ola"
    assert till.operators.pins.tries_left("ola") == 3


def test_waits_grow_with_each_further_wrong_pin(till: Till, clock: ShopClock) -> None:
    waits = []
    fail(till, 2)
    for _ in range(6):
        fail(till, 1)
        until = till.operators.pins.locked_until("ola")
        assert until is not None
        waits.append((until - clock()).total_seconds())
        clock.wall = until
    assert waits == [30, 60, 120, 300, 900, 900]


def test_one_persons_wrong_pins_lock_nobody_else(till: Till) -> None:
    fail(till, 3)
    assert till.operators.pins.locked_until("kari") is None
    assert till.operators.pins.log_in("kari", KARI_PIN).at_once().id == "kari"


def test_neither_a_restart_nor_a_clock_set_back_shortens_a_wait(
    till: Till, database: Database, clock: ShopClock
) -> None:
    till.operators.staff.put_trials("ola", Trials(5, clock()))
    again = Till(database, clock)
    until = again.operators.pins.locked_until("ola")
    assert until is not None
    assert (until - clock()).total_seconds() == 120
    clock.advance(days=-30)
    until = again.operators.pins.locked_until("ola")
    assert until is not None
    assert (until - clock()).total_seconds() == 120
    clock.advance(seconds=60)
    assert again.operators.pins.locked_until("ola") == until


def test_a_program_that_is_killed_while_it_checks_gives_no_try_for_nothing(
    till: Till, database: Database, clock: ShopClock
) -> None:
    for _ in range(3):
        till.operators.pins.log_in("ola", "0000")
    assert Till(database, clock).operators.pins.locked_until("ola") is not None


def test_a_pin_that_could_not_be_checked_does_not_count(till: Till) -> None:
    for answer in (None, Verdict(Outcome.NOT_CHECKED)):
        with pytest.raises(MoveRefused, match="pin_not_checked"):
            till.operators.pins.log_in("ola", OLA_PIN).finish(answer)
    assert till.operators.pins.tries_left("ola") == 3


def test_a_pin_that_was_changed_while_the_old_one_was_checked_does_not_log_in(till: Till) -> None:
    slow = till.operators.pins.log_in("ola", OLA_PIN)
    till.operators.pins.change("ola", "6208", by="kari").at_once()
    with pytest.raises(MoveRefused, match="operator_changed_meanwhile"):
        slow.at_once()


def test_a_pin_of_the_first_version_still_opens_and_is_kept_anew(till: Till) -> None:
    salt = "00" * 16
    digest = hashlib.scrypt(b"1234", salt=bytes.fromhex(salt), n=2**14, r=8, p=5, maxmem=2**26).hex()
    till.operators.staff.put([replace(till.operators.get("ola"), pin_hash=f"scrypt${salt}${digest}")])
    till.operators.pins.log_in("ola", "1234").at_once()
    assert "$argon2id$" in (till.operators.get("ola").pin_hash or "")
    assert till.operators.pins.log_in("ola", "1234").at_once().id == "ola"


def test_who_has_no_pin_is_chosen_by_touch_and_who_has_one_is_not(till: Till) -> None:
    assert till.operators.pins.take_over("amina").name == "Amina Yusuf"
    assert last_row(till) == ("logged_in", "amina", {"name": "Amina Yusuf", "pin": False})
    with pytest.raises(MoveRefused, match="pin_needed"):
        till.operators.pins.take_over("ola")
    with pytest.raises(MoveRefused, match="pin_not_set"):
        till.operators.pins.log_in("amina", "1234")


# a new PIN


def test_ones_own_pin_is_changed_with_the_old_one(till: Till) -> None:
    with pytest.raises(MoveRefused, match="old_pin_needed"):
        till.operators.pins.change("ola", "6208", by="ola")
    with pytest.raises(MoveRefused, match="pin_wrong"):
        till.operators.pins.change("ola", "6208", by="ola", old_pin="0000").at_once()
    till.operators.pins.change("ola", "6208", by="ola", old_pin=OLA_PIN).at_once()
    assert last_row(till) == ("pin_changed", "ola", {"id": "ola", "pin": True, "first_start": False})
    assert till.operators.pins.log_in("ola", "6208").at_once().id == "ola"
    with pytest.raises(MoveRefused, match="pin_wrong"):
        till.operators.pins.log_in("ola", OLA_PIN).at_once()


def test_a_manager_sets_anybody_elses_and_that_ends_their_wait(till: Till) -> None:
    fail(till, 3)
    till.operators.pins.change("ola", "1111", by="kari", first_start=True).at_once()
    ola = till.operators.pins.log_in("ola", "1111").at_once()
    assert ola.must_change_pin
    assert not till.operators.pins.change("ola", "6208", by="ola", old_pin="1111").at_once().must_change_pin


def test_a_cashier_sets_nobody_elses_and_takes_none_away(till: Till) -> None:
    for who, pin in (("kari", "620817"), ("amina", "6208")):
        with pytest.raises(MoveRefused, match="right_missing"):
            till.operators.pins.change(who, pin, by="ola")
    with pytest.raises(MoveRefused, match="right_missing"):
        till.operators.pins.change("ola", None, by="ola", old_pin=OLA_PIN)
    till.operators.pins.change("ola", None, by="kari").at_once()
    assert not till.operators.get("ola").has_pin


def test_a_forgotten_pin_is_changed_when_a_manager_approves_on_the_spot(till: Till) -> None:
    till.operators.step_up(Right.OPERATORS, "kari", KARI_PIN, "ola").at_once()
    till.operators.pins.change("ola", "6208", by="ola", approved_by="kari").at_once()
    assert last_row(till)[2]["approved_by"] == "kari"


@pytest.mark.parametrize(("pin", "code"), [("1234", "pin_too_easy"), ("99", "pin_too_short"), (OLA_PIN, "pin_is_the")])
def test_a_new_pin_that_cannot_be_costs_no_try_and_changes_nothing(till: Till, pin: str, code: str) -> None:
    before = rows(till)
    with pytest.raises((BadInput, MoveRefused), match=code):
        till.operators.pins.change("ola", pin, by="ola", old_pin=OLA_PIN)
    assert till.operators.pins.tries_left("ola") == 3
    assert rows(till) == before
