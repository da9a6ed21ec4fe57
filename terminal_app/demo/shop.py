"""The sample shop: its categories, its products and its provisioning file; ranges of any length for a big shop.

Owns how words/catalogue.txt and words/shop.toml.template become shop.toml. Standard library only; knows nothing of the
till. Runs wherever it is called.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template
from typing import Final

from terminal_app.demo.draws import SEED, WORDS, Dice, cells, ean13, kroner, lines

FIRST_SKU: Final = 1001


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """One strip entry: a Material Symbols icon name and one of the tones coffee, bakery, food, drink, sweet, eco.

    `group_code` is of SAF-T's code list 04.
    """

    name: str
    icon: str
    tone: str
    group_code: str


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """One product as `[[products]]` wants it; price is kroner with two decimals, VAT included.

    `unit` is given where it is not the piece; one with an open price has none of its own.
    """

    sku: str
    name: str
    price: str
    vat_rate: str
    takeaway_vat_rate: str | None
    category: str
    barcode: str
    unit: str | None = None
    open_price: bool = False


@dataclass(frozen=True, slots=True)
class _Good:
    name: str
    ore: int
    vat_rate: str
    takeaway_vat_rate: str | None
    category: str
    barcode_prefix: str
    sold_by: str = ""
    """Empty for the piece, a unit, or "open" for a price that is asked for each time."""


def _catalogue(words: Path) -> tuple[list[DemoCategory], list[_Good]]:
    categories: list[DemoCategory] = []
    goods: list[_Good] = []
    prefix = ""
    for line in lines(words / "catalogue.txt"):
        if line.startswith("["):
            name, icon, tone, prefix, group_code = cells(line.strip("[]"))
            categories.append(DemoCategory(name, icon, tone, group_code))
            continue
        name, price, rates, *sold_by = cells(line)
        in_house, _, takeaway = rates.partition("/")
        ore = int(price.replace(".", ""))
        if kroner(ore) != price:
            raise ValueError(f"catalogue.txt: the price of {name} is {price}, not kroner with two decimals")
        goods.append(_Good(name, ore, in_house, takeaway or None, categories[-1].name, prefix, *sold_by))
    return categories, goods


def categories(words: Path = WORDS) -> list[DemoCategory]:
    """The shop's categories in the order of the strip."""
    return _catalogue(words)[0]


def _range_of(goods: Sequence[_Good], words: Path, seed: int, wanted: int) -> list[_Good]:
    """`wanted` further goods with names of their own: each good of the shop by each maker, in each variant."""
    dice = Dice(seed)
    bases = [good for good in goods if not good.sold_by and not good.name.startswith("Gavekort")]
    makers = dice.shuffled(lines(words / "makers.txt"))
    variants = dice.shuffled(lines(words / "variants.txt"))
    made: list[_Good] = []
    for index in range(wanted):
        round_no, base_no = divmod(index, len(bases))
        variant_no, maker_no = divmod(round_no, len(makers))
        series, variant_no = divmod(variant_no, len(variants))
        base = bases[base_no]
        name = f"{makers[maker_no]} {base.name[0].lower()}{base.name[1:]}, {variants[variant_no]}"
        if series:
            name += f" {series + 1}"
        ore = base.ore * (70 + dice.below(80)) // 10_000 * 100
        ore += 90 if dice.chance(20) else 0
        made.append(_Good(name, ore, base.vat_rate, base.takeaway_vat_rate, base.category, base.barcode_prefix))
    return made


def products(count: int | None = None, seed: int = SEED, words: Path = WORDS) -> list[DemoProduct]:
    """The shop's own products, or the first `count`; beyond those, made-up ranges for a big shop.

    SKUs run from "1001" on, what is not sold by the piece after the rest; SKU, name and barcode are each unique.
    Raises ValueError for a count below zero.
    """
    goods = _catalogue(words)[1]
    if count is not None and count < 0:
        raise ValueError(f"count: {count} products cannot be made")
    numbers = {good.name: number for number, good in enumerate(sorted(goods, key=lambda good: bool(good.sold_by)))}
    if count is not None:
        made = _range_of(goods, words, seed, count - len(goods))
        numbers |= {good.name: len(goods) + number for number, good in enumerate(made)}
        goods = [good for good in goods if numbers[good.name] < count] + made
    return [
        DemoProduct(
            sku=str(FIRST_SKU + numbers[good.name]),
            name=good.name,
            price=kroner(good.ore),
            vat_rate=good.vat_rate,
            takeaway_vat_rate=good.takeaway_vat_rate,
            category=good.category,
            barcode=ean13(f"{good.barcode_prefix}{FIRST_SKU + numbers[good.name]:09d}"),
            unit=None if good.sold_by in ("", "open") else good.sold_by,
            open_price=good.sold_by == "open",
        )
        for good in goods
    ]


def _table(name: str, values: Mapping[str, str | bool | None]) -> str:
    # A JSON string is a TOML basic string as long as it holds no DEL, which no name here does.
    rows = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value is not None]
    return "\n".join([f"[[{name}]]", *rows])


def shop_toml(count: int | None = None, seed: int = SEED, words: Path = WORDS) -> str:
    """The provisioning file of the sample shop, with `count` products (all of its own when None)."""
    strips = [_table("categories", asdict(one)) for one in categories(words)]
    goods = [
        _table(
            "products",
            {
                "sku": p.sku,
                "name": p.name,
                "price": None if p.open_price else p.price,
                "vat_rate": p.vat_rate,
                "takeaway_vat_rate": p.takeaway_vat_rate,
                "category": p.category,
                "barcode": p.barcode,
                "unit": p.unit,
                "open_price": p.open_price or None,
            },
        )
        for p in products(count, seed, words)
    ]
    template = Template((words / "shop.toml.template").read_text(encoding="utf-8"))
    return template.substitute(categories="\n\n".join(strips), products="\n\n".join(goods))
