"""The journal's end is known without reading it anew, and never believed when the journal is another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal_app.domain.money import Money
from terminal_app.storage import high_water, journal, register, settlements
from terminal_app.storage.database import Database
from terminal_app.storage.journal_end import JournalEnd
from terminal_app.till import Till
from tests.till.counter import BY_CARD, IN_CASH, ShopClock, a_cart, open_shop


@pytest.fixture
def clock() -> ShopClock:
    return ShopClock()


@pytest.fixture
def till(tmp_path: Path, clock: ShopClock) -> Till:
    return open_shop(tmp_path / "shop", clock)


def agrees(end: JournalEnd, database: Database) -> bool:
    """Whether it says what the whole journal says."""
    now = end.now()
    return (now.period, (now.nr, now.signature), now.grand, now.link) == (
        settlements.glance(database),
        register.last(database),
        settlements.grand_totals(database),
        journal.last_hash(database),
    )


def test_the_end_that_goes_on_is_the_end_from_the_beginning(till: Till, clock: ShopClock) -> None:
    end = JournalEnd(till.database)
    assert agrees(end, till.database)
    steps = (
        lambda: till.day.open(Money(500_00)),
        lambda: till.sell(a_cart(), BY_CARD),
        lambda: till.sell(a_cart(), IN_CASH),
        lambda: till.change_settings({"shop.name": "Kafeen AS"}),
        lambda: till.day.close("kari"),
        lambda: till.signing.change(operator_id="kari"),
        lambda: till.sell(a_cart(), IN_CASH),
    )
    for step in steps:
        clock.advance(minutes=10)
        step()
        assert agrees(end, till.database)
        assert agrees(till.journal_end, till.database)


def test_of_a_row_that_was_rolled_back_nothing_is_known(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)

    def sell_and_fail() -> None:
        with till.database.writing():
            till.sell(a_cart(), BY_CARD)
            assert agrees(till.journal_end, till.database)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sell_and_fail()
    assert agrees(till.journal_end, till.database)
    till.change_settings({"shop.name": "Kafeen AS"})
    till.sell(a_cart(), BY_CARD)
    assert agrees(till.journal_end, till.database)
    assert journal.first_broken(till.database) is None


def test_a_day_that_is_closed_while_the_end_is_read_is_known_the_next_time(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.sell(a_cart(), IN_CASH)
    end, look = JournalEnd(till.database), settlements.begins_after

    def look_and_be_overtaken(database: Database) -> int:
        after = look(database)
        monkeypatch.setattr(settlements, "begins_after", look)
        till.day.close("kari")
        return after

    monkeypatch.setattr(settlements, "begins_after", look_and_be_overtaken)
    end.now()
    assert agrees(end, till.database)


def test_the_end_before_the_first_row_is_where_the_chain_begins(tmp_path: Path) -> None:
    with Database.open(tmp_path / "empty") as database:
        end = JournalEnd(database).now()
        assert (end.period.until, end.nr, end.signature, end.link) == (0, 0, "0", journal.FIRST_LINK)


def test_the_mark_is_what_the_whole_journal_says(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    till.day.close("kari")
    till.sell(a_cart(), IN_CASH)
    assert high_water.read(till.signing.store.folder) == high_water.of(till.database)
