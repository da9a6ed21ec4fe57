"""A table of the desk: its columns where there is room, all of its words where there is none, and rows that lead on."""

from __future__ import annotations

from typing import Any

import pytest

from terminal_app.presenters.desk.rows import PageView
from terminal_app.presenters.desk.table import Cell, Head, Table, TableRow
from terminal_app.presenters.status import Badge
from tests.kivy_window import COMPACT, PORTRAIT, TillWindow
from tests.screens.desk.at_the_desk import faults

LONG = "3000 Salgsinntekt, avgiftspliktig, høy sats, uttak og annet som hører med"
HEADS = (Head("Konto"), Head("Mva-kode", minor=True), Head("Debet", right=True), Head("Kredit", right=True))
TABLE = Table(
    "voucher",
    HEADS,
    (
        TableRow((Cell("1950 Faktura kasse", detail="Fakturasalg"), "0", "1 003 075,00", ""), key="invoice"),
        TableRow((LONG, Cell("31", tone="bad"), "", "1 003 075,00"), tone="bad", detail="Salget har mva-kode 3."),
    ),
    (TableRow(("Sum", "", "1 003 075,00", "1 003 075,00"), state=Badge("I balanse", "check_circle", "ok")),),
)
MANY = Table("rates", (Head("Sats"), *(Head(f"Kolonne {n}", right=True) for n in range(9))), (
    TableRow(("25 %", *(["12 345 678,90"] * 9)), key="25"),
))  # fmt: skip


def shown(till: TillWindow, table: Table, size: tuple[int, int], pressed: list[tuple[str, str]] | None = None) -> Any:
    """The table as the only row of a page as wide as the window."""
    from terminal_app.screens.desk.page_column import PageColumn
    from terminal_app.screens.desk.row import Told
    from terminal_app.screens.theme import T

    till.resize(size)
    touched = [] if pressed is None else pressed
    told = Told(lambda *_: None, lambda key, part: touched.append((key, part)), lambda *_: None)

    def build() -> Any:
        T.fit(size[0])
        column = PageColumn("page", told)
        column.show(PageView("page", "", "", (table,)))
        return column

    column = till.show(build)
    till.settle()
    return column


def heads_drawn(column: Any) -> list[Any]:
    from terminal_app.screens.desk.table import TableGrid

    (grid,) = [one for one in column.walk(restrict=True) if isinstance(one, TableGrid)]
    return [mark for mark in grid.draw.marks if getattr(mark, "text", "") in {head.text for head in HEADS}]


def test_columns_stand_below_their_heads_where_there_is_room(till: TillWindow) -> None:
    heads = heads_drawn(shown(till, TABLE, COMPACT))
    assert [mark.text for mark in heads] == ["Konto", "Mva-kode", "Debet", "Kredit"]
    assert len({mark.box.y for mark in heads}) == 1


@pytest.mark.parametrize("table", [TABLE, MANY], ids=["voucher", "nine_amounts"])
@pytest.mark.parametrize("size", [COMPACT, PORTRAIT], ids=["counter", "handheld"])
def test_a_table_never_cuts_a_word_and_never_draws_one_over_another(
    till: TillWindow, table: Table, size: tuple[int, int]
) -> None:
    assert faults(shown(till, table, size), size) == []


def test_a_touched_row_says_which_it_is_and_a_row_without_a_key_is_not_touched(till: TillWindow) -> None:
    pressed: list[tuple[str, str]] = []
    shown(till, TABLE, COMPACT, pressed)
    finger = till.finger()
    finger.tap("desk.page.voucher.invoice")
    assert pressed == [("voucher", "invoice")]
    assert not finger.sees(LONG)
