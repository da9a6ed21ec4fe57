"""Products that stand on the favourites' shelf, and products taken out of the assortment. Frozen once released."""

from peewee import Database
from playhouse.migrate import SqliteMigrator


def up(migrator: SqliteMigrator, db: Database) -> None:
    db.execute_sql("ALTER TABLE product ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0")
    db.execute_sql("ALTER TABLE product ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0")
    db.execute_sql("PRAGMA user_version = 4")
