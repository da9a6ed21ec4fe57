"""The till knows beside its keys how far it had come: an old copy of the database sells nothing by itself."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.problems import FolderTrouble, MoveRefused, SettingWrong
from terminal_app.storage import high_water, journal, mark_file, register
from terminal_app.storage.audit import audit
from terminal_app.storage.books import disagreements
from terminal_app.storage.database import FILE_NAME, Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, ShopClock, a_cart, open_shop


class Shop:
    """A shop that is closed and opened again, and whose database somebody keeps a copy of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = ShopClock()
        self.till = open_shop(folder, self.clock)

    def reopen(self) -> Till:
        self.till.database.close()
        self.till = Till(Database.open(self.folder), self.clock)
        return self.till

    def sell(self, times: int = 1) -> None:
        for _ in range(times):
            self.till.sell(a_cart(), BY_CARD)

    def keep_copy(self) -> None:
        self.till.database.close()
        shutil.copy(self.folder / FILE_NAME, self.folder.parent / "old.db")
        self.till = Till(Database.open(self.folder), self.clock)

    def put_back(self) -> Till:
        self.till.database.close()
        for leftover in self.folder.glob(f"{FILE_NAME}*"):
            leftover.unlink()
        shutil.copy(self.folder.parent / "old.db", self.folder / FILE_NAME)
        self.till = Till(Database.open(self.folder), self.clock)
        return self.till

    @property
    def mark(self) -> Path:
        return self.folder / "signing" / high_water.FILE_NAME


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


@pytest.fixture
def older(shop: Shop) -> Shop:
    """The database of two sales ago is back in its folder."""
    shop.sell(2)
    shop.keep_copy()
    shop.sell(2)
    shop.put_back()
    return shop


def test_the_mark_stands_where_the_database_does_after_each_row(shop: Shop) -> None:
    shop.sell()
    assert high_water.read(shop.mark.parent) == high_water.of(shop.till.database)
    shop.till.change_settings({"shop.name": "Kafeen AS"})
    assert high_water.read(shop.mark.parent) == high_water.of(shop.till.database)
    assert stat.S_IMODE(shop.mark.stat().st_mode) == 0o600


def test_a_sale_that_was_rolled_back_leaves_the_mark_where_it_was(shop: Shop) -> None:
    shop.sell()
    before = shop.mark.read_text()

    def fail() -> None:
        with shop.till.database.writing():
            shop.till.change_settings({"shop.name": "Kafeen AS"})
            raise FolderTrouble("disk_full", folder=shop.folder)

    with pytest.raises(FolderTrouble):
        fail()
    assert shop.mark.read_text() == before


def test_a_mark_that_is_behind_after_a_crash_refuses_nothing(shop: Shop) -> None:
    shop.sell()
    behind = shop.mark.read_text()
    shop.sell()
    shop.mark.write_text(behind)
    shop.reopen()
    shop.sell()
    assert high_water.read(shop.mark.parent) == high_water.of(shop.till.database)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"row": 1}', '{"row":-1,"hash":"","nr":0,"signature":"","series":{}}', "\x00"]
)
def test_a_mark_that_cannot_be_read_refuses_nothing_and_is_written_anew(shop: Shop, content: str) -> None:
    shop.sell()
    shop.mark.write_text(content)
    shop.reopen()
    shop.sell()
    assert high_water.read(shop.mark.parent) == high_water.of(shop.till.database)


def test_a_mark_that_was_cut_short_while_it_was_written_is_the_one_before(shop: Shop) -> None:
    shop.sell()
    before = high_water.read(shop.mark.parent)
    told = shop.mark.read_bytes()
    shop.sell()
    after = shop.mark.read_bytes()
    told = told.ljust(len(after), b"\x00")
    cut = next(place for place, (one, other) in enumerate(zip(told, after, strict=True)) if one != other) + 200
    shop.mark.write_bytes(after[:cut] + told[cut:])
    assert high_water.read(shop.mark.parent) == before
    shop.reopen()
    shop.sell()
    assert high_water.read(shop.mark.parent) == high_water.of(shop.till.database)


def test_a_mark_of_an_earlier_version_is_known_and_gone_on_from(older: Shop) -> None:
    done = high_water.read(older.mark.parent)
    assert done is not None
    older.mark.write_text(json.dumps(done.facts(), separators=(",", ":")))
    with pytest.raises(SettingWrong, match="database_older_than_done"):
        older.reopen().sell(a_cart(), BY_CARD)
    older.till.signing.take_up("kari")
    assert high_water.read(older.mark.parent) == high_water.of(older.till.database)


def test_a_database_without_its_mark_sells_on(shop: Shop) -> None:
    shop.sell()
    shop.mark.unlink()
    shop.reopen()
    shop.sell()
    assert shop.till.ledger.count() == 2


def test_a_mark_that_cannot_be_written_stops_no_sale(shop: Shop) -> None:
    shop.sell()
    shop.mark.unlink()
    shop.mark.mkdir()
    shop.sell()
    assert shop.till.ledger.count() == 2
    assert high_water.read(shop.mark.parent) != high_water.of(shop.till.database)


