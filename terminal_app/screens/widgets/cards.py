"""Rounded cards, fills and outlines as nine-patch textures, computed once per shape and pixel radius.

A card's soft shadow is baked in, so a card is one quad of nine patches and no blur is drawn. Knows no widgets. Window
thread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import exp, hypot
from typing import Any

from kivy.graphics.texture import Texture
from kivy.metrics import dp

from terminal_app.domain.records import record

SHADOW_DP = 7
SHADOW_DROP_DP = 2
SHADOW_STRENGTH = 0.15
_CENTRE = 2  # stretched middle of the patch, in texels


@record
class Patch:
    """A texture, the texels at each side that must not stretch, and how far its shadow reaches beyond the box."""

    texture: Any
    border: int
    bleed: int


def _coverage(distance: float) -> float:
    """How much of a pixel lies inside, from its centre's signed distance to the edge."""
    return min(1.0, max(0.0, 0.5 - distance))


def _make(
    side: int, pixel: Callable[[float, float], tuple[float, float]], border: int, bleed: int, *, hollow: bool = False
) -> Patch:
    """A square patch, symmetrical left to right, from pixel(x, y) → (shade, alpha) in 0..1 for the left half.

    Without `bleed` there is no shadow that falls down, and it is symmetrical from top to bottom as well.
    """
    rows: list[bytes] = []
    half = (side + 1) // 2
    for y in range(side if bleed else half):
        left = []
        for x in range(half):
            shade, alpha = pixel(x + 0.5, y + 0.5)
            if shade == 1.0 and alpha == 1.0 and not hollow:
                break  # towards the middle of a row nothing but the body follows
            level = round(shade * 255)
            left.append(bytes((level, level, level, round(alpha * 255))))
        solid = b"\xff\xff\xff\xff" * (side - 2 * len(left)) if len(left) < half else b""
        rows.append(b"".join(left) + solid + b"".join(reversed(left[: side - half])))
    if not bleed:
        rows += reversed(rows[: side - half])
    texture = Texture.create(size=(side, side), colorfmt="rgba")
    texture.blit_buffer(b"".join(rows), colorfmt="rgba", bufferfmt="ubyte")
    return Patch(texture, border, bleed)


def _distance(x: float, y: float, side: float, radius: float) -> float:
    """The signed distance of a point to a rounded square from (0, 0) to (side, side); negative inside."""
    dx = abs(x - side / 2) - (side / 2 - radius)
    dy = abs(y - side / 2) - (side / 2 - radius)
    return hypot(max(dx, 0.0), max(dy, 0.0)) + min(max(dx, dy), 0.0) - radius


@lru_cache(maxsize=128)
def fill(radius: int) -> Patch:
    """A plain rounded box; `radius` in pixels."""
    side = 2 * radius + _CENTRE
    return _make(side, lambda x, y: (1.0, _coverage(_distance(x, y, side, radius))), radius, 0)


@lru_cache(maxsize=128)
def outline(radius: int, thickness: int) -> Patch:
    """The rim of a rounded box, drawn inside it; `radius` and `thickness` in pixels."""
    radius = max(radius, thickness)
    side = 2 * radius + _CENTRE

    def pixel(x: float, y: float) -> tuple[float, float]:
        distance = _distance(x, y, side, radius)
        return 1.0, _coverage(distance) * (1 - _coverage(distance + thickness))

    return _make(side, pixel, radius, 0, hollow=True)


@lru_cache(maxsize=64)
def card(radius: int, density: float, rim: int = 0) -> Patch:
    """A rounded box on a soft shadow that stays black under any tint. `rim` draws a black edge (high contrast)."""
    reach = round(SHADOW_DP * density)
    drop = SHADOW_DROP_DP * density
    inner = 2 * radius + _CENTRE
    side = inner + 2 * reach

    fallen, middle, straight = reach - drop, inner / 2, inner / 2 - radius

    def distance_of(dx: float, dy: float) -> float:
        """As `_distance`, of what is asked for thousands of times."""
        if dx > 0.0 and dy > 0.0:
            return hypot(dx, dy) - radius
        return (dx if dx > dy else dy) - radius

    def pixel(x: float, y: float) -> tuple[float, float]:
        dx = abs(x - reach - middle) - straight
        distance = distance_of(dx, abs(y - reach - middle) - straight)
        if distance <= -0.5 - rim:
            return 1.0, 1.0
        away = distance_of(dx, abs(y - fallen - middle) - straight) + 1.5 * density
        shadow = 0.0 if away >= reach else SHADOW_STRENGTH * exp(-5.0 * max(0.0, away / reach) ** 2)
        if distance >= 0.5:
            return 0.0, shadow
        body = _coverage(distance)
        edge = _coverage(distance + rim) if rim else 1.0
        alpha = body + (1 - body) * shadow
        return body * edge / alpha, alpha

    return _make(side, pixel, radius + reach, reach)


def patch_for(kind: str, radius: float, thickness: float, look: str) -> Patch:
    """The patch of a block of this kind ("card", "fill", "outline"); radius and thickness in pixels."""
    whole = max(1, int(radius))
    if kind == "card":
        return card(whole, dp(1), round(dp(2)) if look == "contrast" else 0)
    if kind == "outline":
        return outline(whole, max(1, round(thickness)))
    if kind == "fill":
        return fill(whole)
    raise ValueError(f"no such kind of block: {kind!r}")
