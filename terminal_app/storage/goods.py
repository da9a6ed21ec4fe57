"""The goods by number with their names alone, for files that name thousands of them and ask no price. Any thread."""

from __future__ import annotations

from .database import Database


def named(database: Database) -> list[tuple[str, str, str]]:
    """Number, name and category of all goods that there are, hidden ones too."""
    rows = database.rows("SELECT sku, name, category FROM product")
    return [(str(sku), str(name), str(category)) for sku, name, category in rows]