def test_an_older_database_sells_nothing_and_says_why(older: Shop) -> None:
    for _ in range(2):
        with pytest.raises(SettingWrong, match="database_older_than_done") as refused:
            older.sell()
        assert refused.value.problem.values == {"done": "5", "here": "3"}
        older.reopen()
    assert older.till.ledger.count() == 2


def test_an_older_database_neither_moves_the_mark_nor_outgrows_it_by_events(older: Shop) -> None:
    before = older.mark.read_text()
    for number in range(9):
        older.till.change_settings({"shop.name": f"Kafé {number}"})
    assert older.mark.read_text() == before
    with pytest.raises(SettingWrong, match="database_older_than_done"):
        older.reopen().day.open(Money(100_00))
    found = audit(older.till.database, older.till.signing.store)
    assert found.cut_off is not None


def test_an_older_database_gives_no_number_of_a_report_or_a_bill_either(older: Shop) -> None:
    till = older.till
    till.change_settings({"printer.kind": "file", "printer.address": "/nowhere"})
    for numbered in (lambda: till.day.close("kari"), lambda: till.prints.provisional(a_cart())):
        with pytest.raises(SettingWrong, match="database_older_than_done"):
            numbered()
    till.signing.take_up("kari")
    assert till.day.close("kari").number == 1


def test_events_that_are_missing_are_noticed_as_well_as_sales(shop: Shop) -> None:
    shop.sell()
    shop.keep_copy()
    shop.till.change_settings({"shop.name": "Kafeen AS"})
    shop.put_back()
    with pytest.raises(SettingWrong, match="database_older_than_done"):
        shop.sell()


def test_a_manager_takes_up_the_numbers_and_everything_goes_on_after_them(older: Shop) -> None:
    done = high_water.read(older.mark.parent)
    assert done is not None
    row = older.till.signing.take_up("kari")
    assert row.operator_id == "kari"
    sold = older.till.sell(a_cart(), BY_CARD).sale
    assert sold.receipt_no == "S-000005"
    last = max((row for row in journal.rows(older.till.database) if row.is_transaction), key=lambda row: row.number)
    assert last.facts["nr"] == done.nr + 1
    found = audit(older.till.database, older.till.signing.store)
    assert found.holds
    (gap,) = found.gaps
    assert (gap.row, gap.before.nr, gap.after.nr) == (row.number, 3, 5)
    assert high_water.read(older.mark.parent) == high_water.of(older.till.database)


def test_the_signature_after_the_gap_goes_on_from_that_of_the_mark(older: Shop) -> None:
    done = high_water.read(older.mark.parent)
    assert done is not None
    older.till.signing.take_up("kari")
    assert register.last(older.till.database) == (done.nr, done.signature)
    older.reopen()
    older.sell(2)
    assert audit(older.till.database, older.till.signing.store).holds


def test_a_gap_that_was_written_into_the_past_is_not_believed(older: Shop) -> None:
    older.till.signing.take_up("kari")
    older.sell()
    facts = {name: high_water.of(older.till.database).facts() for name in ("from", "to")}
    facts["from"]["nr"], facts["to"]["nr"] = 2, 40
    with older.till.database.writing():
        journal.append(older.till.database, older.till.now(), register.TAKEN_UP, facts)
    found = audit(older.till.database, older.till.signing.store).wrong_signature
    assert found is not None
    assert found.row == journal.newest(older.till.database)


def test_a_cashier_takes_up_no_numbers(older: Shop) -> None:
    with pytest.raises(MoveRefused):
        older.till.signing.take_up("amina")
    with pytest.raises(SettingWrong, match="database_older_than_done"):
        older.sell()


def test_there_is_nothing_to_take_up_where_nothing_is_missing(shop: Shop) -> None:
    shop.sell()
    with pytest.raises(MoveRefused, match="numbers_not_missing"):
        shop.till.signing.take_up("kari")


def test_the_mark_says_what_was_done_and_no_more(shop: Shop) -> None:
    shop.sell()
    _, told = mark_file.read(shop.mark)
    assert set(json.loads(told)) == {
        "row", "hash", "nr", "signature", "series", "sales", "returns",
    }  # fmt: skip


def test_the_grand_totals_go_on_from_the_z_that_was_lost(shop: Shop) -> None:
    shop.sell()
    shop.till.day.close("kari")
    shop.keep_copy()
    shop.clock.advance(days=1)
    shop.sell()
    lost = shop.till.day.close("kari")
    shop.put_back().signing.take_up("kari")
    shop.clock.advance(days=1)
    shop.sell()
    report = shop.till.day.close("kari")
    assert report.grand.sales == lost.grand.sales + report.cash_sales
    assert disagreements(shop.till.database) == ()
    (path,) = shop.till.exports.saft(lost.day, report.day, shop.folder.parent)
    assert f"<reportGrandTotalSales>{report.grand.sales}<" in path.read_text("utf-8")
