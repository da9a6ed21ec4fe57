"""Makes the committed icon font: about a hundred filled glyphs of Material Symbols (rounded, weight 400).

Run by hand when an icon is missing: `python assets/make/icons.py material-symbols-rounded.woff2`, with fonttools and
brotli installed; the woff2 comes from the npm package @material-symbols/font-400. Writes assets/icons/icons.ttf and
names.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ICONS = Path(__file__).resolve().parent.parent / "icons"
EM = 960
NAMES = """
account_balance account_balance_wallet add add_circle apparel arrow_back arrow_forward assignment_return
backspace badge bakery_dining bar_chart barcode_scanner block bolt book_2 breakfast_dining cake calculate
calendar_today call cancel category check check_circle checkroom chevron_left chevron_right close cloud
cloud_done cloud_off cloud_sync coffee content_copy contrast cookie credit_card currency_exchange dark_mode
database delete description dinner_dining domain done drag_handle edit edit_note egg egg_alt emoji_food_beverage
error event expand_less expand_more fact_check favorite featured_seasonal_and_gifts filter_list
format_list_bulleted glass_cup grid_view group help history home hourglass_top icecream info inventory_2
kebab_dining key keyboard keyboard_hide keyboard_return language light_mode link link_off liquor local_bar
local_cafe local_drink local_florist local_mall local_pizza local_shipping lock lock_open login logout
lunch_dining mail menu menu_book mobile mobile_3 more_horiz more_vert note notifications nutrition open_in_new
pause payments pending person person_add percent place play_arrow point_of_sale potted_plant print priority_high
qr_code_scanner ramen_dining receipt receipt_long redeem refresh remove replay request_quote restaurant
rice_bowl save schedule search sell send set_meal settings shift shift_lock shopping_bag shopping_basket
shopping_cart sort soup_kitchen spa star stop store storefront straighten support_agent swap_horiz sync
table_restaurant tag takeout_dining tapas task_alt timer today toys tune undo visibility visibility_off
volume_up wallet warning water_full wifi wifi_off
""".split()  # noqa: SIM905
ALIASES = {
    "phone_iphone": "mobile_3",
    "smartphone": "mobile",
    "business": "domain",
    "phone": "call",
    "location": "place",
    "location_on": "place",
    "gift": "redeem",
    "drink": "local_drink",
    "bakery": "bakery_dining",
    "lunch": "lunch_dining",
    "eco": "nutrition",
    "inventory": "inventory_2",
    "trash": "delete",
}


def main() -> None:
    font = TTFont(sys.argv[1])
    code_points = {name: code_point for code_point, name in font.getBestCmap().items()}
    if "eco" in code_points:
        NAMES.append("eco")
        ALIASES.pop("eco")
    missing = [name for name in NAMES if name not in code_points]
    if missing:
        raise SystemExit(f"not in the font: {', '.join(missing)}")
    font = instantiateVariableFont(font, {"FILL": 1})
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code_points[name] for name in NAMES])
    cutter.subset(font)
    for table, ascent, descent in (("hhea", "ascent", "descent"), ("OS/2", "sTypoAscender", "sTypoDescender")):
        setattr(font[table], ascent, EM)  # the texture is then exactly the em square, so centring it centres the icon
        setattr(font[table], descent, 0)
    font["hhea"].lineGap = 0
    font["OS/2"].usWinAscent, font["OS/2"].usWinDescent = EM, 0
    font.flavor = None
    font.save(ICONS / "icons.ttf")
    names = {name: code_points[name] for name in NAMES}
    names.update({alias: code_points[name] for alias, name in ALIASES.items()})
    text = json.dumps(dict(sorted(names.items())), indent=0)
    (ICONS / "names.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
