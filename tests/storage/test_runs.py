"""The history of runs: newest first, bounded, never changed, and there for a shop of the schema before it."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import peewee
import pytest
from playhouse.cysqlite_ext import CySqliteDatabase
from playhouse.migrations import Runner

from terminal_app.domain.problems import Problem
from terminal_app.domain.runs import Run, RunKind
from terminal_app.storage import database as storage
from terminal_app.storage.database import FILE_NAME, Database
from terminal_app.storage.runs import Runs

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def run_at(minutes: int) -> Run:
    began = NOON + timedelta(minutes=minutes)
    return Run(RunKind.SCHEDULED, began, began + timedelta(seconds=3), sent=minutes)


def test_a_run_is_read_as_it_was_written(database: Database) -> None:
    cut = Run(
        RunKind.ASKED,
        NOON,
        NOON + timedelta(seconds=2),
        sent=1,
        already_there=2,
        stopped=3,
        still_queued=4,
        problem=Problem("keys_refused", {"text": "ugyldig nøkkel"}),
        planned=NOON - timedelta(hours=1),
    )
    Runs(database).append(cut)
    assert Runs(database).newest(5) == (cut,)


def test_the_newest_runs_come_first_and_the_oldest_go_when_there_are_too_many(database: Database) -> None:
    runs = Runs(database, kept=3)
    for minutes in range(5):
        runs.append(run_at(minutes))
    assert [run.sent for run in runs.newest(2)] == [4, 3]
    assert [run.sent for run in runs.newest(100)] == [4, 3, 2]


def test_a_run_that_is_over_never_changes(database: Database) -> None:
    Runs(database).append(run_at(0))
    with pytest.raises(peewee.IntegrityError, match="never changes"), database.writing():
        database.execute("UPDATE run SET sent = 9")


def test_a_shop_of_the_fourth_schema_gets_an_empty_history_and_keeps_its_settings(tmp_path: Path) -> None:
    fourth = tmp_path / "fourth"
    fourth.mkdir()
    for frozen in sorted((Path(storage.__file__).parent / "migrations").glob("000[1-4]_*.py")):
        (fourth / frozen.name).write_bytes(frozen.read_bytes())
    with closing(CySqliteDatabase(str(tmp_path / FILE_NAME))) as old:
        Runner(old, str(fourth)).up()
        assert old.execute_sql("PRAGMA user_version").fetchone() == (4,)
        old.execute_sql("INSERT INTO setting VALUES ('shop.name', 'Kaffebaren')")
    with Database.open(tmp_path) as database:
        assert Runs(database).newest(5) == ()
        assert database.row("SELECT value FROM setting WHERE key = 'shop.name'") == ("Kaffebaren",)
        Runs(database).append(run_at(1))
        assert Runs(database).newest(5) == (run_at(1),)


@pytest.mark.parametrize(("late", "missed"), [(timedelta(seconds=45), False), (timedelta(hours=9), True)])
def test_a_run_long_after_its_time_was_missed(late: timedelta, missed: bool) -> None:
    run = Run(RunKind.SCHEDULED, NOON + late, NOON + late, planned=NOON)
    assert run.was_missed is missed
