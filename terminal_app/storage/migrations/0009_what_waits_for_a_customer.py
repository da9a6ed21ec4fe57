"""What waits for a customer is summed each time one is chosen, without what that customer bought before.

Frozen once released. The states are those of what the accounting system does not have, for all the till knows.
"""

from peewee import Database
from playhouse.migrate import SqliteMigrator


def up(migrator: SqliteMigrator, db: Database) -> None:
    db.execute_sql(
        "CREATE INDEX outbox_unsent ON outbox(customer_remote_id, total_ore) WHERE customer_remote_id IS NOT NULL AND "
        "state IN ('held', 'needs_customer', 'queued', 'sending', 'unknown', 'needs_attention')"
    )
    db.execute_sql("PRAGMA user_version = 9")
