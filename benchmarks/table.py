"""Figures as a reader meets them: a table in a terminal, in Markdown and in JSON.

Each stands beside its floor, with what it may be and whether it is. Knows nothing of how they were measured.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.measure import Budget, Figure

HEADINGS = ("figure", "measured", "floor", "", "ratio", "budget", "verdict")
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
"""Between these two the page keeps the table of the last run."""
_NUMBERS = frozenset((1, 2, 4))


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one group: its figures, or in a line why there are none.

    `seconds` it took and `cpu` seconds of processor time; `load` is the machine's before it, `load_most` the most of
    it until its end, its own included.
    """

    group: str
    seconds: float
    cpu: float
    load: float
    figures: tuple[Figure, ...] = ()
    problem: str = ""
    load_most: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """All groups of one run: when (aware), on what machine, of which commit ("" when unknown), in how many seconds."""

    at: datetime
    machine: str
    quick: bool
    groups: tuple[Measured, ...]
    commit: str = ""
    seconds: float = 0.0

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for group in self.groups for figure in group.figures)

    @property
    def missed(self) -> tuple[Figure, ...]:
        """The figures that are over their budget."""
        return tuple(figure for figure in self.figures if figure.kept is False)

    @property
    def not_measured(self) -> tuple[Measured, ...]:
        return tuple(group for group in self.groups if group.problem)


def figure_from(told: dict[str, Any]) -> Figure:
    """The figure that JSON told of; raises KeyError or TypeError when it is none."""
    return Figure(**{**told, "budget": Budget(**told["budget"])})


def figures_in(path: Path) -> tuple[Figure, ...]:
    """The figures that a group has written there as JSON; raises ValueError, with the reason, when there are none."""
    try:
        return tuple(figure_from(one) for one in json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ValueError(f"no figures: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"its figures cannot be read: {error}") from error


def as_text(figures: Sequence[Figure]) -> str:
    """The figures as lines of text for a terminal."""
    rows = [HEADINGS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place in _NUMBERS else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def as_markdown(run: Run) -> str:
    """The run's table, a heading for each group's figures above it, and what could not be measured below."""
    lines = [
        "| figure | measured | floor | ratio | budget | verdict |",
        "|---|---:|---|---:|---|---|",
    ]
    for group in run.groups:
        for figure in group.figures:
            name, value, floor, floor_name, ratio, budget, verdict = _cells(figure)
            stands_beside = f"{floor} · {floor_name}" if floor_name else ""
            shown = f"**{verdict}**" if figure.kept is False else verdict
            cells = (f"{group.group}: {name}", value, stands_beside, ratio, budget, shown)
            lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    lines += ["", _summary(run)]
    lines += [f"- not measured: {group.group} ({group.problem})" for group in run.not_measured]
    return "\n".join(lines) + "\n"


def as_json(run: Run) -> dict[str, Any]:
    """The run as JSON can hold it."""
    return {
        "at": run.at.isoformat(timespec="seconds"),
        "machine": run.machine,
        "commit": run.commit or None,
        "quick": run.quick,
        "seconds": round(run.seconds, 1),
        "groups": [
            {
                "group": group.group,
                "seconds": round(group.seconds, 1),
                "cpu_seconds": round(group.cpu, 1),
                "load_before": round(group.load, 2),
                "load_most": round(group.load_most, 2),
                "problem": group.problem or None,
                "figures": [_told(figure) for figure in group.figures],
            }
            for group in run.groups
        ],
    }


def keep(page: Path, run: Run) -> None:
    """Puts the table between the page's marks; raises ValueError when it has none."""
    text = page.read_text(encoding="utf-8")
    before, begins, rest = text.partition(BEGIN)
    _, ends, after = rest.partition(END)
    if not begins or not ends:
        raise ValueError(f"{page} has no place for the table: {BEGIN} and {END}")
    page.write_text(f"{before}{BEGIN}\n\n{as_markdown(run)}\n{END}{after}", encoding="utf-8")


def _summary(run: Run) -> str:
    parts = [
        f"{run.at.day} {run.at:%B %Y}, {run.machine}",
        f"commit {run.commit}" if run.commit else "",
        f"{'quick run' if run.quick else 'whole run'} of {_lasting(run.seconds)}",
        _load(run.groups),
    ]
    return f"{'; '.join(part for part in parts if part)}. {_kept(run.figures)}."


def _lasting(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _load(groups: Sequence[Measured]) -> str:
    if not groups:
        return ""
    before, most = max(group.load for group in groups), max(max(group.load, group.load_most) for group in groups)
    return f"load of the machine {groups[0].load:.1f} before it, {before:.1f} before a group and {most:.1f} at the most"


def _kept(figures: Sequence[Figure]) -> str:
    """How many budgets are kept: of all, of those that the issue asks for, and of our own."""
    asked, ours = ([one for one in figures if one.kept is not None and one.own is own] for own in (False, True))
    kept = [sum(one.kept is True for one in some) for some in (asked, ours)]
    total = f"{sum(kept)} of {len(asked) + len(ours)} budgets kept"
    return f"{total}: {kept[0]} of the issue's {len(asked)}, {kept[1]} of our own {len(ours)}"


def _told(figure: Figure) -> dict[str, Any]:
    told = asdict(figure)
    told["ratio"] = figure.ratio if figure.floor else None
    told["asked"] = _asked(figure)
    told["kept"] = figure.kept
    return told


def _cells(figure: Figure) -> tuple[str, ...]:
    verdict = {True: "kept", False: "over", None: ""}[figure.kept]
    if verdict and figure.own:
        verdict += " (ours)"
    has_floor = bool(figure.floor_name)
    return (
        figure.name,
        _amount(figure.value, figure.unit),
        _amount(figure.floor, figure.unit) if has_floor else "",
        figure.floor_name,
        f"{figure.ratio:.2f}×" if has_floor and figure.floor else "",
        _asked(figure),
        verdict,
    )


def _asked(figure: Figure) -> str:
    """The budget in words; a limit that was given by frames is told in tenths of a millisecond."""
    budget = figure.budget
    limit = None if budget.limit is None else round(budget.limit, 1)
    return replace(budget, limit=limit).words(figure.unit).strip()


def _amount(value: float, unit: str) -> str:
    places = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2
    return f"{value:.{places}f} {unit}".rstrip()
