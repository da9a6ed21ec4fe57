"""Returns that know their original sale, and a mirror of the accounting system's products. Frozen once released.

A return is a sale row of its own with negative quantities; each of its lines names the place of the line it takes back.
Prices are whole øre as the accounting system states them, rates hundredths of a per cent.
"""

from peewee import Database
from playhouse.migrate import SqliteMigrator

_CHANGES = """
ALTER TABLE sale ADD COLUMN original_id TEXT REFERENCES sale(id);
ALTER TABLE sale ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE sale_line ADD COLUMN original_position INTEGER;
CREATE INDEX sale_returns ON sale(original_id) WHERE original_id IS NOT NULL;

CREATE TABLE remote_product (
    code TEXT PRIMARY KEY, remote_id TEXT NOT NULL, name TEXT NOT NULL, price_ore INTEGER, account_no INTEGER,
    vat_code TEXT, vat_rate INTEGER, archived INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""


def up(migrator: SqliteMigrator, db: Database) -> None:
    for statement in _CHANGES.split(";"):
        if statement.strip():
            db.execute_sql(statement)
    db.execute_sql("PRAGMA user_version = 2")
