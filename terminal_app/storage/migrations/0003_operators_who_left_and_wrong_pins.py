"""Operators who have left, PINs for a first start, and the wrong PINs in a row. Frozen once released.

`file_pin_hash` is the PIN that the provisioning file gave, so that a PIN changed at the till outlives another `init`.
"""

from peewee import Database
from playhouse.migrate import SqliteMigrator

_CHANGES = """
ALTER TABLE operator ADD COLUMN active INTEGER NOT NULL DEFAULT 1;
ALTER TABLE operator ADD COLUMN must_change_pin INTEGER NOT NULL DEFAULT 0;
ALTER TABLE operator ADD COLUMN file_pin_hash TEXT;

CREATE TABLE pin_trial (
    operator_id TEXT PRIMARY KEY REFERENCES operator(id), wrong INTEGER NOT NULL, last_utc TEXT
) STRICT, WITHOUT ROWID;
"""


def up(migrator: SqliteMigrator, db: Database) -> None:
    for statement in _CHANGES.split(";"):
        if statement.strip():
            db.execute_sql(statement)
    db.execute_sql(
        "CREATE TRIGGER operator_never_delete BEFORE DELETE ON operator "
        "BEGIN SELECT RAISE(ABORT, 'operators are never deleted: receipts name them'); END"
    )
    db.execute_sql("PRAGMA user_version = 3")
