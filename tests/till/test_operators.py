"""Who may what at the till, an approval on the spot, and people who join, change and leave."""

from __future__ import annotations

import pytest

from terminal_app.domain.operators import Operator, Right, Role
from terminal_app.domain.outbox import State
from terminal_app.domain.problems import BadInput, MoveRefused
from terminal_app.storage.database import Database
from terminal_app.storage.journal import first_broken
from terminal_app.till import Till
from tests.till.counter import BY_CARD, ShopClock, a_cart, entry_of, invoice
from tests.till.staff import KARI_PIN, OLA_PIN, give_pin, last_row, refused, rows, with_pins


def approved(till: Till, right: Right = Right.CANCEL_ENTRY, cashier: str = "amina") -> None:
    till.operators.step_up(right, "kari", KARI_PIN, cashier).at_once()


# rights


def test_until_a_shop_has_a_manager_whoever_stands_there_may(database: Database, clock: ShopClock) -> None:
    till = Till(database, clock)
    till.operators.require(None, Right.SETTINGS)
    till.operators.add("Ola").at_once()
    till.operators.require("ola", Right.SETTINGS)
    till.operators.add("Kari", Role.MANAGER, by="ola").at_once()
    with pytest.raises(MoveRefused, match="right_missing"):
        till.operators.require("ola", Right.SETTINGS)


def test_who_may_is_named_to_who_may_not(till: Till) -> None:
    with pytest.raises(MoveRefused) as trouble:
        till.operators.require("amina", Right.REFUND)
    assert refused(trouble) == {
        "code": "right_missing",
        "name": "Amina Yusuf",
        "right": "refund",
        "who": "Kari Nordmann",
    }
    assert till.operators.may("kari", Right.REFUND)
    assert not till.operators.may(None, Right.REFUND)


# approval on the spot


def test_a_managers_pin_on_the_spot_lets_a_cashier_cancel_one_invoice(till: Till) -> None:
    with_pins(till)
    first, second = (entry_of(invoice(till)).reference for _ in range(2))
    with pytest.raises(MoveRefused, match="right_missing"):
        till.deliveries.cancel(first, "Feil kunde", "amina")
    approved(till)
    assert till.deliveries.cancel(first, "Feil kunde", "amina", approved_by="kari").state is State.CANCELLED
    kind, who, facts = last_row(till)
    assert (kind, who) == ("delivery_cancelled", "amina")
    assert (facts["approved_by"], facts["approved_by_name"]) == ("kari", "Kari Nordmann")
    with pytest.raises(MoveRefused, match="approval_used_up"):
        till.deliveries.cancel(second, "Feil kunde", "amina", approved_by="kari")
    assert till.outbox.counts()[State.CANCELLED] == 1


def test_an_approval_is_journalled_with_both_names(till: Till) -> None:
    with_pins(till)
    approved(till)
    facts = {"right": "cancel_entry", "by": "Kari Nordmann", "for": "amina", "for_name": "Amina Yusuf", "pin": True}
    assert last_row(till) == ("stepped_up", "kari", facts)


def test_an_approval_that_nobody_gave_is_no_approval(till: Till) -> None:
    reference = entry_of(invoice(till)).reference
    with pytest.raises(MoveRefused, match="approval_used_up"):
        till.deliveries.cancel(reference, "Feil kunde", "amina", approved_by="kari")


def test_an_approval_is_for_one_right_and_one_person(till: Till) -> None:
    with_pins(till)
    approved(till, Right.REFUND)
    approved(till, Right.CANCEL_ENTRY, "ola")
    with pytest.raises(MoveRefused, match="approval_used_up"):
        till.operators.require("amina", Right.CANCEL_ENTRY, "kari")


def test_an_approval_waits_some_minutes_and_not_for_somebody_else(till: Till, clock: ShopClock) -> None:
    with_pins(till)
    approved(till)
    clock.advance(minutes=6)
    with pytest.raises(MoveRefused, match="approval_used_up"):
        till.operators.require("amina", Right.CANCEL_ENTRY, "kari")
    approved(till)
    till.operators.pins.take_over("amina")
    with pytest.raises(MoveRefused, match="approval_used_up"):
        till.operators.require("amina", Right.CANCEL_ENTRY, "kari")


def test_a_reason_that_is_refused_does_not_use_the_approval_up(till: Till) -> None:
    with_pins(till)
    reference = entry_of(invoice(till)).reference
    approved(till)
    with pytest.raises(BadInput, match="reason_missing"):
        till.deliveries.cancel(reference, "  ", "amina", approved_by="kari")
    assert till.deliveries.cancel(reference, "Feil", "amina", approved_by="kari").state is State.CANCELLED


def test_a_cashier_cannot_approve_and_a_wrong_pin_approves_nothing(till: Till) -> None:
    with_pins(till)
    with pytest.raises(MoveRefused, match="right_missing"):
        till.operators.step_up(Right.REFUND, "ola", OLA_PIN, "amina")
    with pytest.raises(MoveRefused, match="pin_wrong"):
        till.operators.step_up(Right.REFUND, "kari", "000000", "amina").at_once()
    with pytest.raises(MoveRefused, match="approval_used_up"):
        till.operators.require("amina", Right.REFUND, "kari")
    assert last_row(till) == ("pin_wrong", "kari", {"for": "step_up", "in_a_row": 1})


