"""Whether the ledger's tables say of each sale what the signed journal says of it: who, when, each line, each payment.

The journal is what the law goes by; whoever changes the tables beside it is found here. Part of `books`; read-only.
"""

from __future__ import annotations

_SALES = (
    "journal j JOIN sale s ON s.id = j.sale_id {joined} WHERE j.kind IN ('sale', 'return') "
    "AND json_extract(j.facts, '$.nr') IS NOT NULL AND "
)


def _fact(name: str) -> str:
    return f"json_extract(j.facts, '$.{name}')"


def _scaled(written: str, by: int) -> str:
    """A number as the journal writes it, such as "-12.50", in so many parts of one."""
    return f"CAST(ROUND(CAST({written} AS REAL) * {by}) AS INTEGER)"


def _of(name: str) -> str:
    return f"json_extract(told.value, '$.{name}')"


def _differs(pairs: dict[str, str]) -> str:
    return "(" + " OR ".join(f"{column} IS NOT {told}" for column, told in pairs.items()) + ")"


_LINE = {
    "l.kind": _of("kind"),
    "l.sku": _of("sku"),
    "l.name": _of("name"),
    "l.category": _of("group"),
    "l.unit": _of("unit"),
    "l.note": f"COALESCE({_of('note')}, '')",
    "l.vat_code": _of("code"),
    "l.vat_rate": _scaled(_of("rate"), 100),
    "l.quantity_milli": _scaled(_of("quantity"), 1000),
    "l.unit_price_ore": _scaled(_of("price"), 100),
    "l.net_ore": _scaled(_of("net"), 100),
    "l.gross_ore": _scaled(_of("gross"), 100),
    "l.discount_ore": f"COALESCE({_scaled(_of('discount'), 100)}, 0)",
    "l.list_price_ore": _scaled(_of("list_price"), 100),
}
_PAYMENT = {
    "p.channel": "json_extract(told.value, '$[0]')",
    "p.amount_ore": _scaled("json_extract(told.value, '$[1]')", 100),
}
_SALE = {
    "SUBSTR(s.sold_at, 1, 19)": f"{_fact('date')} || 'T' || {_fact('time')}",
    "s.sold_utc": "j.at_utc",
    "s.operator_id": "j.operator_id",
    "s.kind": _fact("kind"),
    "s.rounding_ore": _scaled(_fact("rounding"), 100),
    "s.customer_number": _fact("customer"),
    "s.customer_name": _fact("customer_name"),
    "s.reason": f"COALESCE({_fact('reason')}, '')",
    "(SELECT o.receipt_no FROM sale o WHERE o.id = s.original_id)": _fact("original_receipt_no"),
}


def _counted(table: str, list_of: str) -> str:
    return f"(SELECT COUNT(*) FROM {table} c WHERE c.sale_id = s.id) <> json_array_length(j.facts, '$.{list_of}')"


def _rows(table: str, short: str, list_of: str, pairs: dict[str, str]) -> str:
    joined = (
        f"JOIN json_each(j.facts, '$.{list_of}') told "
        f"LEFT JOIN {table} {short} ON {short}.sale_id = s.id AND {short}.position = told.key"
    )
    return (
        f"SELECT DISTINCT s.receipt_no FROM {_SALES.format(joined=joined)}{_differs(pairs)} UNION "
        f"SELECT s.receipt_no FROM {_SALES.format(joined='')}{_counted(table, list_of)}"
    )


CHECKS = {
    "sale_is_not_as_told": f"SELECT s.receipt_no FROM {_SALES.format(joined='')}{_differs(_SALE)}",
    "lines_are_not_as_told": _rows("sale_line", "l", "lines", _LINE),
    "payments_are_not_as_told": _rows("payment", "p", "payments", _PAYMENT),
}
