"""A cashier whom a manager lets to the desk, and a name, role and PIN that are stored together or not at all."""

from __future__ import annotations

import pytest

from terminal_app.domain.operators import Right, Role
from terminal_app.domain.problems import BadInput, MoveRefused
from terminal_app.storage.journal import first_broken
from terminal_app.till import Till
from tests.till.staff import KARI_PIN, last_row, rows, with_pins


@pytest.fixture
def till(till: Till) -> Till:
    return with_pins(till)


def let_in(till: Till) -> None:
    till.operators.step_up(Right.SETTINGS, "kari", KARI_PIN, "amina").at_once()
    till.operators.begin_visit("amina", "kari")


def test_nobody_visits_the_desk_without_an_approval(till: Till) -> None:
    with pytest.raises(MoveRefused, match="approval_used_up"):
        till.operators.begin_visit("amina", "kari")
    assert not till.operators.visiting("amina", Right.SETTINGS)


def test_a_change_of_a_visit_names_both(till: Till) -> None:
    let_in(till)
    till.change_settings({"shop.name": "Hjørnet AS"}, "amina")
    kind, who, facts = last_row(till)
    assert (kind, who, facts["approved_by_name"]) == ("settings", "amina", "Kari Nordmann")
    till.shelves.take_out("1001", "amina")
    assert (last_row(till)[1], last_row(till)[2]["approved_by"]) == ("amina", "kari")
    assert first_broken(till.database) is None


def test_the_visit_and_its_end_are_journalled_and_then_nothing_is_approved(till: Till) -> None:
    let_in(till)
    till.operators.end_visit()
    told = [(kind, who, facts.get("approved_by")) for kind, who, facts in rows(till)[-2:]]
    assert told == [("desk_visited", "amina", "kari"), ("desk_left", "amina", "kari")]
    with pytest.raises(MoveRefused, match="right_missing"):
        till.shelves.take_out("1001", "amina")
    till.change_settings({"shop.name": "Hjørnet AS"}, "kari")
    assert "approved_by" not in last_row(till)[2]


def test_a_visit_is_one_persons_and_ends_when_another_takes_over(till: Till) -> None:
    let_in(till)
    assert not till.operators.visiting("ola", Right.SETTINGS)
    till.operators.pins.take_over("amina")
    assert not till.operators.visiting("amina", Right.SETTINGS)


def test_a_visit_gives_nobody_another_role_or_pin(till: Till) -> None:
    let_in(till)
    with pytest.raises(MoveRefused, match="right_missing"):
        till.operators.change("amina", role=Role.MANAGER, by="amina")
    with pytest.raises(MoveRefused, match="right_missing"):
        till.operators.change_with_pin("amina", "Amina Yusuf", Role.MANAGER, "750318", by="amina")


# name, role and PIN at once


def test_name_role_and_pin_are_stored_together(till: Till) -> None:
    till.operators.change_with_pin("amina", "Amina Y", Role.MANAGER, "750318", by="kari").at_once()
    amina = till.operators.get("amina")
    assert (amina.name, amina.role, amina.has_pin, amina.must_change_pin) == ("Amina Y", Role.MANAGER, True, False)


def test_the_pin_has_to_be_good_enough_for_the_new_role(till: Till) -> None:
    with pytest.raises(BadInput, match="pin_too_short"):
        till.operators.change_with_pin("amina", "Amina Y", Role.MANAGER, "7503", by="kari")
    assert till.operators.get("amina").name == "Amina Yusuf"


def test_when_the_pin_cannot_be_made_name_and_role_stay_as_well(till: Till) -> None:
    slow = till.operators.change_with_pin("amina", "Amina Y", Role.MANAGER, "750318", by="kari")
    with pytest.raises(MoveRefused, match="pin_not_checked"):
        slow.finish((None, None))
    assert till.operators.get("amina").name == "Amina Yusuf"


def test_when_the_role_is_refused_meanwhile_the_pin_stays(till: Till) -> None:
    till.operators.change("amina", role=Role.MANAGER, by="kari")
    slow = till.operators.change_with_pin("amina", "Amina", Role.CASHIER, "7503", by="amina")
    answer = slow.work()
    till.operators.remove("kari", by="kari")
    with pytest.raises(MoveRefused, match="last_manager"):
        slow.finish(answer)
    assert not till.operators.get("amina").has_pin


def test_ones_own_new_pin_asks_for_the_old_one_and_a_wrong_one_is_counted(till: Till) -> None:
    with pytest.raises(MoveRefused, match="old_pin_needed"):
        till.operators.change_with_pin("kari", "Kari", Role.MANAGER, "750318", by="kari")
    with pytest.raises(MoveRefused, match="pin_wrong"):
        till.operators.change_with_pin("kari", "Kari", Role.MANAGER, "750318", by="kari", old_pin="111111").at_once()
    assert last_row(till)[0] == "pin_wrong"
    assert till.operators.get("kari").name == "Kari Nordmann"


def test_a_pin_can_be_marked_to_be_changed_and_that_is_journalled(till: Till) -> None:
    assert till.operators.change("ola", must_change_pin=True, by="kari").must_change_pin
    assert last_row(till)[2]["must_change_pin"] == [False, True]
    assert not till.operators.change("amina", must_change_pin=True, by="kari").must_change_pin


def test_a_manager_whose_pin_has_to_go_approves_nothing_with_it(till: Till) -> None:
    till.operators.change("kari", must_change_pin=True, by="kari")
    with pytest.raises(MoveRefused, match="pin_to_change_first"):
        till.operators.step_up(Right.REFUND, "kari", KARI_PIN, "amina")
