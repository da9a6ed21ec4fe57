"""What the sample data is drawn with: seeded dice, numbers that carry check digits, word lists.

Standard library only; knows neither the shop nor its customers. Runs wherever it is called.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

HOME: Final = Path(__file__).resolve().parents[2] / "assets" / "demo"
WORDS: Final = HOME / "words"
SEED: Final = 2026

T = TypeVar("T")


class Dice:
    """Seeded draws built on `random()` alone: of all of `random`, only that stream is promised to stay the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit - 1."""
        return int(self._random.random() * limit)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely as the next."""
        return choices[self.below(len(choices))]

    def pick_common(self, choices: Sequence[T]) -> T:
        """One of the choices, those in front far more often: the lists of names are ordered by how common they are."""
        return choices[int(self._random.random() ** 2 * len(choices))]

    def chance(self, percent: int) -> bool:
        """True in `percent` of 100 cases."""
        return self.below(100) < percent

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        """The choices in a drawn order; the sequence given stays as it is."""
        order = sorted((self._random.random(), place) for place in range(len(choices)))
        return [choices[place] for _, place in order]


def organization_number(stem: int) -> str | None:
    """Nine digits: the eight of `stem` and their check digit, or None where modulus 11 leaves no digit.

    The rule is Brønnøysundregistrene's: weights 3 2 7 6 5 4 3 2; a remainder that asks for 10 is never handed out.
    """
    remainder = sum(int(digit) * weight for digit, weight in zip(f"{stem:08d}", (3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    check = -remainder % 11
    return None if check == 10 else f"{stem:08d}{check}"


def ean13(stem: str) -> str:
    """Thirteen digits: the twelve of `stem` and the check digit of GS1 (weights 1 and 3 in turn)."""
    total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(stem))
    return f"{stem}{-total % 10}"


def kroner(ore: int) -> str:
    """Whole øre as the contract writes an amount: "34.90"."""
    return f"{ore // 100}.{ore % 100:02d}"


def lines(path: Path) -> list[str]:
    """The lines of a word list, without blank ones and remarks."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def cells(line: str) -> list[str]:
    """The parts of a line between its bars, trimmed."""
    return [cell.strip() for cell in line.split("|")]
