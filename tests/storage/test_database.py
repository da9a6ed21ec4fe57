"""The data folder: one till at a time, durable settings of SQLite, migrations, and files that are not ours to open."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import cysqlite
import peewee
import pytest
from playhouse.cysqlite_ext import CySqliteDatabase
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from terminal_app.domain.problems import FolderTrouble
from terminal_app.storage import database as storage
from terminal_app.storage import tables
from terminal_app.storage.database import FILE_NAME, LOCK_NAME, SCHEMA_VERSION, Database
from terminal_app.storage.ledger import Ledger
from terminal_app.till import Till
from tests.till.counter import invoice

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
    import sys, time
    from pathlib import Path
    from terminal_app.storage.database import Database

    database = Database.open(Path(sys.argv[1]))
    print("holding", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_till_on(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the folder until it is killed."""
    program = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:
        assert program.stdout is not None
        assert program.stdout.readline() == "holding\n"
        try:
            yield program
        finally:
            program.kill()


def trouble_of(folder: Path, *, read_only: bool = False) -> str:
    with pytest.raises(FolderTrouble) as refused:
        Database.open(folder, read_only=read_only)
    assert refused.value.problem.values["folder"] == str(folder)
    return refused.value.problem.code


def test_a_second_till_on_the_folder_is_refused_until_the_first_is_gone_even_by_kill(tmp_path: Path) -> None:
    with another_till_on(tmp_path) as program:
        assert trouble_of(tmp_path) == "folder_in_use"
        os.kill(program.pid, signal.SIGKILL)
        program.wait()
        Database.open(tmp_path).close()


def test_a_folder_that_was_closed_twice_can_be_opened_again(tmp_path: Path) -> None:
    first = Database.open(tmp_path)
    first.close()
    first.close()
    with Database.open(tmp_path) as second:
        assert second.row("SELECT COUNT(*) FROM sale") == (0,)


def test_reading_beside_a_running_till_sees_its_sales_and_can_change_nothing(till: Till) -> None:
    sold = invoice(till)
    with Database.open(till.database.folder, read_only=True) as reader:
        assert Till(reader, till.now).ledger.sale_by_receipt("F-000001") is not None
        with pytest.raises(peewee.OperationalError, match="readonly"):
            reader.execute("INSERT INTO setting (key, value) VALUES ('shop.name', 'x')")
        invoice(till)
        assert reader.row("SELECT COUNT(*) FROM sale") == (2,)
    assert till.ledger.sale(sold.sale.id) is not None


@pytest.mark.parametrize("name", ["a#b", "50 % av", "hva?", "blåbær og løk"])
def test_a_folder_of_any_name_can_be_read_beside_a_till(tmp_path: Path, name: str) -> None:
    with Database.open(tmp_path / name), Database.open(tmp_path / name, read_only=True) as reader:
        assert reader.row("PRAGMA user_version") == (SCHEMA_VERSION,)


def test_every_connection_writes_ahead_flushes_fully_and_keeps_foreign_keys(database: Database) -> None:
    seen: list[list[object]] = []

    def read() -> None:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        seen.append([database.rows(f"PRAGMA {pragma}")[0][0] for pragma in pragmas])
        database.release_thread()

    read()
    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert seen == [["wal", 2, 1], ["wal", 2, 1]]


def test_the_folder_and_its_files_are_the_owners_alone(database: Database) -> None:
    assert stat.S_IMODE(database.folder.stat().st_mode) == 0o700
    for name in (FILE_NAME, f"{FILE_NAME}-wal", LOCK_NAME):
        assert stat.S_IMODE((database.folder / name).stat().st_mode) == 0o600


def test_the_migrated_schema_is_what_the_models_say(database: Database) -> None:
    found = diff_models(database._connection, tables.ALL)
    assert [model._meta.table_name for model in found.create_tables] == []
    assert [field.name for field in found.add_columns] == []
    assert list(found.drop_columns) == []
    for model in tables.ALL:
        columns = database.rows(f"PRAGMA table_info({model._meta.table_name})")
        must = {name for _, name, _, not_null, _, key in columns if not_null or key}
        assert must == {f.column_name for f in model._meta.sorted_fields if not f.null}, model


def test_a_column_that_a_model_lacks_would_be_found(database: Database) -> None:
    database.execute("ALTER TABLE customer ADD COLUMN fax TEXT")
    assert list(diff_models(database._connection, tables.ALL).drop_columns) == [("customer", "fax")]


def test_opening_again_migrates_nothing(tmp_path: Path) -> None:
    with Database.open(tmp_path) as first:
        applied = first.rows("SELECT name, applied FROM schema_migration")
    with Database.open(tmp_path) as second:
        assert second.rows("SELECT name, applied FROM schema_migration") == applied
    files = (Path(storage.__file__).parent / "migrations").glob("0*.py")
    assert sorted(name for name, _ in applied) == sorted(file.stem for file in files)


