"""The bytes that a receipt printer gets: letters, sizes, drawer, cut and signatures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from terminal_app.printing.escpos_bytes import encoded, receipt_bytes
from terminal_app.reports.paper import Paper, PaperLine
from tests.reports.receipts import papers

CUT, CODE_PAGE_858, KICK, RASTER = b"\x1dV", b"\x1bt\x13", b"\x1bp", b"\x1dv0"
DOUBLE_BOTH, DOUBLE_HEIGHT = b"\x1b!\x30", b"\x1b!\x10"


def written(page: bytes) -> list[tuple[int, bytes]]:
    """The rows of text on a page, each with the size (ESC !) that it is printed in."""
    size, rows = 0, []
    page = re.sub(rb"\x1bE.", b"", page, flags=re.DOTALL)  # bold is no size
    for part in re.split(rb"(\x1b!.|\n)", page, flags=re.DOTALL):
        if part.startswith(b"\x1b!"):
            size = part[2]
        elif part.strip():
            rows.append((size, part))
    return rows


@pytest.mark.parametrize(
    ("text", "bytes_written"),
    [
        ("æøå ÆØÅ", b"\x91\x9b\x86 \x92\x9d\x8f"),
        ("€ 1\u00a0234,50", b"\xd5 1 234,50"),
        ("−52,00 × 2 – “é”", b'-52,00 \x9e 2 - "\x82"'),
        ("Łódź", b"L\xa2dz"),
        ("☕", b"?"),
    ],
)
def test_norwegian_letters_and_the_euro_are_printed_and_others_by_what_they_come_from(
    text: str, bytes_written: bytes
) -> None:
    assert encoded(text) == bytes_written


def test_each_paper_begins_with_the_code_page_and_is_cut_off() -> None:
    both = receipt_bytes(papers()["partly_invoiced"], "80")
    assert (both.count(CODE_PAGE_858), both.count(CUT)) == (2, 2)
    assert both.index(CODE_PAGE_858) < both.index(b"Salgskvittering")


def test_the_drawer_opens_before_anything_is_printed_and_only_when_asked() -> None:
    sale = papers()["sale_cash"]
    assert receipt_bytes(sale, "80", drawer=True).startswith(KICK)
    assert KICK not in receipt_bytes(sale, "80")


@pytest.mark.parametrize(("width", "size"), [("80", DOUBLE_BOTH), ("58", DOUBLE_BOTH)])
def test_a_marking_is_twice_as_large_as_the_amounts(width: str, size: bytes) -> None:
    page = receipt_bytes(papers()["sale_card_copy"], width)
    before = page[: page.index(b"KOPI")]
    assert before.rindex(size) > before.rindex(b"Salgskvittering")
    amount = page[: page.index(b"143,90")]
    assert amount.rindex(b"\x1b!\x00") > amount.rindex(size)


def test_a_heading_too_long_for_double_width_is_twice_as_high() -> None:
    page = receipt_bytes(papers()["delivery"], "58")
    before = page[: page.index(b"Utleveringskvittering")]
    assert before.rindex(DOUBLE_HEIGHT) > before.rfind(DOUBLE_BOTH)


@pytest.mark.parametrize(("width", "bytes_per_row"), [("80", 63), ("58", 48)])
def test_a_signature_is_a_picture_as_wide_as_the_paper(width: str, bytes_per_row: int) -> None:
    page = receipt_bytes(papers()["delivery_signed_copy"], width)
    assert page.count(RASTER) == 1
    at = page.index(RASTER) + 4
    assert int.from_bytes(page[at : at + 2], "little") == bytes_per_row


def test_without_a_signature_there_is_room_to_write_one() -> None:
    unsigned = replace(papers()["delivery_signed_copy"][0], strokes=())
    page = receipt_bytes([unsigned], "80")
    assert RASTER not in page
    assert b"\n\n\n" + b"." * 42 in page


def test_two_hundred_lines_are_all_printed() -> None:
    long = Paper("S-1", tuple(PaperLine("pair", f"Vare nummer {number}", "10,50") for number in range(200)))
    page = receipt_bytes([long], "58")
    assert all(f"Vare nummer {number}".encode() in page for number in range(200))


@pytest.mark.parametrize("width", ["80", "58"])
@pytest.mark.parametrize("name", sorted(papers()))
def test_every_marking_of_every_paper_is_twice_as_high_as_each_of_its_amounts(name: str, width: str) -> None:
    for paper in papers()[name]:
        marked = {encoded(word) for line in paper.lines if line.style == "marking" for word in line.left.split()}
        high = [text for size, text in written(receipt_bytes([paper], width)) if size & 0x10]
        amounts = [size for size, text in written(receipt_bytes([paper], width)) if re.search(rb"\d,\d\d", text)]
        assert marked <= {word for text in high for word in text.split()}
        assert not any(size & 0x30 for size in amounts)
