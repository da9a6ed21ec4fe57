"""How a category's tiles look: the colours and icons to choose from, and what is drawn for any other name.

A provisioning file or a list may name a look that this version does not have; a till must open all the same.
"""

from __future__ import annotations

from ..translations import N_

TONES = {
    "coffee": N_("Brown"),
    "bakery": N_("Amber"),
    "food": N_("Red"),
    "sweet": N_("Pink"),
    "violet": N_("Violet"),
    "drink": N_("Blue"),
    "eco": N_("Green"),
    "plain": N_("Grey"),
}
ICONS = (
    "local_cafe", "coffee", "emoji_food_beverage", "bakery_dining", "breakfast_dining", "cake", "cookie", "icecream",
    "egg", "lunch_dining", "dinner_dining", "soup_kitchen", "ramen_dining", "rice_bowl", "local_pizza", "kebab_dining",
    "tapas", "set_meal", "restaurant", "takeout_dining", "nutrition", "local_drink", "water_full", "glass_cup",
    "local_bar", "liquor", "local_florist", "potted_plant", "spa", "toys", "redeem", "apparel", "checkroom", "book_2",
    "menu_book", "shopping_bag", "shopping_basket", "inventory_2", "star", "favorite", "event", "category",
)  # fmt: skip


def shown_tone(tone: str) -> str:
    """The tone that tiles have: one of ours, else grey."""
    return tone if tone in TONES else "plain"


def shown_icon(icon: str) -> str:
    """The icon that tiles have: one of ours, else the one of any category."""
    return icon if icon in ICONS else "category"
