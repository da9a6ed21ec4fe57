"""A paper as the bytes a receipt printer understands: ESC/POS in code page 858, markings twice as large.

Owns the commands, not the way to the printer; python-escpos is loaded at the first print. Any thread.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from ..reports.columns import Row, rows_of
from ..reports.paper import Paper, Strokes

COLUMNS = {"80": 42, "58": 32}
"""Letters in a row of font A by the width of the roll in millimetres; 42 fit every printer of 80 mm."""
DOTS_PER_COLUMN = 12
CODE_PAGE = b"\x1bt\x13"
"""ESC t 19: code page 858, Western with the euro. INIT forgets it, so each paper sets it."""
KICK = b"\x1bp\x0022"
"""ESC p 0: a pulse of 100 ms on pin 2, where drawers are connected, and as long a rest."""
ASK_WHEN_DONE = b"\x1dr\x01"
"""GS r 1: answered when all that came before is printed."""
ASK_PRINTER, ASK_OFFLINE_CAUSE, ASK_PAPER = b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04"
"""DLE EOT n: answered at once with one byte, also by a printer that is busy or out of paper."""
STATUS_MASK, STATUS = 0x93, 0x12
"""The bits that every such answer has, and no byte of an automatic status."""
DRAWER_HIGH = 0x04
"""In the answer to DLE EOT 1: pin 3 of the drawer's connector, its switch, is high."""
COVER, PAPER_END, ERROR = 0x04, 0x20, 0x40
"""In the answer to DLE EOT 2: what keeps it from printing."""
ROLL_END = 0x60
"""In the answer to DLE EOT 4: there is no paper in it."""
_LOOKALIKES = str.maketrans(
    {
        "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "“": '"',
        "”": '"', "„": '"', "‘": "'", "’": "'", "•": "*", "…": "...", "·": "\u00b7", "Œ": "OE", "œ": "oe", "ı": "i",
        "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Š": "S", "š": "s", "Ž": "Z", "ž": "z",
    }
)  # fmt: skip


def receipt_bytes(papers: Sequence[Paper], width_mm: str, *, drawer: bool = False) -> bytes:
    """The papers one after the other, each cut off; `drawer` opens the drawer first. 80 or 58 mm wide."""
    from escpos.printer import Dummy

    printer = Dummy()
    columns = COLUMNS[width_mm]
    if drawer:
        printer._raw(KICK)
    for paper in papers:
        printer.hw("INIT")
        printer._raw(CODE_PAGE)
        drawing = paper.strokes
        for row in rows_of(paper, columns):
            if row.style == "sign" and not row.text and paper.strokes:
                if drawing:
                    printer.image(_picture(drawing, columns * DOTS_PER_COLUMN), impl="bitImageRaster")
                drawing = ()
                continue
            _print_row(printer, row)
        printer.cut()
    return bytes(printer.output)


def _print_row(printer: Any, row: Row) -> None:
    large = row.style in ("heading", "marking")
    bold = large or row.style == "strong"
    if large:
        printer.set(bold=bold, double_height=True, double_width=row.double)
    elif bold:
        printer.set(bold=True)
    printer._raw(encoded(row.text) + b"\n")
    if bold:
        printer.set(bold=False, normal_textsize=True)


def encoded(text: str) -> bytes:
    """The text in the printer's code page: a letter it lacks becomes the one it comes from, the rest a question mark.

    As many bytes as letters, but for the few that stand for two; columns of amounts hold none of those.
    """
    return b"".join(_letter(letter) for letter in unicodedata.normalize("NFC", text).translate(_LOOKALIKES))


def _letter(letter: str) -> bytes:
    try:
        return letter.encode("cp858")
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", letter)[0]
        return plain.encode("cp858", "replace")


def _picture(strokes: Strokes, width: int) -> Any:
    """The signature in black on white, as wide as the paper, its points in thousandths of that."""
    from PIL import Image, ImageDraw

    height = max(y for stroke in strokes for _, y in stroke) * width // 1000 + 8
    picture = Image.new("1", (width, height), 1)
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        points = [(x * (width - 4) // 1000 + 2, y * (width - 4) // 1000 + 2) for x, y in stroke]
        pen.line(points if len(points) > 1 else points * 2, fill=0, width=3)
    return picture
