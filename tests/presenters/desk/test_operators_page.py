"""The Operators page: people, their roles and PINs, and what is said before and after something is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from terminal_app.background import AtOnce
from terminal_app.domain.operators import RIGHTS, Operator, Right, Role
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import Action, Choices, Lines, Link, Note, Switch, Text
from terminal_app.presenters.session import Session
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.presenters.desk.reading import page_of, row, rows, save_bar
from tests.till.counter import ShopClock
from tests.till.staff import CHEAP, KARI_PIN, last_row, with_pins
from tests.till.staff import rows as journal


@pytest.fixture
def till(till: Till) -> Till:
    return with_pins(till)


@pytest.fixture
def session(till: Till) -> Session:
    """Kari, who is the manager, has logged in."""
    opened = Session(till)
    opened.arrive(till.operator("kari"))
    return opened


@pytest.fixture
def page(desk: DeskPresenter) -> DeskPresenter:
    desk.open("operators")
    return desk


class Later(AtOnce):
    """A background whose work is done when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self.waiting.append(lambda: then(work()))

    def done(self) -> None:
        for one in self.waiting:
            one()
        self.waiting.clear()


def write(page: DeskPresenter, **texts: str) -> None:
    for key, text in texts.items():
        page.put(key, text)


def told(page: DeskPresenter, key: str) -> str:
    return row(page, Text, key).problem


def message(page: DeskPresenter) -> str:
    notice = page.view().notice
    assert notice is not None
    return notice.message


# the list


def test_the_list_tells_role_and_pin_of_everybody_and_those_who_left_come_last(page: DeskPresenter, till: Till) -> None:
    till.operators.remove("ola", by="kari")
    told = [(link.label, link.detail, link.state.text if link.state else "") for link in rows(page, Link)]
    assert told == [
        ("Kari Nordmann", "Leder", "PIN er satt"),
        ("Amina Yusuf", "Kasserer", "Ingen PIN"),
        ("Ola Nordmann", "Kasserer", "Har sluttet"),
    ]


def test_a_pin_that_must_be_changed_is_told_in_the_list(page: DeskPresenter, till: Till) -> None:
    till.operators.change("ola", must_change_pin=True, by="kari")
    badge = row(page, Link, "open:ola").state
    assert badge is not None
    assert badge.text == "PIN må byttes"


def test_the_rights_are_those_of_the_one_table(page: DeskPresenter) -> None:
    both, managers = row(page, Lines, "everybody").lines, row(page, Lines, "managers").lines
    assert len(both) == len(RIGHTS[Role.CASHIER])
    assert len(both) + len(managers) == len(Right)
    assert "Ta varer i retur" in [line.left for line in managers]
    assert "Ta ut Z-rapport" in [line.left for line in both]


def test_the_idle_lock_is_chosen_and_stored_at_once(page: DeskPresenter, till: Till) -> None:
    page.put("till.lock_after_s", "60")
    assert till.values.text("till.lock_after_s") == "60"
    assert row(page, Choices, "till.lock_after_s").chosen == "60"


def test_an_unusual_idle_time_is_among_the_choices(page: DeskPresenter, till: Till) -> None:
    till.change_settings({"till.lock_after_s": "45"})
    assert [option.label for option in row(page, Choices, "till.lock_after_s").options][:2] == ["Aldri", "45 sekunder"]


# a new one


def test_a_new_cashier_gets_name_role_and_pin_at_once(page: DeskPresenter, till: Till) -> None:
    page.press("new")
    assert save_bar(page).told == "1 felt mangler"
    write(page, name="Liv Berg", pin="7503", pin_again="7503")
    page.save()
    liv = till.operators.get("liv")
    assert (liv.name, liv.role, liv.has_pin, liv.must_change_pin) == ("Liv Berg", Role.CASHIER, True, True)
    assert message(page) == "Lagret 14:05"
    assert row(page, Text, "pin").value == ""
    assert till.operators.pins.check("liv", "7503", "log_in").at_once().id == "liv"


