"""Text as white textures: made once, kept in a bounded cache, tinted by whoever draws them.

Owns fonts, fall-back between them, ellipsis and two-line wrap. Knows no widgets and no markup: `[b]` shows as typed.
Window thread.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from collections import OrderedDict
from functools import cache, lru_cache
from typing import Any

from kivy.core.text import Label, LabelBase
from kivy.graphics.texture import Texture

from terminal_app.resources import asset

WEIGHTS = ("regular", "medium", "semibold", "bold")
MAX_CHARACTERS = 600
CACHE_PIXELS = 3_000_000
"""Some thousand texts, which is what three screens show. A driver may keep each in a texture four times as large."""
ELLIPSIS = "…"
# Zero-width joiners, variation selectors and bidi controls: invisible, and some turn the order of what follows.
INVISIBLE = {
    0x200B,
    0x200C,
    0x200D,
    0x2060,
    0xFEFF,
    0x061C,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
}
_DROPPED = dict.fromkeys([*INVISIBLE, *range(0xFE00, 0xFE10), *range(0xE0000, 0xE0080)])


def font_name(weight: str) -> str:
    """The name under which Kivy knows the text font of this weight, e.g. for a TextInput."""
    return f"inter-{weight}"


def register_fonts() -> None:
    """Makes the committed fonts known to Kivy; harmless when called again."""
    for weight in WEIGHTS:
        LabelBase.register(font_name(weight), str(asset("fonts", f"inter-{weight}.otf")))
    LabelBase.register("emoji", str(asset("fonts", "emoji.ttf")))
    LabelBase.register("icons", str(asset("icons", "icons.ttf")))


@cache
def _coverage() -> dict[str, tuple[list[int], list[int]]]:
    """The code points each committed font draws, as sorted firsts and lasts of ranges."""
    ranges = json.loads(asset("fonts", "coverage.json").read_text(encoding="utf-8"))
    return {font: ([first for first, _ in pairs], [last for _, last in pairs]) for font, pairs in ranges.items()}


def _covers(font: str, code_point: int) -> bool:
    firsts, lasts = _coverage()[font]
    index = bisect_right(firsts, code_point) - 1
    return index >= 0 and code_point <= lasts[index]


@lru_cache(maxsize=4096)
def _fallback(character: str) -> str:
    """The fall-back font for one character: "" for the text font itself, else "emoji" or "DejaVuSans"."""
    code_point = ord(character)
    if code_point < 0x7F or _covers("inter", code_point):
        return ""
    if _covers("emoji", code_point):
        return "emoji"
    return "" if unicodedata.combining(character) else "DejaVuSans"


_PLAIN: set[str] = set()
"""Characters met so far that the text font draws, each as itself whatever stands beside it."""


def is_plain(text: str) -> bool:
    """Whether the text may be drawn as it is, by the text font alone and with no line break."""
    if _PLAIN.issuperset(text):
        return True
    for character in text:
        kind = unicodedata.category(character)
        stands_alone = kind == "Zs" or kind[0] in "LNPS"  # marks and jamo join what stands before them
        if not stands_alone or not unicodedata.is_normalized("NFC", character) or "\u1100" <= character <= "\u11ff":
            return False
        if ord(character) in _DROPPED or _fallback(character):
            return False
        _PLAIN.add(character)
    return True


def font_runs(text: str) -> list[tuple[str, str]]:
    """The text cut into (font, piece) where the font changes; font is "" for the text font."""
    runs: list[tuple[str, str]] = []
    for character in text:
        font = _fallback(character)
        if runs and runs[-1][0] == font:
            runs[-1] = (font, runs[-1][1] + character)
        else:
            runs.append((font, character))
    return runs


def printable(text: str, *, lines: int = 1) -> str:
    """The text as it may be drawn: normalised, without control, joining and bidi characters, at most 600 long.

    A line break becomes a space unless more than one line may be drawn.
    """
    text = text[: 2 * MAX_CHARACTERS]
    if is_plain(text):
        return text[:MAX_CHARACTERS]
    text = unicodedata.normalize("NFC", text).translate(_DROPPED)
    kept = []
    for character in text:
        if character == "\n" and lines > 1:
            kept.append(character)
        elif character in "\t\n\r\v\f\u2028\u2029":
            kept.append(" ")
        elif unicodedata.category(character) not in ("Cc", "Cs", "Cn"):
            kept.append(character)
    return "".join(kept)[:MAX_CHARACTERS]


class MixedLabel(Label):
    """Kivy's text renderer that draws what the text font lacks with the emoji font or DejaVu, on the same base line."""

    def get_extents(self, text: str) -> tuple[int, int]:
        runs = font_runs(text)
        if len(runs) == 1 and not runs[0][0]:
            extents: tuple[int, int] = super().get_extents(text)
            return extents
        width = 0
        for font, piece in runs:
            self._use(font)
            width += super().get_extents(piece)[0]
        self._use("")
        return width, super().get_extents("0")[1]

    def _render_text(self, text: str, x: int, y: int) -> None:
        runs = font_runs(text)
        if len(runs) == 1 and not runs[0][0]:
            super()._render_text(text, x, y)
            return
        ascent = super().get_ascent()
        for font, piece in runs:
            self._use(font)
            super()._render_text(piece, x, y + max(0, ascent - super().get_ascent()) if font else y)
            x += super().get_extents(piece)[0]
        self._use("")

    def _use(self, font: str) -> None:
        options = self.options
        own = options.setdefault("own_font", (options["font_name"], options["font_size"]))
        options["font_name"], options["font_size"] = (font, own[1] * 0.92) if font else own
        self.resolve_font_name()


