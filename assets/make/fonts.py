"""Makes the committed fonts: small subsets of Inter Display with tabular figures, and of Noto Emoji.

Run by hand when a character is missing: `python assets/make/fonts.py INTER_DIR NOTO_EMOJI_TTF`, with fonttools
installed. INTER_DIR holds Debian's fonts-inter (/usr/share/fonts/opentype/inter), NOTO_EMOJI_TTF comes from the npm
package @expo-google-fonts/noto-emoji (400Regular). Writes assets/fonts/*.otf, *.ttf and coverage.json (what each font
can draw).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"
WEIGHTS = {"regular": "Regular", "medium": "Medium", "semibold": "SemiBold", "bold": "Bold"}
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1E80, 0x1E86), *range(0x1EA0, 0x1EFA)]
EXTRA = "ǍǎǧǩǪǫǮǯȘșȚțʒˆˇ˘˙˚˛˜˝–—‘’‚“”„†‡•…‰‹›⁄€№™Ω←↑→↓↗↘−∙√∞≈≠≤≥◊○●✓✗★☆■□▲△▼▽\u202f\u2009\u2007\u2010\u2011⌘⏎⇧⌫"


def subset_font(font: TTFont, code_points: list[int], features: list[str]) -> None:
    """Cuts the font down in place to these code points and layout features; hints and glyph names go."""
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["DSIG", "GSUB"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=code_points)
    cutter.subset(font)


def bake_tabular_figures(font: TTFont) -> None:
    """Points the digits of the character map at the tabular glyphs: Kivy cannot switch the `tnum` feature on."""
    lookups = font["GSUB"].table.LookupList.Lookup
    tabular: dict[str, str] = {}
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for table in lookups[index].SubTable:
                    tabular.update(getattr(table, "ExtSubTable", table).mapping)
    plain = dict(font.getBestCmap())
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code_point in range(0x30, 0x3A):
                table.cmap[code_point] = tabular[plain[code_point]]
    give_one_width(font, [tabular[plain[code_point]] for code_point in range(0x30, 0x3A)])


def give_one_width(font: TTFont, figures: list[str]) -> None:
    """Centres every figure in the width of the 8: the display cut's tabular figures are not quite equally wide."""
    glyphs, metrics = font.getGlyphSet(), font["hmtx"]
    strings = font["CFF "].cff.topDictIndex[0].CharStrings
    width = metrics[figures[8]][0]
    for name in figures:
        shift = (width - metrics[name][0]) / 2
        pen = T2CharStringPen(width, glyphs)
        glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
        old = strings[name]
        strings[name] = pen.getCharString(private=old.private, globalSubrs=old.globalSubrs)
        metrics[name] = (width, round(metrics[name][1] + shift))


def drop_kerning_of_figures(font: TTFont) -> None:
    """Takes the figures out of the kerning pairs: a column of amounts must not shift by its digits."""
    figures = {font.getBestCmap()[code_point] for code_point in range(0x30, 0x3A)}
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for outer in lookup.SubTable:
            table = getattr(outer, "ExtSubTable", outer)
            if type(table).__name__ != "PairPos":
                continue
            firsts = table.Coverage.glyphs
            if table.Format == 1:
                kept = [(g, pairs) for g, pairs in zip(firsts, table.PairSet, strict=True) if g not in figures]
                table.PairSet = [pairs for _, pairs in kept]
                for pairs in table.PairSet:
                    records = [record for record in pairs.PairValueRecord if record.SecondGlyph not in figures]
                    pairs.PairValueRecord, pairs.PairValueCount = records, len(records)
                table.PairSetCount = len(kept)
            else:
                for glyph in figures:
                    table.ClassDef2.classDefs.pop(glyph, None)
            table.Coverage.glyphs = [glyph for glyph in firsts if glyph not in figures]


def ranges(code_points: list[int]) -> list[list[int]]:
    """The sorted code points as inclusive [first, last] pairs."""
    pairs: list[list[int]] = []
    for code_point in sorted(code_points):
        if pairs and pairs[-1][1] == code_point - 1:
            pairs[-1][1] = code_point
        else:
            pairs.append([code_point, code_point])
    return pairs


def make_inter(folder: Path) -> list[int]:
    wanted = sorted({*LATIN, *map(ord, EXTRA)})
    covered: list[int] = []
    for name, style in WEIGHTS.items():
        font = TTFont(folder / f"InterDisplay-{style}.otf")
        bake_tabular_figures(font)
        drop_kerning_of_figures(font)
        subset_font(font, wanted, ["kern", "mark"])
        covered = list(font.getBestCmap())
        font.save(FONTS / f"inter-{name}.otf")
    return covered


def make_emoji(path: Path, drawn_by_inter: list[int]) -> list[int]:
    font = TTFont(path)
    kept = [c for c in font.getBestCmap() if c > 0x7F and c not in drawn_by_inter and c != 0x200D and c < 0xE0000]
    subset_font(font, kept, [])
    font.save(FONTS / "emoji.ttf")
    return list(font.getBestCmap())


def main() -> None:
    inter = make_inter(Path(sys.argv[1]))
    emoji = make_emoji(Path(sys.argv[2]), inter)
    coverage = {"inter": ranges(inter), "emoji": ranges(emoji)}
    (FONTS / "coverage.json").write_text(json.dumps(coverage, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