def test_a_manager_without_a_pin_approves_by_touch_and_the_journal_says_so(till: Till) -> None:
    till.operators.approve(Right.REFUND, "kari", "amina")
    assert last_row(till)[2]["pin"] is False
    till.operators.require("amina", Right.REFUND, "kari")
    with_pins(till)
    with pytest.raises(MoveRefused, match="pin_needed"):
        till.operators.approve(Right.REFUND, "kari", "amina")


# who joins, changes and leaves


def test_a_new_operator_gets_an_id_from_the_name_and_a_row_in_the_journal(till: Till) -> None:
    ola = till.operators.add("Ola Nordmann", pin=OLA_PIN, by="kari").at_once()
    assert (ola.id, ola.name, ola.role, ola.has_pin) == ("ola", "Ola Nordmann", Role.CASHIER, True)
    facts = {"id": "ola", "name": "Ola Nordmann", "role": "cashier", "pin": True}
    assert last_row(till) == ("operator_added", "kari", facts)
    assert till.operators.add("Ola Hansen", by="kari").at_once().id == "ola2"
    assert till.operators.pins.log_in("ola", OLA_PIN).at_once() == ola


def test_a_cashier_changes_no_operators_unless_a_manager_approves(till: Till) -> None:
    with_pins(till)
    with pytest.raises(MoveRefused, match="right_missing"):
        till.operators.add("Ny", by="ola")
    with pytest.raises(MoveRefused, match="right_missing"):
        till.operators.change("ola", role=Role.MANAGER, by="ola")
    approved(till, Right.OPERATORS, "ola")
    assert till.operators.change("amina", name="Amina Y.", by="ola", approved_by="kari").name == "Amina Y."
    assert last_row(till)[2]["approved_by"] == "kari"


@pytest.mark.parametrize(("name", "pin"), [("", None), ("Ny", "1234"), ("Ny", "12"), ("Ny", "abcd")])
def test_a_name_or_pin_that_cannot_be_stores_nothing(till: Till, name: str, pin: str | None) -> None:
    before = till.operators.everybody(), rows(till)
    with pytest.raises(BadInput):
        till.operators.add(name, pin=pin, by="kari")
    assert (till.operators.everybody(), rows(till)) == before


def test_two_who_join_at_the_same_time_do_not_become_one(till: Till) -> None:
    first, second = till.operators.add("Ny En", by="kari"), till.operators.add("Ny To", by="kari")
    first.at_once()
    with pytest.raises(MoveRefused, match="operator_changed_meanwhile"):
        second.at_once()
    assert till.operators.get("ny").name == "Ny En"


def test_who_left_stands_at_the_till_no_more_but_stays_on_the_receipts(till: Till) -> None:
    sold = till.sell(a_cart(), BY_CARD, operator_id="amina")
    till.operators.remove("amina", by="kari")
    assert last_row(till)[2]["active"] == [True, False]
    with pytest.raises(BadInput, match="operator_unknown"):
        till.sell(a_cart(), BY_CARD, operator_id="amina")
    assert till.operator_name(sold.sale.operator_id) == "Amina Yusuf"
    assert till.operators.add("Amina Berg", by="kari").at_once().id == "amina2"
    till.operators.change("amina", active=True, by="kari")
    assert till.operators.get("amina").name == "Amina Yusuf"


def test_the_last_manager_can_neither_be_removed_nor_demoted(till: Till) -> None:
    for change in ({"active": False}, {"role": Role.CASHIER}):
        with pytest.raises(MoveRefused, match="last_manager"):
            till.operators.change("kari", by="kari", **change)  # type: ignore[arg-type]
    till.operators.change("amina", role=Role.MANAGER, by="kari")
    till.operators.remove("kari", by="kari")
    assert [operator.id for operator in till.operators.who_may(Right.OPERATORS)] == ["amina"]


def test_a_change_that_changes_nothing_leaves_no_row(till: Till) -> None:
    before = rows(till)
    till.operators.change("amina", name=" Amina  Yusuf ", by="kari")
    assert rows(till) == before


def test_a_cashier_who_becomes_manager_must_choose_a_longer_pin(till: Till) -> None:
    with_pins(till)
    ola = till.operators.change("ola", role=Role.MANAGER, by="kari")
    assert ola.must_change_pin
    with pytest.raises(BadInput, match="pin_too_short"):
        till.operators.pins.change("ola", "6208", by="ola", old_pin=OLA_PIN)


def test_somebody_who_is_not_there_is_named(till: Till) -> None:
    for call in (till.operators.get, lambda who: till.operators.remove(who, by="kari")):
        with pytest.raises(BadInput, match="operator_unknown"):
            call("nobody")
    assert till.operator_name("nobody") == "nobody"


def test_the_journal_of_all_this_holds_together_and_holds_no_pin(till: Till) -> None:
    with_pins(till)
    till.operators.add("Per", pin="5093", by="kari").at_once()
    till.operators.pins.change("ola", "6208", by="ola", old_pin=OLA_PIN).at_once()
    approved(till)
    give_pin(till, Operator("per", "Per"), "5093")
    assert first_broken(till.database) is None
    written = " ".join(str(row) for row in till.database.rows("SELECT facts FROM journal"))
    assert not [pin for pin in (KARI_PIN, OLA_PIN, "5093", "6208", "argon2") if pin in written]
