"""The history of the sync's runs, the newest some thousand of them. Frozen once released."""

from peewee import Database
from playhouse.migrate import SqliteMigrator


def up(migrator: SqliteMigrator, db: Database) -> None:
    db.execute_sql(
        "CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, planned_utc TEXT, "
        "started_utc TEXT NOT NULL, ended_utc TEXT NOT NULL, sent INTEGER NOT NULL, already_there INTEGER NOT NULL, "
        "stopped INTEGER NOT NULL, still_queued INTEGER NOT NULL, problem_code TEXT, problem_values TEXT) STRICT"
    )
    db.execute_sql(
        "CREATE TRIGGER run_never_update BEFORE UPDATE ON run "
        "BEGIN SELECT RAISE(ABORT, 'a run that is over never changes'); END"
    )
    db.execute_sql("PRAGMA user_version = 5")
