"""Receipts as PDF: every word is on the page, in a font that travels with it, and the page is as long as it needs."""

from __future__ import annotations

import re
import zlib

from terminal_app.printing.pdf import pdf_bytes
from terminal_app.reports.paper import Paper, PaperLine
from tests.reports.receipts import papers


def streams(pdf: bytes) -> list[bytes]:
    """The unpacked streams of the file."""
    found = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return [zlib.decompress(one) if one[:1] == b"\x78" else one for one in found]


def heights(pdf: bytes) -> list[float]:
    """How high each page is, in millimetres."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", pdf)
    return [round(float(height) * 25.4 / 72, 1) for _, height in boxes[1:]]  # the first is the file's default


def test_a_split_sale_is_two_pages_in_one_file() -> None:
    assert len(heights(pdf_bytes(papers()["partly_invoiced"]))) == 2


def test_the_font_is_in_the_file() -> None:
    pdf = pdf_bytes(papers()["sale_cash"])
    assert b"/FontFile3" in pdf or b"/FontFile2" in pdf
    assert b"Helvetica" not in pdf


def test_a_page_grows_with_its_lines() -> None:
    def of(count: int) -> float:
        lines = tuple(PaperLine("pair", f"Vare {number}", "10,50") for number in range(count))
        return heights(pdf_bytes([Paper("S-1", lines)]))[-1]

    assert of(200) - of(100) == 440.0


def test_a_name_longer_than_the_paper_is_wrapped_and_a_word_longer_than_it_broken() -> None:
    short = Paper("S-1", (PaperLine("pair", "Vare", "1,00"),) * 30)
    name = "Nordhordlands og Ytre Sogns Interkommunale Vann- og Avløpsselskap AS " * 2
    wrapped = Paper("S-1", (*short.lines[1:], PaperLine("pair", name, "1,00")))
    broken = Paper("S-1", (*short.lines[1:], PaperLine("pair", "x" * 200, "1,00")))
    base = heights(pdf_bytes([short]))[-1]
    assert heights(pdf_bytes([wrapped]))[-1] > base
    assert heights(pdf_bytes([broken]))[-1] > base


def test_a_signature_is_drawn_as_lines() -> None:
    signed, unsigned = papers()["delivery_signed_copy"], papers()["delivery"]
    drawn = [sum(stream.count(b" l\n") for stream in streams(pdf_bytes(each))) for each in (signed, unsigned)]
    assert drawn[0] > drawn[1]


def test_a_letter_that_the_font_lacks_does_not_break_the_page() -> None:
    assert pdf_bytes([Paper("S-1", (PaperLine("pair", "Latte ☕🥐", "52,00"),))]).startswith(b"%PDF-")


def test_a_marking_is_more_than_half_as_large_again_as_the_largest_amount() -> None:
    lines = (PaperLine("marking", "KOPI"), PaperLine("strong", "Sum", "143,90"), PaperLine("pair", "Bolle", "39,90"))
    content = b"".join(streams(pdf_bytes([Paper("S-1", lines)])))
    sizes = sorted({float(size) for size in re.findall(rb"/F\d+ ([0-9.]+) Tf", content)}, reverse=True)
    assert len(sizes) == 3
    assert sizes[0] >= 1.5 * sizes[1]
