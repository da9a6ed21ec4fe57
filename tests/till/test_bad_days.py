"""What happens to a till whose data folder has suffered: a clear message, nothing lost, and the doctor names it."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from terminal_app.domain.health import Check, is_damaged, is_well
from terminal_app.domain.money import Money
from terminal_app.domain.problems import FolderTrouble, SettingWrong
from terminal_app.domain.settlement import CashCount
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.storage import journal
from terminal_app.storage.books import disagreements
from terminal_app.storage.database import FILE_NAME, Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, IN_CASH, ShopClock, a_cart, open_shop, set_up
from tests.till.doctor import WELL, found, in_words


@pytest.fixture
def till(database: Database, clock: ShopClock) -> Till:
    return set_up(database, clock, settings=WELL)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A closed shop that has sold three times."""
    with Database.open(tmp_path / "closed") as database:
        made = set_up(database, ShopClock(), settings=WELL)
        for _ in range(3):
            made.sell(a_cart(), BY_CARD)
    return tmp_path / "closed"


def doctor(folder: Path) -> dict[str, Check]:
    """The same of a closed folder, as the verb does it."""
    with Database.open(folder, read_only=True) as database:
        return found(Till(database, ShopClock()))


def fill_the_disk(till: Till) -> None:
    """From here on SQLite finds no page for anything new: its own answer to a full disk."""
    pages = till.database.row("PRAGMA page_count")
    assert pages is not None
    till.database.execute(f"PRAGMA max_page_count = {pages[0]}")


def make_room(till: Till) -> None:
    till.database.execute("PRAGMA max_page_count = 1073741823")


def test_a_shop_that_is_well_is_found_well(shop: Path) -> None:
    checks = doctor(shop)
    assert is_well(checks.values())
    assert [checks[name].ok for name in ("database", "journal", "high_water", "signing_key", "books", "numbers")] == [
        True
    ] * 6


# a byte of the file


def change_a_byte(folder: Path, before: bytes, was: bytes, becomes: bytes) -> int:
    """The row of the journal that has another byte in the file now, where `was` stood after `before`.

    SQLite leaves what it has moved elsewhere lying about in its pages: the place is the one that the row is read from.
    """
    file = folder / FILE_NAME
    whole, untouched = file.read_bytes(), _facts(folder)
    place = whole.find(before + was)
    while place >= 0:
        at = place + len(before)
        file.write_bytes(whole[:at] + becomes + whole[at + 1 :])
        for row, facts in _facts(folder).items():
            if facts != untouched[row]:
                return row
        place = whole.find(before + was, at)
    raise AssertionError("no row of the journal stands there")


def _facts(folder: Path) -> dict[int, bytes]:
    connection = sqlite3.connect(folder / FILE_NAME)
    connection.text_factory = bytes
    try:
        return dict(connection.execute("SELECT id, facts FROM journal"))
    finally:
        connection.close()


def test_one_changed_byte_of_the_file_is_found_and_its_row_is_named(shop: Path) -> None:
    changed = change_a_byte(shop, b'"receipt_no":"S-00000', b"2", b"7")
    checks = doctor(shop)
    assert (checks["database"].ok, checks["journal"].ok) == (True, False)
    assert checks["journal"].values["row"] == str(changed)
    assert f"Rad {changed} i journalen (sale, 23.11.2026 14:05) er ikke slik den ble skrevet." in in_words(
        checks["journal"]
    )
    assert is_damaged(checks.values())


@pytest.mark.parametrize("noise", [b"\x00", b"\xff", b'"', b"{"])
def test_a_row_that_cannot_even_be_read_is_a_finding_and_no_crash(shop: Path, noise: bytes) -> None:
    change_a_byte(shop, b'"receipt_no":"S-00000', b"2", noise)
    checks = doctor(shop)
    assert checks["journal"].ok is False
    assert checks["clock"].ok is True
    assert all(in_words(check) for check in checks.values())


# the key


