"""Day settlements in the outbox beside invoices, and what is kept of the accounting system's chart and ledger.

Frozen once released. An entry is of a sale or of a Z (`settlement`, its number), never of both. `vat_path` and
`vat_ore` are the way and the VAT that its body was made for. The ledger is kept as it was read, whole, for one window
of days; `ledger_read` says which, and when.
"""

from peewee import Database
from playhouse.migrate import SqliteMigrator

_KEPT = (
    "reference, sale_id, created_utc, customer_remote_id, customer_number, customer_name, total_ore, state, version, "
    "attempts, not_before_utc, payload, quarantine_boot, quarantine_since_s, problem_code, problem_values, "
    "remote_order_id, remote_order_no, remote_invoice_no, remote_total_ore, remote_paid"
)
_OUTBOX = f"""
PRAGMA defer_foreign_keys = ON;
CREATE TEMPORARY TABLE kept_outbox AS SELECT {_KEPT} FROM outbox;
DROP TABLE outbox;

CREATE TABLE outbox (
    reference TEXT PRIMARY KEY, sale_id TEXT UNIQUE REFERENCES sale(id), created_utc TEXT NOT NULL,
    customer_remote_id TEXT, customer_number INTEGER, customer_name TEXT, total_ore INTEGER NOT NULL,
    state TEXT NOT NULL, version INTEGER NOT NULL, attempts INTEGER NOT NULL, not_before_utc TEXT,
    payload BLOB, quarantine_boot TEXT, quarantine_since_s REAL, problem_code TEXT, problem_values TEXT,
    remote_order_id TEXT, remote_order_no INTEGER, remote_invoice_no INTEGER, remote_total_ore INTEGER,
    remote_paid INTEGER, settlement INTEGER UNIQUE, vat_path TEXT, vat_ore INTEGER, remote_vat_ore INTEGER,
    CHECK ((sale_id IS NULL) <> (settlement IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO outbox ({_KEPT}) SELECT {_KEPT} FROM kept_outbox;
DROP TABLE kept_outbox;
CREATE INDEX outbox_open ON outbox(created_utc) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX outbox_state ON outbox(state, created_utc);
CREATE INDEX outbox_created ON outbox(created_utc);
CREATE INDEX outbox_customer ON outbox(customer_remote_id, created_utc) WHERE customer_remote_id IS NOT NULL
"""
_MIRRORS = """
CREATE TABLE remote_account (
    number INTEGER PRIMARY KEY, remote_id TEXT NOT NULL, name TEXT NOT NULL, vat_code TEXT NOT NULL,
    active INTEGER NOT NULL, locked INTEGER NOT NULL
) STRICT;

CREATE TABLE remote_vat_code (
    remote_id TEXT PRIMARY KEY, code TEXT NOT NULL, rate INTEGER NOT NULL, valid_from TEXT, valid_to TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE remote_posting (
    id TEXT PRIMARY KEY, voucher_id TEXT NOT NULL, voucher_no INTEGER, voucher_type TEXT NOT NULL, reference TEXT,
    account_no INTEGER NOT NULL, day TEXT NOT NULL, amount_ore INTEGER NOT NULL, vat_code TEXT, vat_rate INTEGER,
    vat_ore INTEGER NOT NULL, words TEXT NOT NULL, is_reversed INTEGER NOT NULL, reverses TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX remote_posting_day ON remote_posting(day);

CREATE TABLE ledger_read (
    id INTEGER PRIMARY KEY CHECK (id = 1), since TEXT NOT NULL, until TEXT NOT NULL, read_utc TEXT NOT NULL
) STRICT
"""


def up(migrator: SqliteMigrator, db: Database) -> None:
    for statement in (_OUTBOX + ";" + _MIRRORS).split(";"):
        if statement.strip():
            db.execute_sql(statement)
    db.execute_sql(
        "CREATE TRIGGER outbox_never_delete BEFORE DELETE ON outbox "
        "BEGIN SELECT RAISE(ABORT, 'outbox rows are never deleted'); END"
    )
    db.execute_sql("PRAGMA user_version = 8")
