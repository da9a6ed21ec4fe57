"""A paper as a PDF: one page as wide as a receipt roll and as long as it needs, in the till's own embedded font.

fpdf2 is loaded at the first PDF. Any thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..reports.paper import Paper, PaperLine, Strokes, Style
from ..resources import asset

WIDTH_MM, MARGIN_MM = 80.0, 5.0
INNER_MM = WIDTH_MM - 2 * MARGIN_MM
_POINT_MM = 25.4 / 72
# style: (weight, size in points, height of a row in mm); the markings stand out from every amount by more than half
_LOOK: dict[Style, tuple[str, float, float]] = {
    "heading": ("B", 15, 7.5),
    "marking": ("B", 15, 7.0),
    "strong": ("B", 9.5, 5.4),
    "centre": ("", 8.5, 4.2),
    "pair": ("", 8.5, 4.4),
    "small": ("", 7.5, 3.9),
    "rule": ("", 8.5, 3.4),
    "sign": ("", 7.5, 4.2),
}
SIGN_MM = 18.0
_INDENT_MM = 3.0
_GAP_MM = 3.0


@dataclass(frozen=True, slots=True)
class _Mark:
    """Words on the page: their left edge and how far down their row ends."""

    text: str
    x: float
    bottom: float
    weight: str
    size: float


class _Layout:
    """Places a paper's lines from the top down; the page's length is known when all are placed."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self.y = MARGIN_MM
        self.marks: list[_Mark] = []
        self.rules: list[float] = []
        self.signature: tuple[float, float] | None = None

    def place(self, line: PaperLine) -> None:
        """That line below the ones before."""
        _, _, height = _LOOK[line.style]
        if line.style == "rule":
            self.rules.append(self.y + height / 2)
            self.y += height
        elif line.style == "sign":
            self.signature = (self.y, self.y + SIGN_MM)
            self.y += SIGN_MM
            self._row("sign", f"{line.left}: {line.right}".rstrip(": "), MARGIN_MM)
        elif line.middle:
            self._three(line)
        elif line.right:
            self._two(line)
        else:
            self._alone(line)

    def _alone(self, line: PaperLine) -> None:
        centred = line.style in ("heading", "marking", "strong", "centre")
        indent = _INDENT_MM if line.style == "small" else 0.0
        for part in self._wrapped(line.left, line.style, INNER_MM - indent):
            x = (WIDTH_MM - self._wide(part, line.style)) / 2 if centred else MARGIN_MM + indent
            self._row(line.style, part, x)

    def _two(self, line: PaperLine) -> None:
        indent = _INDENT_MM if line.style == "small" else 0.0
        right = self._wide(line.right, line.style)
        room = INNER_MM - indent - right - _GAP_MM
        if room < INNER_MM * 0.4 and self._wide(line.left, line.style) > room:
            for part in self._wrapped(line.left, line.style, INNER_MM - indent):
                self._row(line.style, part, MARGIN_MM + indent)
            for part in self._wrapped(line.right, line.style, INNER_MM):
                self._row(line.style, part, WIDTH_MM - MARGIN_MM - self._wide(part, line.style))
            return
        parts = self._wrapped(line.left, line.style, max(room, 1))
        self._put(line.style, line.right, WIDTH_MM - MARGIN_MM - right)
        for part in parts:
            self._row(line.style, part, MARGIN_MM + indent)

    def _three(self, line: PaperLine) -> None:
        middle_ends = MARGIN_MM + INNER_MM * 0.68
        room = middle_ends - MARGIN_MM - self._wide(line.middle, line.style) - _GAP_MM
        parts = self._wrapped(line.left, line.style, max(room, 1))
        self._put(line.style, line.middle, middle_ends - self._wide(line.middle, line.style))
        self._put(line.style, line.right, WIDTH_MM - MARGIN_MM - self._wide(line.right, line.style))
        for part in parts:
            self._row(line.style, part, MARGIN_MM)

    def _put(self, style: Style, text: str, x: float) -> None:
        weight, size, height = _LOOK[style]
        self.marks.append(_Mark(text, x, self.y + height, weight, size))

    def _row(self, style: Style, text: str, x: float) -> None:
        self._put(style, text, x)
        self.y += _LOOK[style][2]

    def _wide(self, text: str, style: Style) -> float:
        weight, size, _ = _LOOK[style]
        self._pdf.set_font("inter", weight, size)
        return float(self._pdf.get_string_width(text))

    def _wrapped(self, text: str, style: Style, width: float) -> list[str]:
        """The text in parts of at most that width; a word that is wider is broken."""
        parts, current = [], ""
        for word in (piece for whole in text.split() for piece in self._pieces(whole, style, width)):
            candidate = f"{current} {word}" if current else word
            if current and self._wide(candidate, style) > width:
                parts.append(current)
                current = word
            else:
                current = candidate
        return [*parts, current]

    def _pieces(self, word: str, style: Style, width: float) -> Iterator[str]:
        while self._wide(word, style) > width and len(word) > 1:
            fits = next((n for n in range(len(word) - 1, 1, -1) if self._wide(word[:n], style) <= width), 1)
            yield word[:fits]
            word = word[fits:]
        yield word


def pdf_bytes(papers: Sequence[Paper]) -> bytes:
    """The papers as one PDF, a page for each."""
    from fpdf import FPDF

    pdf = FPDF(unit="mm")
    pdf.set_auto_page_break(False)
    pdf.set_creator("Disken")
    pdf.set_title(" · ".join(f"{paper.heading} {paper.name}" for paper in papers))
    pdf.add_font("inter", "", str(asset("fonts", "inter-regular.otf")))
    pdf.add_font("inter", "B", str(asset("fonts", "inter-bold.otf")))
    if any(ord(letter) > 0x2000 for paper in papers for line in paper.lines for letter in line.left + line.right):
        pdf.add_font("emoji", "", str(asset("fonts", "emoji.ttf")))
        pdf.set_fallback_fonts(["emoji"], exact_match=False)
    for paper in papers:
        _page(pdf, paper)
    return bytes(pdf.output())


def _page(pdf: Any, paper: Paper) -> None:
    layout = _Layout(pdf)
    for line in paper.lines:
        layout.place(line)
    pdf.add_page(format=(WIDTH_MM, max(layout.y + MARGIN_MM, WIDTH_MM)))
    for mark in layout.marks:
        pdf.set_font("inter", mark.weight, mark.size)
        pdf.set_xy(mark.x - pdf.c_margin, mark.bottom - mark.size * _POINT_MM * 1.25)
        pdf.cell(h=mark.size * _POINT_MM, text=mark.text)
    pdf.set_draw_color(140)
    pdf.set_line_width(0.15)
    for y in layout.rules:
        pdf.line(MARGIN_MM, y, WIDTH_MM - MARGIN_MM, y)
    if layout.signature is not None:
        top, bottom = layout.signature
        pdf.line(MARGIN_MM, bottom, WIDTH_MM - MARGIN_MM, bottom)
        _draw(pdf, paper.strokes, top, bottom)


def _draw(pdf: Any, strokes: Strokes, top: float, bottom: float) -> None:
    """The signature between those heights, its points in thousandths of its width."""
    if not strokes:
        return
    tallest = max(y for stroke in strokes for _, y in stroke)
    scale = min(INNER_MM / 1000, (bottom - top - 1) / max(tallest, 1))
    pdf.set_draw_color(0)
    pdf.set_line_width(0.4)
    for stroke in strokes:
        points = [(MARGIN_MM + x * scale, top + y * scale) for x, y in stroke]
        pdf.polyline(points if len(points) > 1 else points * 2)
