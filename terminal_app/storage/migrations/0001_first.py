"""The first schema: catalogue, ledger, journal, outbox, timetable. Frozen once released.

Amounts are whole øre, quantities thousandths, rates hundredths of a per cent, times ISO 8601 in UTC with
microseconds (so that text order is time order) except `sale.sold_at`, which keeps the shop's own offset.
"""

from peewee import Database
from playhouse.migrate import SqliteMigrator

_TABLES = """
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE operator (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, pin_hash TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE category (
    name TEXT PRIMARY KEY, position INTEGER NOT NULL, icon TEXT NOT NULL, tone TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
    sku TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, price_ore INTEGER NOT NULL,
    vat_rate INTEGER NOT NULL, takeaway_vat_rate INTEGER, category TEXT NOT NULL REFERENCES category(name),
    barcode TEXT UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
    id INTEGER PRIMARY KEY, remote_id TEXT NOT NULL UNIQUE, number INTEGER NOT NULL, name TEXT NOT NULL,
    organization_number TEXT, email TEXT, phone TEXT, city TEXT, is_person INTEGER NOT NULL,
    archived INTEGER NOT NULL, delivery TEXT, payment_term_days INTEGER, changed_utc TEXT
) STRICT;
CREATE INDEX customer_number ON customer(number);
CREATE INDEX customer_name ON customer(name);
CREATE VIRTUAL TABLE customer_words USING fts5(
    words, tokenize='unicode61 remove_diacritics 0', prefix='1 2 3', content='', contentless_delete=1
);
CREATE TABLE customer_use (
    remote_id TEXT PRIMARY KEY, last_used_utc TEXT NOT NULL, uses INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_use_last ON customer_use(last_used_utc);

CREATE TABLE series (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE sale (
    id TEXT PRIMARY KEY, receipt_no TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, sold_at TEXT NOT NULL,
    sold_utc TEXT NOT NULL, operator_id TEXT NOT NULL, serving TEXT NOT NULL, total_ore INTEGER NOT NULL,
    rounding_ore INTEGER NOT NULL, customer_remote_id TEXT, customer_number INTEGER, customer_name TEXT,
    note TEXT NOT NULL, internal_note TEXT NOT NULL, reference TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sale_when ON sale(sold_utc);

CREATE TABLE sale_line (
    sale_id TEXT NOT NULL REFERENCES sale(id), position INTEGER NOT NULL, kind TEXT NOT NULL, sku TEXT,
    name TEXT NOT NULL, category TEXT, quantity_milli INTEGER NOT NULL, unit_price_ore INTEGER NOT NULL,
    vat_code TEXT NOT NULL, vat_rate INTEGER NOT NULL, vat_valid_from TEXT NOT NULL,
    net_ore INTEGER NOT NULL, vat_ore INTEGER NOT NULL, gross_ore INTEGER NOT NULL,
    PRIMARY KEY (sale_id, position), CHECK (net_ore + vat_ore = gross_ore)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (
    sale_id TEXT NOT NULL REFERENCES sale(id), position INTEGER NOT NULL, channel TEXT NOT NULL,
    amount_ore INTEGER NOT NULL, PRIMARY KEY (sale_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    id INTEGER PRIMARY KEY, at_utc TEXT NOT NULL, kind TEXT NOT NULL, operator_id TEXT, sale_id TEXT,
    facts TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
    reference TEXT PRIMARY KEY, sale_id TEXT NOT NULL UNIQUE REFERENCES sale(id), created_utc TEXT NOT NULL,
    customer_remote_id TEXT, customer_number INTEGER, customer_name TEXT, total_ore INTEGER NOT NULL,
    state TEXT NOT NULL, version INTEGER NOT NULL, attempts INTEGER NOT NULL, not_before_utc TEXT,
    payload BLOB, quarantine_boot TEXT, quarantine_since_s REAL, problem_code TEXT, problem_values TEXT,
    remote_order_id TEXT, remote_order_no INTEGER, remote_invoice_no INTEGER, remote_total_ore INTEGER,
    remote_paid INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_open ON outbox(created_utc) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX outbox_state ON outbox(state, created_utc);
CREATE INDEX outbox_created ON outbox(created_utc);

CREATE TABLE attempt (
    reference TEXT NOT NULL REFERENCES outbox(reference), position INTEGER NOT NULL, at_utc TEXT NOT NULL,
    what TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (reference, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
    name TEXT PRIMARY KEY, next_due_utc TEXT, last_start_utc TEXT, last_ok_utc TEXT, last_problem TEXT,
    fails INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
"""

_FINAL = ("sale", "sale_line", "payment", "journal", "attempt")


def up(migrator: SqliteMigrator, db: Database) -> None:
    for statement in _TABLES.split(";"):
        if statement.strip():
            db.execute_sql(statement)
    for table in _FINAL:
        for verb in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_never_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    db.execute_sql(
        "CREATE TRIGGER outbox_never_delete BEFORE DELETE ON outbox "
        "BEGIN SELECT RAISE(ABORT, 'outbox rows are never deleted'); END"
    )
    db.execute_sql("PRAGMA user_version = 1")