class PlainLabel(Label):
    """Kivy's text renderer for texts that need the text font alone, at one size and weight.

    It draws the same pixels as a label made for the text, and spares the label: a tap draws five texts or more.
    """

    def __init__(self, size: float, font: str) -> None:
        super().__init__(font_size=size, font_name=font)
        self._id: str = super()._get_font_id()

    def _get_font_id(self) -> str:
        return self._id

    def draw(self, lines: list[str], align: str) -> Any | None:
        """A texture of the lines, none of them empty; None for what is too narrow to be drawn so."""
        sizes = [self.get_extents(line) for line in lines]
        width, height = max(size[0] for size in sizes), sum(size[1] for size in sizes)
        if width < 2 or height < 2:
            return None
        self._size = width, height
        self._render_begin()
        y = 0
        for line, (line_width, line_height) in zip(lines, sizes, strict=True):
            spare = width - line_width
            self._render_text(line, spare if align == "right" else spare // 2 if align == "center" else 0, y)
            y += line_height
        texture = Texture.create(size=(width, height))
        texture.flip_vertical()
        texture.blit_data(self._render_end())
        return texture


@cache
def _plain_label(size: int, weight: str) -> PlainLabel:
    return PlainLabel(size, font_name(weight))


@cache
def _measuring(size: int, weight: str) -> MixedLabel:
    return MixedLabel(font_size=size, font_name=font_name(weight))


@lru_cache(maxsize=8192)
def text_width(text: str, size: int, weight: str = "regular") -> int:
    """The width of one line in pixels at this size and weight."""
    if not text:
        return 0
    label = _plain_label(size, weight) if is_plain(text) else _measuring(size, weight)
    return int(label.get_extents(text)[0])


@lru_cache(maxsize=256)
def line_height(size: int, weight: str = "regular") -> int:
    """The height of one line in pixels at this size and weight."""
    return int(_plain_label(size, weight).get_extents("0")[1])


def _fitting(text: str, size: int, weight: str, width: int) -> int:
    """How many leading characters fit the width, by binary search."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle], size, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def shortened(text: str, size: int, weight: str, width: int) -> str:
    """The text if it fits the width, else as much of it as fits before an ellipsis."""
    if text_width(text, size, weight) <= width:
        return text
    room = width - text_width(ELLIPSIS, size, weight)
    return text[: _fitting(text, size, weight, room)].rstrip() + ELLIPSIS if room > 0 else ""


def wrapped(text: str, size: int, weight: str, width: int, lines: int) -> str:
    """The text broken into at most `lines` lines of this width, with an ellipsis at the end when text is left over."""
    done: list[str] = []
    rest = text.strip()
    while rest and len(done) < lines:
        line, _, below = rest.partition("\n")
        if text_width(line, size, weight) > width:
            if len(done) == lines - 1:
                done.append(shortened(line, size, weight, width))
                return "\n".join(done)
            cut = max(1, _fitting(line, size, weight, width))
            space = line.rfind(" ", 0, cut + 1)
            cut = space if space > 0 else cut
            line, below = line[:cut], line[cut:].lstrip() + ("\n" + below if below else "")
        elif below and len(done) == lines - 1:
            line = shortened(line + " " + ELLIPSIS, size, weight, width)
        done.append(line.rstrip())
        rest = below
    return "\n".join(done)


_textures: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_cached_pixels = 0


def text_texture(
    text: str, size: int, weight: str = "regular", width: int | None = None, lines: int = 1, align: str = "left"
) -> Any | None:
    """A white texture of the text, or None when there is nothing to draw.

    `size` and `width` are whole pixels; a longer text is cut with an ellipsis or wrapped over up to `lines` lines. The
    same arguments give the same texture until CACHE_PIXELS of newer ones have pushed it out.
    """
    wanted = (text, size, weight, width, lines, align)
    texture = _textures.get(wanted)
    if texture is not None:
        _textures.move_to_end(wanted)
        return texture
    shown = printable(text, lines=lines)
    if weight != "icon" and width is not None:
        one = lines == 1
        shown = shortened(shown, size, weight, width) if one else wrapped(shown, size, weight, width, lines)
    if not shown.strip():
        return None
    return _remember(wanted, _render(shown, size, weight, align))


def _render(shown: str, size: int, weight: str, align: str) -> Any:
    lines = shown.split("\n")
    if weight != "icon" and all(lines) and all(map(is_plain, lines)):
        texture = _plain_label(size, weight).draw(lines, align)
        if texture is not None:
            return texture
    label: Label
    if weight == "icon":
        label = Label(text=shown, font_size=size, font_name="icons")
    else:
        label = MixedLabel(text=shown, font_size=size, font_name=font_name(weight), halign=align)
    label.refresh()
    return label.texture


def _remember(wanted: tuple[Any, ...], texture: Any) -> Any:
    global _cached_pixels
    _textures[wanted] = texture
    _cached_pixels += texture.width * texture.height
    while _cached_pixels > CACHE_PIXELS and len(_textures) > 1:
        _, oldest = _textures.popitem(last=False)
        _cached_pixels -= oldest.width * oldest.height
    return texture


class UnknownIcon(LookupError):
    """The icon font has no glyph of this name; add it in assets/make/icons.py."""


@cache
def _icons() -> dict[str, int]:
    names: dict[str, int] = json.loads(asset("icons", "names.json").read_text(encoding="utf-8"))
    return names


def icon(name: str) -> str:
    """The character that draws this icon in the font "icons"; raises UnknownIcon."""
    try:
        return chr(_icons()[name])
    except KeyError:
        raise UnknownIcon(name) from None


def icon_texture(name: str, size: int) -> Any:
    """A white texture of the icon, `size` pixels square; raises UnknownIcon."""
    return text_texture(icon(name), size, "icon")
