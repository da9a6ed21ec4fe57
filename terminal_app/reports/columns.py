"""A paper laid out in columns of one width: for receipt printers and for e-mail.

Nothing is cut: what does not fit is wrapped. A row keeps the style of its line. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .paper import Paper, PaperLine, Style

SIGN_ROWS = 4
"""How high the place for a signature is."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as wide as the paper at most; `double` is written twice as wide, so it holds half as many letters."""

    style: Style
    text: str
    double: bool = False


def rows_of(paper: Paper, width: int) -> tuple[Row, ...]:
    """The paper's rows in that many columns."""
    column = _third_column(paper, width)
    return tuple(row for line in paper.lines for row in _rows(line, width, column))


def plain_text(paper: Paper, width: int = 42) -> str:
    """The paper as plain text for an e-mail; ends with a line end."""
    column = _third_column(paper, width)
    return "".join(f"{row.text}\n" for line in paper.lines for row in _rows(line, width, column, may_double=False))


def _third_column(paper: Paper, width: int) -> int:
    """How wide the third column is: the same in every row, and as wide as its longest amount needs."""
    return max([(width - 12) // 2, *(len(line.right) + 1 for line in paper.lines if line.middle)])


def _rows(line: PaperLine, width: int, column: int, *, may_double: bool = True) -> Iterator[Row]:
    match line.style:
        case "rule":
            yield Row("rule", "-" * width)
        case "heading" | "marking":
            double = may_double and all(len(word) <= width // 2 for word in line.left.split())
            room = width // 2 if double else width
            for part in wrapped(line.left, room):
                yield Row(line.style, part.center(room).rstrip(), double)
        case "sign":
            for _ in range(SIGN_ROWS - 1):
                yield Row("sign", "")
            yield Row("sign", "." * width)
            yield from (Row("sign", part) for part in wrapped(f"{line.left}: {line.right}".rstrip(": "), width))
        case _ if line.middle:
            yield from (Row(line.style, text) for text in _three(line, width, column))
        case _ if not line.right:
            centred = line.style in ("strong", "centre")
            indent = 2 if line.style == "small" else 0
            for part in wrapped(line.left, width - indent):
                yield Row(line.style, part.center(width).rstrip() if centred else " " * indent + part)
        case _:
            yield from (Row(line.style, text) for text in _two(line, width))


def _two(line: PaperLine, width: int) -> Iterator[str]:
    """Words at the left, an amount or a name at the right; the left wraps beside it while there is room for both."""
    left = f"  {line.left}" if line.style == "small" else line.left
    room = width - len(line.right) - 1
    if len(left) <= room or room >= width * 0.45:
        first, *others = wrapped(left, max(room, 1)) or [""]
        yield first + line.right.rjust(width - len(first))
        yield from others
        return
    yield from wrapped(left, width)
    yield from (part.rjust(width) for part in wrapped(line.right, width))


def _three(line: PaperLine, width: int, column: int) -> Iterator[str]:
    """Three columns; a left one that leaves the middle no room stands above it."""
    left, room = line.left, width - column
    if len(left) + 1 + len(line.middle) > room:
        yield from wrapped(left, width)
        left = ""
    yield f"{left}{line.middle.rjust(room - len(left))}{line.right.rjust(column)}"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most that many letters, broken at blanks; a word that is longer is broken itself."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        current, indent = "", paragraph[: len(paragraph) - len(paragraph.lstrip(" "))]
        for word in paragraph.split():
            beginning = indent if not current and not lines else ""
            candidate = f"{current} {word}" if current else beginning + word
            if len(candidate) <= width:
                current = candidate
                continue
            if current:
                lines.append(current)
            while len(word) > width:
                lines.append(word[:width])
                word = word[width:]
            current = word
        lines.append(current)
    return lines