@pytest.mark.parametrize(
    ("role", "pin", "words"),
    [
        ("cashier", "123", "PIN-en må ha minst 4 sifre."),
        ("cashier", "1111", "Denne PIN-en er blant de første en tyv ville prøve."),
        ("cashier", "1234", "Denne PIN-en er blant de første en tyv ville prøve."),
        ("manager", "7503", "PIN-en må ha minst 6 sifre."),
        ("cashier", "75o3", "En PIN har bare sifre."),
    ],
)
def test_what_is_wrong_with_a_pin_is_said_as_it_is_typed(
    page: DeskPresenter, role: str, pin: str, words: str, till: Till
) -> None:
    before = till.operators.everybody()
    page.press("new")
    write(page, name="Liv Berg", role=role, pin=pin, pin_again=pin)
    assert told(page, "pin") == words
    assert not save_bar(page).enabled
    page.save()
    assert till.operators.everybody() == before


def test_the_second_field_says_whether_the_two_are_the_same(page: DeskPresenter) -> None:
    page.press("new")
    write(page, name="Liv Berg", pin="7503")
    assert save_bar(page).told == "1 felt mangler"
    write(page, pin_again="75")
    assert told(page, "pin_again") == "Tast hele PIN-en en gang til."
    write(page, pin_again="76")
    assert told(page, "pin_again") == "De to PIN-ene er ulike."
    write(page, pin_again="7503")
    assert save_bar(page).enabled


def test_what_the_form_asks_of_a_pin_follows_the_role(page: DeskPresenter) -> None:
    page.press("new")
    assert row(page, Text, "pin").detail == "4 til 12 sifre, ikke 1111 eller 1234."
    page.put("role", "manager")
    assert row(page, Text, "pin").detail == "6 til 12 sifre, ikke 1111 eller 1234."
    assert "Uten PIN" in row(page, Note, "no_pin").text


def test_an_empty_name_is_refused_in_words(page: DeskPresenter) -> None:
    page.press("open:ola")
    page.put("name", " ")
    assert told(page, "name").startswith("Det må stå et navn her.")


def test_the_first_operator_of_a_shop_is_its_manager_and_stands_at_the_till(
    database: Database, clock: ShopClock
) -> None:
    session = Session(Till(database, clock))
    session.till.operators.pins.costs = CHEAP
    desk = DeskPresenter(session)
    session.open_desk("operators")
    assert "ingen leder" in row(desk, Note, "no_manager").text
    desk.press("new")
    assert row(desk, Choices, "role").chosen == "manager"
    write(desk, name="Liv Berg", pin="750318", pin_again="750318")
    desk.save()
    assert (session.operator.id, session.locked) == ("liv", True)


# while it is stored


def test_a_pin_is_made_beside_the_window_and_the_page_says_so(
    page: DeskPresenter, session: Session, till: Till
) -> None:
    session.background = later = Later()
    page.press("open:amina")
    write(page, name="Amina Y", pin="7503", pin_again="7503")
    page.save()
    assert row(page, Note, "saving").text == "Lagrer…"
    assert not save_bar(page).enabled
    page.put("name", "Noe annet")
    page.save()
    assert till.operators.get("amina").name == "Amina Yusuf"
    later.done()
    assert till.operators.get("amina").name == "Amina Y"
    assert till.operators.get("amina").has_pin
    assert message(page) == "Lagret 14:05"


def test_when_the_pin_cannot_be_made_nothing_is_stored_and_what_was_typed_stays(
    page: DeskPresenter, session: Session, till: Till
) -> None:
    class Broken(Later):
        def run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
            then(None)

    session.background = Broken()
    page.press("open:amina")
    write(page, name="Amina Y", pin="7503", pin_again="7503")
    page.save()
    assert message(page) == "PIN-en kunne ikke kontrolleres."
    assert till.operators.get("amina").name == "Amina Yusuf"
    assert row(page, Text, "name").value == "Amina Y"


def test_a_name_alone_keeps_the_pin(page: DeskPresenter, till: Till) -> None:
    before = till.operators.get("ola").pin_hash
    page.press("open:ola")
    page.put("name", "Ola N")
    page.save()
    assert (till.operators.get("ola").name, till.operators.get("ola").pin_hash) == ("Ola N", before)


# PINs of others and one's own


