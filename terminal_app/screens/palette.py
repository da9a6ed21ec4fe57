"""The colours of the three looks, as hex by token, and the contrast between two of them.

Pure data: no Kivy. Every ink/ground pair in TEXT_PAIRS is at least 4.5:1, and 7:1 in the high-contrast look; a test
measures it.
"""

from __future__ import annotations

LIGHT = {
    "bg": "#EEF1F5", "surface": "#FFFFFF", "sunken": "#F3F5F8", "line": "#E1E5EB", "outline": "#8690A0",
    "ink": "#10151D", "ink2": "#556070", "ink3": "#7A8494",
    "brand": "#1F4FD8", "brand_ink": "#FFFFFF", "brand_tint": "#E8EEFF", "brand_text": "#1F4FD8",
    "pay": "#0A7A50", "pay_ink": "#FFFFFF",
    "bar": "#121926", "bar_field": "#222C3D", "bar_ink": "#FFFFFF", "bar_ink2": "#A9B4C6",
    "chip": "#10151D", "chip_ink": "#FFFFFF", "track": "#DFE4EB", "thumb": "#FFFFFF", "key_quiet": "#E1E5EB",
    "ok": "#067647", "ok_tint": "#D6F5E3", "warn": "#8A4108", "warn_tint": "#FDEBC8",
    "bad": "#B42318", "bad_tint": "#FDE3E0",
    "press": "#10151D1F", "press_light": "#FFFFFF33", "scrim": "#0B101A8C",
    "coffee": "#8A4B14", "coffee_tint": "#FBEADB", "bakery": "#8A5000", "bakery_tint": "#FFF0CC",
    "food": "#B42318", "food_tint": "#FDE7E4", "drink": "#0B63B0", "drink_tint": "#DFF0FF",
    "sweet": "#A0187A", "sweet_tint": "#FCE4F5", "eco": "#0A6B45", "eco_tint": "#DDF5E7",
    "plain": "#465061", "plain_tint": "#E9EDF2", "violet": "#5B34C4", "violet_tint": "#ECE7FE",
}  # fmt: skip

DARK = {
    "bg": "#0E131B", "surface": "#1A212C", "sunken": "#232C39", "line": "#2E3847", "outline": "#6F7D92",
    "ink": "#F2F5F9", "ink2": "#A9B4C4", "ink3": "#7D899B",
    "brand": "#7FA2FF", "brand_ink": "#08122B", "brand_tint": "#222F56", "brand_text": "#9DB8FF",
    "pay": "#23C27F", "pay_ink": "#04150D",
    "bar": "#0A0E15", "bar_field": "#1C2431", "bar_ink": "#F2F5F9", "bar_ink2": "#A9B4C6",
    "chip": "#F2F5F9", "chip_ink": "#10151D", "track": "#232C39", "thumb": "#4A5970", "key_quiet": "#2E3847",
    "ok": "#5BE3A3", "ok_tint": "#123A29", "warn": "#FFC56B", "warn_tint": "#43300F",
    "bad": "#FF9A90", "bad_tint": "#4A1D1A",
    "press": "#FFFFFF26", "press_light": "#00000033", "scrim": "#000000A6",
    "coffee": "#FFDDBF", "coffee_tint": "#54371F", "bakery": "#FFE6AE", "bakery_tint": "#543D12",
    "food": "#FFD9D4", "food_tint": "#672320", "drink": "#D3EAFF", "drink_tint": "#164168",
    "sweet": "#FFD6F3", "sweet_tint": "#591C4B", "eco": "#CFF5DF", "eco_tint": "#154A35",
    "plain": "#D8DFE9", "plain_tint": "#333E4D", "violet": "#E2D9FF", "violet_tint": "#3D2C75",
}  # fmt: skip

CONTRAST = {
    **LIGHT,
    "bg": "#FFFFFF", "sunken": "#F2F2F2", "line": "#5A5A5A", "outline": "#000000",
    "ink": "#000000", "ink2": "#1F2630", "ink3": "#3A424E",
    "brand": "#0B2F9E", "brand_tint": "#DDE6FF", "brand_text": "#0B2F9E", "pay": "#00512F",
    "bar": "#000000", "bar_field": "#1E1E1E", "bar_ink2": "#E6E6E6", "chip": "#000000",
    "key_quiet": "#CBD2DC",
    "ok": "#004A2B", "warn": "#5C2A00", "bad": "#7F0F08",
    "press": "#00000033", "scrim": "#000000B3",
    "coffee": "#5E2F06", "bakery": "#573100", "food": "#7F0F08", "drink": "#063F75",
    "sweet": "#6B0A50", "eco": "#00472B",
    "plain": "#20262F", "violet": "#3A1A93",
}  # fmt: skip

LOOKS = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
HUES = ("coffee", "bakery", "food", "drink", "sweet", "eco", "plain", "violet")

TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink2") for ground in ("bg", "surface", "sunken", "brand_tint")],
    *[(tone, ground) for tone in ("ok", "warn", "bad") for ground in ("surface", f"{tone}_tint")],
    ("brand_text", "surface"), ("brand_text", "brand_tint"), ("brand_ink", "brand"), ("pay_ink", "pay"),
    ("bar_ink", "bar"), ("bar_ink2", "bar"), ("bar_ink", "bar_field"), ("bar_ink2", "bar_field"), ("chip_ink", "chip"),
    ("ink", "track"), ("ink2", "track"), ("ink", "thumb"), ("ink", "key_quiet"),
    *[(hue, f"{hue}_tint") for hue in HUES],
]  # fmt: skip


def _luminance(colour: str) -> float:
    """The relative luminance of #RRGGBB, as WCAG 2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """How far two opaque colours stand apart, 1 (equal) to 21 (black on white), by WCAG 2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)
