"""Settings › Cash register: what is fixed, the key in use, a new one, and numbers after an old copy was put back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import Action, Lines, Note, Question, Text
from terminal_app.presenters.session import Session
from terminal_app.storage import high_water
from terminal_app.storage.audit import audit
from terminal_app.till import Till
from tests.presenters.desk.reading import page_of, row, rows, save_bar
from tests.till.counter import BY_CARD, a_cart


@pytest.fixture
def page(desk: DeskPresenter) -> DeskPresenter:
    desk.open("cash_register")
    return desk


def facts(desk: DeskPresenter, key: str) -> dict[str, str]:
    return {line.left: line.right for line in row(desk, Lines, key).lines}


def asked(desk: DeskPresenter) -> Question:
    question = desk.view().question
    assert question is not None
    return question


def test_the_registers_id_can_be_changed_until_the_first_transaction(page: DeskPresenter, till: Till) -> None:
    page.put("till.register_id", "disk-2")
    assert save_bar(page).enabled
    page.save()
    till.sell(a_cart(), BY_CARD)
    assert facts(page, "facts")["Kassapunkt-ID"] == "disk-2"
    assert "till.register_id" not in [field.key for field in rows(page, Text)]


def test_the_system_id_is_the_same_for_ever(page: DeskPresenter, till: Till) -> None:
    before = facts(page, "facts")["System-ID"]
    assert len(before) == 14
    till.sell(a_cart(), BY_CARD)
    assert facts(page, "facts")["System-ID"] == before


def test_the_key_in_use_stands_there_with_its_public_half_and_nothing_secret(page: DeskPresenter, till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    key = till.signing.store.read("1")
    assert key is not None
    assert facts(page, "key")["Versjon"] == "1"
    shown = "".join(line.left for line in row(page, Lines, "public").lines)
    assert shown == "".join(key.public().strip().splitlines()[1:-1])
    assert key.secret.splitlines()[2] not in repr(page.view())


@pytest.mark.parametrize("method", ["rsa-sha1-1024", "hmac-sha1-128"])
def test_a_new_key_is_begun_after_a_question(page: DeskPresenter, till: Till, method: str) -> None:
    till.sell(a_cart(), BY_CARD)
    page.press("new_key")
    assert method in [answer.key for answer in asked(page).answers]
    page.answer(method)
    till.sell(a_cart(), BY_CARD)
    told = till.signing.told()
    assert told is not None
    assert (told.facts["version"], told.facts["method"], told.operator_id) == ("2", method, "kari")
    assert [line.left for line in row(page, Lines, "earlier").lines] == ["Versjon 1"]
    assert audit(till.database, till.signing.store).holds


def test_a_question_that_is_cancelled_changes_nothing(page: DeskPresenter, till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    for answer in ("stay", ""):
        page.press("new_key")
        page.answer(answer)
    assert till.signing.version() == "1"
    assert page.view().question is None


def test_a_lost_key_is_told_on_the_page_and_in_the_list(page: DeskPresenter, till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    (till.signing.store.folder / "key-1.pem").unlink()
    till.signing.forget()
    assert row(page, Note, "trouble").tone == "bad"
    (link,) = [one for group in page.view().groups for one in group.pages if one.stem == "cash_register"]
    assert link.state is not None
    page.press("new_key")
    page.answer("rsa-sha1-1024")
    assert "trouble" not in [note.key for note in rows(page, Note)]


def test_numbers_are_taken_up_after_a_question(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    done = high_water.of(till.database)
    high_water.write(till.signing.store.folder, replace(done, row=done.row + 9, nr=done.nr + 3))
    again = Session(Till(till.database, till.now))
    again.hand_over(again.till.operator("kari"))
    again.open_desk()
    desk = DeskPresenter(again)
    desk.open("cash_register")
    assert [line.right for line in row(desk, Lines, "missed").lines] == ["2", "5"]
    desk.press("take_up")
    assert "take_up" in [answer.key for answer in asked(desk).answers]
    desk.answer("take_up")
    again.till.sell(a_cart(), BY_CARD)
    assert facts(desk, "facts")["Siste transaksjon"] == "6"
    assert page_of(desk).stem == "cash_register"
    assert "take_up" not in [action.key for action in rows(desk, Action)]