def test_a_manager_gives_a_new_pin_and_it_has_to_be_changed_unless_that_is_switched_off(
    page: DeskPresenter, till: Till
) -> None:
    page.press("open:ola")
    assert not row(page, Switch, "must_change").on
    page.put("pin", "7")
    assert row(page, Switch, "must_change").on
    write(page, pin="7503", pin_again="7503", must_change="false")
    page.save()
    assert not till.operators.get("ola").must_change_pin
    write(page, must_change="true")
    page.save()
    assert till.operators.get("ola").must_change_pin


def test_a_new_pin_ends_the_wait_after_wrong_ones(page: DeskPresenter, till: Till) -> None:
    for _ in range(3):
        with pytest.raises(Exception, match="pin_"):
            till.operators.pins.check("ola", "0000", "log_in").at_once()
    page.press("open:ola")
    assert "neste forsøk er kl. 14:05:30" in row(page, Note, "waits").text
    write(page, pin="7503", pin_again="7503")
    page.save()
    assert till.operators.pins.locked_until("ola") is None


def test_ones_own_pin_asks_for_the_one_before_and_says_below_it_that_it_is_wrong(
    page: DeskPresenter, till: Till
) -> None:
    page.press("open:kari")
    write(page, pin="750318", pin_again="750318")
    assert save_bar(page).told == "1 felt mangler"
    page.put("old_pin", "999999")
    page.save()
    assert told(page, "old_pin").startswith("Feil PIN.")
    page.put("old_pin", KARI_PIN)
    assert told(page, "old_pin") == ""
    page.save()
    assert till.operators.pins.check("kari", "750318", "log_in").at_once().id == "kari"


def test_a_pin_is_taken_away_after_a_question(page: DeskPresenter, till: Till) -> None:
    page.press("open:ola")
    page.press("no_pin")
    assert till.operators.get("ola").has_pin
    page.answer("no_pin")
    assert not till.operators.get("ola").has_pin


def test_typed_pins_are_gone_when_the_till_is_locked(page: DeskPresenter, session: Session, till: Till) -> None:
    page.press("open:ola")
    write(page, name="Ola N", pin="7503", pin_again="7503")
    session.lock()
    session.arrive(till.operator("kari"))
    assert (row(page, Text, "name").value, row(page, Text, "pin").value) == ("Ola N", "")


def test_no_pin_reaches_the_journal(page: DeskPresenter, till: Till) -> None:
    page.press("open:ola")
    write(page, pin="7503", pin_again="7503")
    page.save()
    assert last_row(till)[0] in ("pin_changed", "operator_changed")
    assert "7503" not in str(journal(till))


# leaving, and the last manager


def test_somebody_is_removed_after_a_question_and_brought_back(page: DeskPresenter, till: Till) -> None:
    page.press("open:ola")
    page.press("remove")
    question = page.view().question
    assert question is not None
    assert question.title == "Fjerne Ola Nordmann fra kassen?"
    page.answer("")
    assert "ola" in [one.id for one in till.operators.active()]
    page.press("remove")
    page.answer("remove")
    assert "ola" not in [one.id for one in till.operators.active()]
    assert save_bar_is_gone(page)
    page.press("bring_back")
    page.answer("bring_back")
    assert till.operators.get("ola").has_pin


def save_bar_is_gone(page: DeskPresenter) -> bool:
    return page_of(page).save is None


def test_the_last_manager_cannot_go_and_that_is_said_before(page: DeskPresenter, till: Till) -> None:
    page.press("open:kari")
    assert "eneste leder" in row(page, Choices, "role").detail
    removing = row(page, Action, "remove")
    assert (removing.enabled, "eneste leder" in removing.detail) == (False, True)
    page.put("role", "cashier")
    assert row(page, Note, "role").text.startswith("Kari Nordmann er butikkens siste leder")
    page.save()
    assert till.operators.get("kari").role is Role.MANAGER


def test_a_manager_who_stops_being_one_is_warned_and_then_asks_for_approval(
    page: DeskPresenter, session: Session, till: Till
) -> None:
    till.operators.staff.put([Operator("per", "Per Hansen", Role.MANAGER)])
    page.press("open:kari")
    page.put("role", "cashier")
    assert row(page, Note, "role").tone == "warn"
    page.save()
    assert not session.may_open_desk()
    assert page.view().step_up is not None