def test_without_its_key_the_till_sells_nothing_and_says_so_on_screen(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    for key in till.signing.store.folder.glob("key-*"):
        key.unlink()
    till.signing.forget()
    session = Session(till)
    root = RootPresenter(session, "0.1")
    root.sale.add("1001")
    root.sale.pay()
    root.payment.pay_cash(0)
    notice = root.payment.view().notice
    assert notice is not None
    assert notice.message.startswith("Nøkkelen som signerer salgene på denne kassen, mangler: versjon 1")
    assert notice.hint
    assert (session.place, len(session.cart.lines), till.ledger.count()) == (Place.PAYMENT, 1, 1)
    assert found(till)["signing_key"].ok is False
    assert disagreements(till.database) == ()


def test_a_key_that_others_may_read_signs_nothing_until_it_is_shut(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    (key,) = till.signing.store.folder.glob("key-*")
    key.chmod(0o644)
    till.signing.forget()
    with pytest.raises(SettingWrong, match="signing_key_open_to_others"):
        till.sell(a_cart(), BY_CARD)
    assert till.ledger.count() == 1
    assert "chmod 600" in in_words(found(till)["signing_key"])
    key.chmod(0o600)
    assert till.sell(a_cart(), BY_CARD).sale.receipt_no == "S-000002"
    assert found(till)["signing_key"].ok is True


# an old copy


def test_an_older_copy_sells_nothing_until_its_numbers_are_taken_up_and_repeats_none(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    till = open_shop(folder)
    till.change_settings({"channels.invoice.enabled": "false"})
    printed = [till.sell(a_cart(), BY_CARD).sale.receipt_no for _ in range(2)]
    till.database.close()
    old = (folder / FILE_NAME).read_bytes()
    with Database.open(folder) as database:
        going_on = Till(database, ShopClock())
        printed += [going_on.sell(a_cart(), BY_CARD).sale.receipt_no for _ in range(2)]
    (folder / FILE_NAME).write_bytes(old)
    before = doctor(folder)
    assert (before["high_water"].ok, before["journal"].ok) == (False, False)
    assert "eldre enn det som er gjort" in in_words(before["high_water"])
    with Database.open(folder) as database:
        behind = Till(database, ShopClock())
        with pytest.raises(SettingWrong, match="database_older_than_done"):
            behind.sell(a_cart(), BY_CARD)
        assert behind.ledger.count() == 2
        behind.signing.take_up("kari")
        assert behind.sell(a_cart(), BY_CARD).sale.receipt_no not in printed
        assert is_well(found(behind).values())


# a full disk


def test_a_sale_that_the_disk_has_no_room_for_never_happened_and_the_day_goes_on(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    with no_room_for_files(till.database.folder), pytest.raises(FolderTrouble):
        sell_on(till)
    stored = till.ledger.count()
    assert till.sell(a_cart(), IN_CASH).sale.receipt_no == f"S-{stored + 1:06d}"
    assert disagreements(till.database) == ()
    assert found(till)["journal"].ok is True


def test_a_day_that_the_disk_has_no_room_for_is_not_closed_and_is_closed_later(till: Till) -> None:
    for _ in range(5):
        till.sell(a_cart(), IN_CASH)
    before = journal.newest(till.database)
    counted = CashCount(Money(700_00), left=Money(0), words="Talt to ganger. " * 10)
    fill_the_disk(till)
    with pytest.raises(FolderTrouble, match="disk_full"):
        sell_on(till)
    stored = journal.newest(till.database)
    with pytest.raises(FolderTrouble, match="disk_full"):
        till.day.close("kari", counted)
    assert (journal.newest(till.database), till.day.stands().last_z) == (stored, None)
    assert stored >= before
    make_room(till)
    assert till.day.close("kari", counted).number == 1
    assert disagreements(till.database) == ()


def test_a_line_that_the_disk_has_no_room_to_tell_of_stays_in_the_cart(till: Till) -> None:
    session = Session(till)
    root = RootPresenter(session, "0.1")
    for _ in range(40):
        root.sale.add("1001")
        root.sale.add("1002")
    cart = session.cart
    fill_the_disk(till)
    for _ in range(40):
        root.sale.remove(0)
        root.sale.undo()
        if root.sale.view().notice is not None:
            break
    notice = root.sale.view().notice
    assert notice is not None
    assert notice.message == "Disken er full: ingenting ble lagret."
    make_room(till)
    assert session.cart == cart


def sell_on(till: Till) -> None:
    """Sells until something stops it; what room the last page has is soon used up."""
    for _ in range(50):
        with till.database.telling():
            till.sell(a_cart(), BY_CARD)


@contextmanager
def no_room_for_files(folder: Path) -> Iterator[None]:
    """No file of this process may grow beyond what the shop's largest is now, as on a quota that is used up."""
    largest = max(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
