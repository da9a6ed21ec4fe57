"""Rights by role, names that become ids, PINs that a thief would not guess first, and waits that only grow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal_app.domain import operators
from terminal_app.domain.operators import FREE_TRIES, RIGHTS, Operator, Right, Role, Trials
from terminal_app.domain.problems import BadInput, MoveRefused

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
KARI = Operator("kari", "Kari Nordmann", Role.MANAGER)
OLA = Operator("ola", "Ola Nordmann")
PINS = st.text("0123456789", min_size=1, max_size=16)
MOMENTS = st.integers(-3_000_000, 3_000_000).map(lambda s: NOON + timedelta(seconds=s))


def test_a_manager_has_every_right_and_a_cashier_fewer() -> None:
    assert RIGHTS[Role.MANAGER] == set(Right)
    assert RIGHTS[Role.CASHIER] < set(Right)


@pytest.mark.parametrize(
    "right", [Right.DISCOUNT, Right.PRICE_OVERRIDE, Right.REFUND, Right.CANCEL_ENTRY, Right.SETTINGS, Right.OPERATORS]
)
def test_where_money_leaves_for_no_goods_or_the_set_up_changes_a_cashier_asks(right: Right) -> None:
    with pytest.raises(MoveRefused) as refused:
        operators.require(OLA, right, [KARI, OLA])
    assert refused.value.problem.code == "right_missing"
    assert refused.value.problem.values == {"name": "Ola Nordmann", "right": right.value, "who": "Kari Nordmann"}
    operators.require(KARI, right, [KARI, OLA])


@pytest.mark.parametrize("right", [Right.SELL, Right.X_REPORT, Right.Z_REPORT, Right.OPEN_DRAWER, Right.MEND_QUEUE])
def test_a_cashier_opens_sells_and_closes_the_day_alone(right: Right) -> None:
    operators.require(OLA, right, [KARI, OLA])
    assert OLA.may(right)


def test_who_has_left_may_nothing_and_is_not_named_to_ask() -> None:
    gone = Operator("per", "Per", Role.MANAGER, active=False)
    assert not any(gone.may(right) for right in Right)
    with pytest.raises(MoveRefused) as refused:
        operators.require(OLA, Right.REFUND, [KARI, gone, OLA])
    assert refused.value.problem.values["who"] == "Kari Nordmann"


def test_an_operator_is_shown_without_their_pins_hash() -> None:
    assert "hash" not in repr(Operator("kari", "Kari", pin_hash="p00$argon2id$secret"))


@pytest.mark.parametrize(
    ("name", "taken", "made"),
    [
        ("Kari Nordmann", (), "kari"),
        ("Kari Hansen", ("kari",), "kari2"),
        ("kari", ("kari", "kari2", "kari3"), "kari4"),
        ("Åse Bjørnsen", (), "ase"),
        ("Ægir", (), "aegir"),
        ("José", (), "jose"),
        ("Till", (), "till2"),
        ("李小龍", (), "operator"),
        ("A" * 200, (), "a" * 20),
        ("O'Neill", (), "o"),
    ],
)
def test_an_id_is_made_of_the_first_name_and_is_nobody_elses(name: str, taken: tuple[str, ...], made: str) -> None:
    assert operators.new_id(name, taken) == made


@given(st.lists(st.text(max_size=30), max_size=12))
def test_ids_are_plain_and_never_the_same_twice(names: list[str]) -> None:
    made: list[str] = []
    for name in names:
        made.append(operators.new_id(name, made))
    assert len(set(made)) == len(made)
    assert all(one.isascii() and one.isalnum() and one == one.lower() for one in made)


@pytest.mark.parametrize("name", ["", "   ", "\u00a0", "Kari\u0007", "x" * 201, "Kari\nNordmann"])
def test_a_name_that_cannot_stand_on_a_receipt_is_refused(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        operators.checked_name(name)
    assert refused.value.problem.values["field"] == "name"


def test_a_name_is_kept_with_single_blanks() -> None:
    assert operators.checked_name("  Kari   Nordmann ") == "Kari Nordmann"


# PINs


@pytest.mark.parametrize(
    "pin",
    ["1111", "1234", "4321", "9876", "7890", "0987", "2468", "1357", "1212", "123123", "7878", "1122", "2580", "0000"],
)
def test_a_pin_that_is_tried_first_is_refused(pin: str) -> None:
    with pytest.raises(BadInput, match="pin_too_easy") as refused:
        operators.checked_pin(pin, Role.CASHIER, "ola")
    assert pin not in str(refused.value)


def test_a_pin_may_not_be_the_operators_own_id_or_the_number_in_it() -> None:
    for own in ("8026", "ola8026"):
        with pytest.raises(BadInput, match="pin_too_easy"):
            operators.checked_pin("8026", Role.CASHIER, own)
    assert operators.checked_pin("8026", Role.CASHIER, "ola") == "8026"


def test_a_manager_needs_six_digits_where_four_do_for_a_cashier() -> None:
    assert operators.checked_pin("4711", Role.CASHIER, "ola") == "4711"
    with pytest.raises(BadInput) as refused:
        operators.checked_pin("47110", Role.MANAGER, "kari")
    assert refused.value.problem.values == {"field": "pin", "least": "6"}
    assert operators.checked_pin("471108", Role.MANAGER, "kari") == "471108"


@pytest.mark.parametrize("pin", ["", "12a4", "12 34", "１２３４", "-123", "1.23", "٤٧١١"])
def test_a_pin_is_plain_digits(pin: str) -> None:
    with pytest.raises(BadInput, match="pin_not_digits"):
        operators.checked_pin(pin, Role.CASHIER, "ola")


def refused_as(pin: str, role: Role) -> str | None:
    try:
        operators.checked_pin(pin, role, "ola")
    except BadInput as refused:
        assert pin not in str(refused) or len(pin) < 3  # noqa: PT017 - a short PIN may be part of a number in it
        return refused.problem.code
    return None


@given(PINS, st.sampled_from(Role))
def test_a_pin_is_taken_only_when_it_is_long_enough_and_not_obvious(pin: str, role: Role) -> None:
    least, code = operators.LEAST_DIGITS[role], refused_as(pin, role)
    if len(pin) < least:
        assert code == "pin_too_short"
    elif len(pin) > operators.MOST_DIGITS:
        assert code == "pin_too_long"
    else:
        assert code == ("pin_too_easy" if operators.is_obvious(pin) else None)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(4, 12))
def test_digits_in_even_steps_are_obvious_wherever_they_begin(start: int, step: int, length: int) -> None:
    assert operators.is_obvious("".join(str((start + step * place) % 10) for place in range(length)))


@given(st.text("0123456789", min_size=1, max_size=6), st.integers(2, 6))
def test_what_repeats_is_obvious(part: str, times: int) -> None:
    assert operators.is_obvious(part * times)


def test_most_pins_are_left_to_choose_from() -> None:
    free = sum(not operators.is_obvious(f"{number:04}") for number in range(10_000))
    assert free > 9_700


# waits


def test_the_first_tries_cost_nothing_and_then_the_waits_grow_to_a_quarter_of_an_hour() -> None:
    waits = [operators.wait_after(wrong).total_seconds() for wrong in range(10)]
    assert waits == [0, 0, 0, 30, 60, 120, 300, 900, 900, 900]


@given(st.integers(0, 10_000))
def test_another_wrong_pin_never_shortens_the_wait(wrong: int) -> None:
    assert operators.wait_after(wrong) <= operators.wait_after(wrong + 1) <= timedelta(minutes=15)


@given(st.lists(MOMENTS, min_size=1, max_size=12))
def test_however_the_clock_jumps_a_wait_is_never_longer_than_its_length(moments: list[datetime]) -> None:
    trials = Trials()
    for now in moments:
        trials = trials.at(now)
        until = trials.locked_until(now)
        assert until is None or now < until <= now + operators.wait_after(trials.wrong)
        trials = trials.one_more(now)


@given(st.integers(FREE_TRIES, 20), st.integers(1, 100_000_000))
def test_a_clock_set_back_begins_the_wait_anew_instead_of_ending_it(wrong: int, seconds: int) -> None:
    trials = Trials(wrong, NOON)
    earlier = NOON - timedelta(seconds=seconds)
    assert trials.at(earlier).locked_until(earlier) == earlier + operators.wait_after(wrong)


@given(st.integers(0, 20))
def test_time_alone_ends_a_wait_but_forgets_no_wrong_pin(wrong: int) -> None:
    trials = Trials(wrong, NOON)
    over = NOON + operators.wait_after(wrong)
    assert trials.locked_until(over) is None
    assert trials.one_more(over).wrong == wrong + 1


def test_the_last_manager_can_neither_leave_nor_be_demoted() -> None:
    for changed in (Operator("kari", "Kari", Role.CASHIER), Operator("kari", "Kari", Role.MANAGER, active=False)):
        with pytest.raises(MoveRefused, match="last_manager"):
            operators.require_manager_left([KARI, OLA], changed)
        operators.require_manager_left([KARI, OLA, Operator("per", "Per", Role.MANAGER)], changed)
    operators.require_manager_left([KARI, OLA], Operator("ola", "Ola", active=False))
