"""A paper that the till gives to people, as lines with a style each: one content for screen, printer, PDF and e-mail.

Knows neither sales nor how a line is drawn. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Style = Literal["heading", "marking", "strong", "centre", "pair", "small", "rule", "sign"]
Strokes = tuple[tuple[tuple[int, int], ...], ...]
"""A drawing: strokes of points (x, y), in any whole unit, y growing downwards."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line; `middle` is a third column. `strong` with a right side is the sum, `sign` a place for a signature.

    A `marking` (KOPI, IKKE KVITTERING FOR KJØP) is drawn at least half as large again as any amount
    (kassasystemforskrifta § 2-8-6 to 2-8-8).
    """

    style: Style
    left: str = ""
    right: str = ""
    middle: str = ""


RULE = PaperLine("rule")


@dataclass(frozen=True, slots=True)
class Paper:
    """One document; `name` is its number, `strokes` what stands in its place for a signature."""

    name: str
    lines: tuple[PaperLine, ...]
    strokes: Strokes = ()

    @property
    def heading(self) -> str:
        """What the document is, such as "Salgskvittering"."""
        return next((line.left for line in self.lines if line.style == "heading"), "")


def to_json(papers: Iterable[Paper]) -> str:
    """The papers as they are stored."""
    written = [
        {"name": paper.name, "strokes": paper.strokes, "lines": [_row(line) for line in paper.lines]}
        for paper in papers
    ]
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> tuple[Paper, ...]:
    """The papers that `to_json` wrote."""
    return tuple(
        Paper(
            one["name"],
            tuple(PaperLine(*row) for row in one["lines"]),
            tuple(tuple((int(x), int(y)) for x, y in stroke) for stroke in one["strokes"]),
        )
        for one in json.loads(text)
    )


def _row(line: PaperLine) -> list[str]:
    return [line.style, line.left, line.right, line.middle]
