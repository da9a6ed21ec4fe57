"""How the till stands, on its page: worst first, the way to where it is mended, and reading that can be skipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from terminal_app.background import AtOnce, Reins
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import Action, Heading, Lines, Link, Meter, Note
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.presenters.desk.reading import page_of, row, rows
from tests.till.counter import BY_CARD, ShopClock, a_cart


class Held(AtOnce):
    """Long work that is begun when the test says so."""

    def __init__(self) -> None:
        self.begin: Callable[[], None] = lambda: None

    def run_long(self, work: Any, told: Callable[[float], None], then: Callable[[Any], None]) -> Reins:
        reins = Reins(told)
        self.begin = lambda: then(work(reins))
        return reins


@pytest.fixture(autouse=True)
def nothing_to_send(till: Till) -> None:
    """The shop of these tests has no keys of PowerOffice Go, which is a finding of its own."""
    till.change_settings({"channels.invoice.enabled": "false"})


@pytest.fixture
def health(desk: DeskPresenter) -> DeskPresenter:
    desk.open("health")
    return desk


def well(desk: DeskPresenter) -> str:
    return " ".join(line.left for line in row(desk, Lines, "well").lines)


def test_a_till_that_is_well_says_so_and_what_it_read(till: Till, desk: DeskPresenter) -> None:
    till.sell(a_cart(), BY_CARD)
    desk.open("health")
    assert row(desk, Heading, "verdict").text == "Alt er i orden"
    assert "Journalen stemmer" in well(desk)
    assert not [link for link in rows(desk, Link) if link.tone == "bad"]


def test_what_is_wrong_stands_first_and_leads_to_where_it_is_mended(till: Till, desk: DeskPresenter) -> None:
    till.change_settings({"shop.organization_number": ""})
    desk.open("health")
    assert row(desk, Heading, "verdict").text == "1 ting gjenstår"
    first = next(one for one in page_of(desk).rows if isinstance(one, Link))
    assert (first.key, first.tone) == ("go.company", "bad")
    assert "Innstillinger › Butikk" in first.detail
    desk.press("go.company")
    assert page_of(desk).stem == "shop"


def test_a_day_without_its_z_leads_to_the_day(
    till: Till, clock: ShopClock, desk: DeskPresenter, session: Session
) -> None:
    till.sell(a_cart(), BY_CARD)
    clock.advance(days=1)
    desk.open("health")
    assert "23.11.2026" in row(desk, Link, "go.day").label
    desk.press("go.day")
    assert session.place is Place.DAY


def test_it_is_looked_at_anew_when_one_comes_back(till: Till, health: DeskPresenter) -> None:
    health.open("shop")
    till.change_settings({"shop.organization_number": ""})
    health.open("health")
    assert row(health, Heading, "verdict").text == "1 ting gjenstår"


def test_a_changed_journal_is_named_and_sends_nobody_anywhere(till: Till, desk: DeskPresenter) -> None:
    till.sell(a_cart(), BY_CARD)
    till.database.execute("DROP TRIGGER journal_never_update")
    till.database.execute("UPDATE journal SET kind = 'sail' WHERE kind = 'sale'")
    desk.open("health")
    told = row(desk, Note, "journal")
    assert "er ikke slik den ble skrevet" in told.text
    assert told.tone == "bad"


def test_reading_everything_shows_how_far_it_is_and_can_be_skipped(session: Session, desk: DeskPresenter) -> None:
    session.background = held = Held()
    desk.open("health")
    assert row(desk, Meter, "reading").share == 0
    assert "Klokken viser" in well(desk)
    desk.press("skip")
    held.begin()
    assert not rows(desk, Meter)
    assert row(desk, Note, "journal").text == "Ikke kontrollert."
    desk.press("again")
    held.begin()
    assert "Journalen stemmer" in well(desk)
    assert row(desk, Action, "again").label == "Se på nytt"
