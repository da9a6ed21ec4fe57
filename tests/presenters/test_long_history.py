"""What a screen reads when it is opened does not grow with the years that the shop has sold.

Counted in SQLite's own steps, in a shop with sixty days behind it and in one with four times as many. Left out is the
VAT bridge, which reads a period in a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from benchmarks import past_years
from terminal_app.domain.outbox import State
from terminal_app.presenters.desk.pages import GROUPS
from terminal_app.presenters.desk.vat_bridge import VatBridgePage
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, TORGET, ShopClock, a_cart, invoice, set_up

SALES_A_DAY, DAYS, TIMES = 20, 60, 4
MOST_COUNTED = 50
"""Few enough that both shops have more invoices than the queue counts."""
STEPS_AT_ONCE = 10
Opening = Callable[[RootPresenter], object]


def go(place: Place, part: str) -> Opening:
    def opened(root: RootPresenter) -> object:
        root.session.go(place)
        return getattr(root, part).view()

    return opened


def desk(stem: str) -> Opening:
    def opened(root: RootPresenter) -> object:
        root.session.hand_over(root.session.till.operator("kari"))
        root.session.open_desk()
        root.desk.open("")
        root.desk.open(stem)
        return root.desk.view()

    return opened


OPENINGS: dict[str, Opening] = {
    "the sale": go(Place.SALE, "sale"),
    "the queue": go(Place.QUEUE, "queue"),
    "the day": go(Place.DAY, "day"),
    "the history": go(Place.HISTORY, "history"),
    "the customers": go(Place.CUSTOMERS, "customers"),
    "the menu": go(Place.MENU, "menu"),
    "a customer who is chosen": lambda root: root.session.till.preflight.unsent(TORGET),
    "what the status tells": lambda root: root.session.till.outbox.open_counts(root.session.now()),
    "the X report": lambda root: root.session.till.day.x(),
    "what the sync is to send": lambda root: root.session.till.outbox.in_states((State.QUEUED, State.UNKNOWN)),
    "what the sync lets go": lambda root: root.session.till.outbox.about_to_move(root.session.now().date()),
    "what the sync tries again": lambda root: root.session.till.outbox.retried(),
    "what the sync follows": lambda root: root.session.till.outbox.has_any(State.ACCEPTED, State.INVOICED),
    "a finished sale": lambda root: root.session.till.sell(a_cart(), BY_CARD),
    **{
        f"the desk's {page.stem}": desk(page.stem) for _, pages in GROUPS for page in pages if page is not VatBridgePage
    },
}


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Till]]:
    """The same shop after sixty days, and after four times as many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(past_years, "SALES_A_DAY", SALES_A_DAY)
        patch.setattr("terminal_app.presenters.queue.MOST_COUNTED", MOST_COUNTED)
        made = []
        for days in (DAYS, TIMES * DAYS):
            till = set_up(Database.open(tmp_path_factory.mktemp("shop")), ShopClock())
            past_years.sell_for_years(till, days * SALES_A_DAY)
            till.reload()
            invoice(till)
            made.append(till)
        yield made
    for till in made:
        till.database.close()


def steps_of(till: Till, opening: Opening) -> int:
    """How many steps SQLite takes for it, the second time: what is read once is read."""
    taken = 0

    def another() -> int:
        nonlocal taken
        taken += STEPS_AT_ONCE
        return 0

    root = RootPresenter(Session(till), "0.1")
    root.session.go(Place.LOCK)
    opening(root)
    root.session.go(Place.LOCK)
    connection = till.database._connection.connection()
    connection.progress(another, STEPS_AT_ONCE)
    try:
        opening(root)
    finally:
        connection.progress(None, 0)
    return taken


@pytest.mark.parametrize("what", OPENINGS)
def test_what_is_opened_reads_no_more_after_four_times_as_many_days(shops: list[Till], what: str) -> None:
    young, old = (steps_of(till, OPENINGS[what]) for till in shops)
    assert old <= 1.25 * young + 10 * STEPS_AT_ONCE, (young, old)


def test_the_steps_are_counted(shops: list[Till]) -> None:
    young, old = (steps_of(till, lambda root: root.session.till.outbox.counts()) for till in shops)
    assert old > 2 * young > 0
