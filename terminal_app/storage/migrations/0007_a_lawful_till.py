"""Numbered and signed transactions in the journal, guards on number series, and the tax code of each category.

Frozen once released. A transaction's number and signature are facts of its journal row, so that the row's own hash
covers them. `category.group_code` is of SAF-T's code list 04.
"""

from peewee import Database
from playhouse.migrate import SqliteMigrator

_CHANGES = (
    "ALTER TABLE category ADD COLUMN group_code TEXT NOT NULL DEFAULT '04999'",
    "CREATE UNIQUE INDEX journal_nr ON journal(json_extract(facts, '$.nr')) "
    "WHERE json_extract(facts, '$.nr') IS NOT NULL",
    "CREATE INDEX journal_sale ON journal(sale_id, kind) WHERE sale_id IS NOT NULL",
    "CREATE INDEX journal_at ON journal(at_utc)",
    "CREATE INDEX journal_rare ON journal(kind, id) WHERE kind NOT IN ('sale', 'line_corrected', 'drawer')",
    # INSERT OR REPLACE would take the old row away without a DELETE trigger.
    "CREATE TRIGGER journal_only_at_the_end BEFORE INSERT ON journal "
    "WHEN NEW.id IS NOT NULL AND NEW.id <> -1 AND EXISTS (SELECT 1 FROM journal WHERE id >= NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
    "CREATE TRIGGER journal_nr_only_on BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal "
    "WHERE json_extract(facts, '$.nr') IS NOT NULL AND json_extract(facts, '$.nr') >= json_extract(NEW.facts, '$.nr')) "
    "BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
    "CREATE TRIGGER series_never_back BEFORE UPDATE ON series WHEN NEW.last <= OLD.last OR NEW.kind <> OLD.kind "
    "BEGIN SELECT RAISE(ABORT, 'a number series only goes on'); END",
    "CREATE TRIGGER series_never_delete BEFORE DELETE ON series "
    "BEGIN SELECT RAISE(ABORT, 'a number series only goes on'); END",
)
_KEYS = {"sale": "id", "sale_line": "sale_id", "payment": "sale_id"}


def up(migrator: SqliteMigrator, db: Database) -> None:
    for statement in _CHANGES:
        db.execute_sql(statement)
    for table, column in _KEYS.items():
        whole = {"sale": "id = NEW.id OR receipt_no = NEW.receipt_no OR paid_receipt_no = NEW.paid_receipt_no"}.get(
            table, f"{column} = NEW.{column} AND position = NEW.position"
        )
        db.execute_sql(
            f"CREATE TRIGGER {table}_never_replaced BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {whole}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    db.execute_sql("PRAGMA user_version = 7")
