"""What a buyer signs with a finger: strokes on a pad of fixed shape, and the name in print. Pure.

Points are in thousandths of the pad's width, x from the left and y from the top down, so that paper and screen draw
the same. Kept with the sale for ever, so it is checked before it is taken.
"""

from __future__ import annotations

import json
from itertools import pairwise
from math import hypot

from . import text
from .problems import BadInput
from .records import record

WIDTH = 1000
HEIGHT = 500
"""The pad's shape: all points lie within."""
LEAST_INK = 150
"""A signature shorter than this, in thousandths of the width, is a slip of the finger."""
MOST_POINTS = 4000

Stroke = tuple[tuple[int, int], ...]


@record
class Signature:
    """One signature: what was drawn, stroke by stroke, and the signer's name in print ("" when not asked for)."""

    strokes: tuple[Stroke, ...]
    signed_by: str = ""

    @property
    def ink(self) -> float:
        """How long the strokes are together, in thousandths of the pad's width."""
        return sum(hypot(b[0] - a[0], b[1] - a[1]) for stroke in self.strokes for a, b in pairwise(stroke))

    def checked(self) -> Signature:
        """The same with its name tidied; raises BadInput for a slip of the finger, or for more than can be kept."""
        points = [point for stroke in self.strokes for point in stroke]
        if self.ink < LEAST_INK:
            raise BadInput("signature_too_short", field="signature")
        if len(points) > MOST_POINTS or not all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points):
            raise BadInput("signature_too_long", field="signature")
        return Signature(self.strokes, text.name(self.signed_by, "signed_by"))

    def written(self) -> str:
        """The strokes as they are stored: JSON, one flat list of x, y, x, y for each."""
        flat = [[number for point in stroke for number in point] for stroke in self.strokes]
        return json.dumps(flat, separators=(",", ":"))


def read(strokes: str, signed_by: str) -> Signature:
    """The signature that was stored so."""
    flat = json.loads(strokes)
    pairs = (tuple(zip(numbers[::2], numbers[1::2], strict=True)) for numbers in flat)
    return Signature(tuple(pairs), signed_by)
