"""Discounts, notes and weights on lines, sales that are partly on invoice, parked carts, prints and signatures.

Frozen once released. `sale.paid_receipt_no` is the sales receipt of the part that was paid at once, where the rest went
on an invoice. `discount_ore` is what was taken off a line by hand, its share of the whole sale's discount included;
`list_price_ore` is the product's own price where another was charged. `parked.contents` and `print_job.paper` are JSON.
"""

from peewee import Database
from playhouse.migrate import SqliteMigrator

_CHANGES = """
ALTER TABLE product ADD COLUMN unit TEXT NOT NULL DEFAULT 'piece';
ALTER TABLE product ADD COLUMN open_price INTEGER NOT NULL DEFAULT 0;

ALTER TABLE sale ADD COLUMN paid_receipt_no TEXT;
CREATE UNIQUE INDEX sale_paid_receipt ON sale(paid_receipt_no) WHERE paid_receipt_no IS NOT NULL;
CREATE INDEX sale_customer ON sale(customer_remote_id, sold_utc) WHERE customer_remote_id IS NOT NULL;
CREATE INDEX sale_amount ON sale(total_ore, sold_utc);
CREATE INDEX outbox_customer ON outbox(customer_remote_id, created_utc) WHERE customer_remote_id IS NOT NULL;

ALTER TABLE sale_line ADD COLUMN unit TEXT NOT NULL DEFAULT 'piece';
ALTER TABLE sale_line ADD COLUMN list_price_ore INTEGER;
ALTER TABLE sale_line ADD COLUMN discount_ore INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale_line ADD COLUMN note TEXT NOT NULL DEFAULT '';

CREATE TABLE parked (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, parked_at TEXT NOT NULL, parked_utc TEXT NOT NULL,
    operator_id TEXT NOT NULL, contents TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE print_job (
    id INTEGER PRIMARY KEY, sale_id TEXT REFERENCES sale(id), kind TEXT NOT NULL, made_utc TEXT NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL, printed_utc TEXT, problem_code TEXT, problem_values TEXT, paper TEXT
) STRICT;
CREATE INDEX print_job_open ON print_job(id) WHERE state IN ('waiting','printing','failed','unknown');
CREATE INDEX print_job_sale ON print_job(sale_id);
CREATE UNIQUE INDEX print_job_one_copy ON print_job(sale_id) WHERE kind = 'copy';

CREATE TABLE sale_signature (
    sale_id TEXT PRIMARY KEY REFERENCES sale(id), signed_by TEXT NOT NULL, strokes TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE customer_hour (
    hour INTEGER NOT NULL, remote_id TEXT NOT NULL, uses INTEGER NOT NULL, PRIMARY KEY (hour, remote_id)
) STRICT, WITHOUT ROWID;
INSERT INTO customer_hour (hour, remote_id, uses)
    SELECT CAST(SUBSTR(sold_at, 12, 2) AS INTEGER), customer_remote_id, COUNT(*) FROM sale
    WHERE customer_remote_id IS NOT NULL AND original_id IS NULL GROUP BY 1, 2;
"""


def up(migrator: SqliteMigrator, db: Database) -> None:
    for statement in _CHANGES.split(";"):
        if statement.strip():
            db.execute_sql(statement)
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER sale_signature_never_{verb.lower()} BEFORE {verb} ON sale_signature "
            "BEGIN SELECT RAISE(ABORT, 'sale_signature is append-only'); END"
        )
    db.execute_sql(
        "CREATE TRIGGER print_job_never_delete BEFORE DELETE ON print_job "
        "BEGIN SELECT RAISE(ABORT, 'print_job rows are never deleted'); END"
    )
    db.execute_sql("PRAGMA user_version = 6")