def test_a_shop_of_the_first_schema_keeps_its_sales_and_may_return_them(
    tmp_path: Path,
) -> None:
    first = tmp_path / "first"
    first.mkdir()
    frozen = Path(storage.__file__).parent / "migrations" / "0001_first.py"
    (first / frozen.name).write_bytes(frozen.read_bytes())
    with closing(CySqliteDatabase(str(tmp_path / FILE_NAME))) as old:
        Runner(old, str(first)).up()
        old.execute_sql(
            "INSERT INTO sale VALUES ('s', 'S-000001', 'sale', '2026-11-01T10:00:00+01:00', "
            "'2026-11-01T09:00:00.000000Z', 'kari', 'eat_in', 5200, 0, NULL, NULL, NULL, '', '', '')"
        )
        old.execute_sql(
            "INSERT INTO sale_line VALUES ('s', 0, 'item', '1001', 'Kaffe latte', 'Kaffe', 1000, 5200, '3', 2500, "
            "'2005-01-01', 4160, 1040, 5200)"
        )
    with Database.open(tmp_path) as database:
        kept = Ledger(database).sale_by_receipt("S-000001")
        assert kept is not None
        assert (str(kept.total), kept.lines[0].name) == ("52.00", "Kaffe latte")
        assert database.row("SELECT original_id, reason FROM sale") == (None, "")


def test_a_migration_that_fails_leaves_no_half_schema_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        run = peewee.SqliteDatabase.execute_sql

        def failing(self: peewee.SqliteDatabase, sql: str, *arguments: object, **options: object) -> object:
            if "outbox_never_delete" in sql:
                raise peewee.OperationalError("database or disk is full")
            return run(self, sql, *arguments, **options)

        patch.setattr(peewee.SqliteDatabase, "execute_sql", failing)
        assert trouble_of(tmp_path) == "database_failed"
    kept = cysqlite.connect(str(tmp_path / FILE_NAME))
    assert kept.execute("SELECT name FROM sqlite_master WHERE name = 'sale'").fetchall() == []
    kept.close()
    with Database.open(tmp_path) as database:
        assert database.row("SELECT COUNT(*) FROM sale") == (0,)


def test_a_database_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    with Database.open(tmp_path) as database:
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert trouble_of(tmp_path) == "database_newer"
    assert trouble_of(tmp_path, read_only=True) == "database_other_version"


def test_a_file_that_is_no_database_is_refused_as_damaged_and_kept(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all " * 500)
    assert trouble_of(tmp_path) == "database_damaged"
    assert trouble_of(tmp_path, read_only=True) == "database_damaged"
    assert (tmp_path / FILE_NAME).read_bytes().startswith(b"not a database")


def test_a_damaged_page_met_later_ends_the_use_of_the_folder_as_damaged(tmp_path: Path) -> None:
    with Database.open(tmp_path) as database:
        page_size = int(database.rows("PRAGMA page_size")[0][0])
        root = int(database.rows("SELECT rootpage FROM sqlite_master WHERE name = 'product'")[0][0])
    with (tmp_path / FILE_NAME).open("r+b") as file:
        file.seek((root - 1) * page_size)
        file.write(b"\xff" * page_size)
    with pytest.raises(FolderTrouble) as refused, Database.open(tmp_path) as database:
        Till(database, lambda: pytest.fail("no clock is needed")).catalog.products()
    assert refused.value.problem.code == "database_damaged"


def test_a_folder_without_a_shop_cannot_be_read_and_is_not_made(tmp_path: Path) -> None:
    assert trouble_of(tmp_path / "none", read_only=True) == "folder_empty"
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_made_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FolderTrouble) as refused:
        Database.open(tmp_path / "file" / "shop")
    assert refused.value.problem.code == "folder_not_writable"
    assert refused.value.problem.values["reason"]


def test_an_sqlite_that_can_corrupt_the_log_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "sqlite_version", lambda: (3, 51, 2))
    with pytest.raises(FolderTrouble, match="sqlite_too_old"):
        Database.open(tmp_path)


def test_threads_that_write_at_once_wait_for_each_other_and_lose_nothing(database: Database) -> None:
    database.execute("INSERT INTO setting (key, value) VALUES ('count', '0')")
    together, failures = threading.Barrier(4), []

    def count_up() -> None:
        together.wait()
        try:
            for _ in range(25):
                with database.writing():
                    ((count,),) = database.rows("SELECT value FROM setting WHERE key = 'count'")
                    database.execute("UPDATE setting SET value = ? WHERE key = 'count'", (str(int(count) + 1),))
        except peewee.PeeweeException as error:
            failures.append(error)
        database.release_thread()

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert database.rows("SELECT value FROM setting WHERE key = 'count'") == [("100",)]


def test_a_transaction_takes_the_write_at_its_start_so_that_it_never_fails_half_way(database: Database) -> None:
    other = cysqlite.connect(str(database.folder / FILE_NAME), timeout=0)
    with database.writing(), pytest.raises(cysqlite.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


def test_what_fails_inside_a_nested_transaction_undoes_the_outer_one_too(database: Database) -> None:
    put = "INSERT INTO setting (key, value) VALUES (?, '')"

    def write_both() -> None:
        with database.writing():
            database.execute(put, ("outer",))
            with database.writing():
                database.execute(put, ("inner",))
                database.execute(put, ("inner",))

    with pytest.raises(peewee.IntegrityError):
        write_both()
    assert database.rows("SELECT key FROM setting") == []


@pytest.mark.parametrize("many", [False, True])
def test_a_full_disk_ends_the_use_of_the_folder_in_one_clear_trouble(tmp_path: Path, many: bool) -> None:
    put, row = "INSERT INTO setting (key, value) VALUES (?, ?)", ("shop.name", "x" * 1_000_000)

    def fill() -> None:
        with Database.open(tmp_path) as database:
            database.execute("PRAGMA max_page_count = 1")
            _ = database.execute_many(put, [row]) if many else database.execute(put, row)

    with pytest.raises(FolderTrouble) as refused:
        fill()
    assert refused.value.problem.code == "database_failed"
    assert "full" in refused.value.problem.values["reason"]
