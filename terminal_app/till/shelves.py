"""What a manager does with the assortment: products, favourites, categories, and whole lists brought in at once.

Each call is one transaction with its journal rows, and leaves the till another assortment, made of the one before.
No product is ever deleted: receipts name them. Called from the window's thread or by a verb.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..domain import text
from ..domain.article_group import CODES
from ..domain.catalog import Category, Product, Unit
from ..domain.operators import Right
from ..domain.problems import BadInput, MoveRefused, Problem
from ..domain.product_list import Preview, ProductList, barcode_taken, compare
from ..domain.written_product import read_product
from ..storage import journal
from ..storage.assortment import Assortment

if TYPE_CHECKING:
    from .selling import Till

_FOLLOWED = (
    "name", "vat_rate", "takeaway_vat_rate", "category", "barcode", "favourite", "hidden", "unit", "open_price",
)  # fmt: skip
_PARTS = ("icon", "tone", "group_code")
"""What a category has beside its name."""
_LOOK = re.compile(r"[a-z][a-z0-9_]{0,40}")


class Shelves:
    """The assortment of one till, as its manager changes it."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def folder(self) -> Path:
        """Where lists are brought in from and written to: the setting, else `import` in the data folder."""
        return Path(self._till.values.text("catalogue.folder") or self._till.database.folder / "import")

    # products

    def read(self, written: Mapping[str, str], sku: str | None = None) -> tuple[Product | None, tuple[Problem, ...]]:
        """The product that those texts would make, or of that SKU would make it, and all that is wrong with them.

        Each problem names its column as `field`. Nothing is stored.
        """
        known = None if sku is None else self._known(sku)
        product, problems = read_product(written, known)
        return product, (*problems, *self._clashes(written, product, known))

    def add(self, written: Mapping[str, str], operator_id: str | None = None) -> Product:
        """The new product, at the end of its shelf; raises BadInput naming the first text that does not pass."""
        return self._put(self.read(written), operator_id)

    def change(self, sku: str, written: Mapping[str, str], operator_id: str | None = None) -> Product:
        """The product with those texts in place of its own; what is not given stays, and so does its SKU.

        Raises BadInput naming the first text that does not pass: then nothing was stored.
        """
        return self._put(self.read(written, sku), operator_id)

    def take_out(self, sku: str, operator_id: str | None = None) -> Product:
        """The product out of the assortment: no longer rung up, still on every receipt."""
        return self._put((replace(self._known(sku), hidden=True), ()), operator_id)

    def bring_back(self, sku: str, operator_id: str | None = None) -> Product:
        """The product back in the assortment, in its old place."""
        return self._put((replace(self._known(sku), hidden=False), ()), operator_id)

    def mark(self, sku: str, favourite: bool, operator_id: str | None = None) -> Product:
        """The product on the favourites' shelf, or off it."""
        return self._put((replace(self._known(sku), favourite=favourite), ()), operator_id)

    def _put(self, read: tuple[Product | None, tuple[Problem, ...]], operator_id: str | None) -> Product:
        self._require_right(operator_id)
        product, problems = read
        for problem in problems:
            raise BadInput(problem.code, **dict(problem.values))
        assert product is not None  # a product that does not pass has problems
        before = self._till.assortment.known(product.sku)
        if product == before:
            return product
        with self._till.database.writing():
            self._till.catalog.put_products([product])
            for kind, facts in _told(before, product):
                self._record(kind, facts, operator_id)
        self._till.assortment = self._till.assortment.after(before, product)
        return product

    def _known(self, sku: str) -> Product:
        product = self._till.assortment.known(sku)
        if product is None:
            raise BadInput("item_unknown", field="sku", sku=sku[:40])
        return product

    def _clashes(self, written: Mapping[str, str], product: Product | None, known: Product | None) -> Iterator[Problem]:
        sku = written.get("sku", "").strip()
        if known is None:
            other = self._till.assortment.known(sku) if sku else None
            if other is not None:
                yield Problem("sku_taken", {"field": "sku", "sku": other.sku, "name": other.name})
        elif sku and sku != known.sku:
            yield Problem("sku_fixed", {"field": "sku", "sku": known.sku})
        if product is None:
            return
        if product.category not in {category.name for category in self._till.categories}:
            yield Problem("category_unknown", {"field": "category", "text": product.category[:40]})
        owner = self._till.assortment.owner_of(product.barcode) if product.barcode else None
        if owner is not None and product.barcode and (known is None or owner.sku != known.sku):
            yield barcode_taken(product.barcode, owner)

    # categories

    def wrong_with_category(self, category: Category, instead_of: str | None = None) -> tuple[Problem, ...]:
        """What does not pass of a category, new or in place of the one of that name. Nothing is stored."""
        try:
            self._checked(category, instead_of)
        except BadInput as wrong:
            return (wrong.problem,)
        return ()

    def add_category(self, category: Category, operator_id: str | None = None) -> Category:
        """The new category, last; raises BadInput naming what does not pass."""
        checked = self._checked(category, None)
        facts = {"name": checked.name, **{part: getattr(checked, part) for part in _PARTS}}
        self._store_categories([*self._till.categories, checked], "category_added", facts, operator_id)
        return checked

    def change_category(self, name: str, category: Category, operator_id: str | None = None) -> Category:
        """The category of that name with another name, look or tax group; its products go with it."""
        before = self._category(name)
        checked = self._checked(category, name)
        if checked == before:
            return checked
        facts: dict[str, Any] = {"name": before.name}
        for part in ("name", *_PARTS):
            if getattr(before, part) != getattr(checked, part):
                facts[f"new_{part}"] = getattr(checked, part)

        def rename() -> None:
            if checked.name != name:
                self._till.catalog.rename_category(name, checked.name)

        after = [checked if category.name == name else category for category in self._till.categories]
        self._store_categories(after, "category_changed", facts, operator_id, first=rename)
        if checked.name != name:
            self._till.assortment = self._till.assortment.rearranged()
        return checked

    def arrange_categories(self, names: Sequence[str], operator_id: str | None = None) -> None:
        """The categories in that order; those not named stay behind the others."""
        named = list(dict.fromkeys(names))
        order = [self._category(name) for name in named] + [c for c in self._till.categories if c.name not in named]
        if tuple(order) != self._till.categories:
            facts = {"order": [category.name for category in order]}
            self._store_categories(order, "categories_ordered", facts, operator_id)

    def remove_category(self, name: str, operator_id: str | None = None) -> None:
        """A category without products is gone; raises MoveRefused while it has some, hidden ones included."""
        code = self._category(name).group_code
        products = self._till.assortment.counts().get(name, 0)
        if products:
            raise MoveRefused("category_in_use", name=name, count=products)

        def remove() -> None:
            self._till.catalog.remove_category(name)

        rest = [category for category in self._till.categories if category.name != name]
        self._store_categories(rest, "category_removed", {"name": name, "group_code": code}, operator_id, first=remove)

    def _store_categories(
        self,
        order: Sequence[Category],
        kind: str,
        facts: Mapping[str, Any],
        operator_id: str | None,
        first: Callable[[], None] = lambda: None,
    ) -> None:
        self._require_right(operator_id)
        with self._till.database.writing():
            first()
            self._till.catalog.put_categories(order)
            self._record(kind, facts, operator_id)
        self._till.take_categories(tuple(order))

    def _category(self, name: str) -> Category:
        for category in self._till.categories:
            if category.name == name:
                return category
        raise BadInput("category_unknown", field="category", text=name[:40])

    def _checked(self, category: Category, instead_of: str | None) -> Category:
        name = text.name(category.name, "name")
        if not name:
            raise BadInput("field_empty", field="name")
        for other in self._till.categories:
            if other.name != instead_of and other.name.casefold() == name.casefold():
                raise BadInput("category_taken", field="name", text=other.name)
        for field, value in (("icon", category.icon), ("tone", category.tone)):
            if _LOOK.fullmatch(value) is None:
                raise BadInput("look_unknown", field=field, text=value[:40])
        if category.group_code not in CODES:
            raise BadInput("article_group_unknown", field="group_code", text=category.group_code[:40])
        return replace(category, name=name)

    # lists

    def preview(self, listed: ProductList) -> Preview:
        """What that list would change, and every row of it that is wrong. Nothing is stored."""
        return compare(listed, self._till.assortment, [category.name for category in self._till.categories])

    def bring_in(self, preview: Preview, operator_id: str | None = None) -> int:
        """How many products were added or changed: all of the list, in one transaction with a journal row for each.

        Raises BadInput while the list has faults, MoveRefused when the assortment is no longer what it was compared
        with; then nothing was stored.
        """
        self._require_right(operator_id)
        for fault in preview.faults:
            raise BadInput("list_has_faults", field=preview.listed.source, line=fault.line, count=len(preview.faults))
        assortment = self._till.assortment
        pairs: list[tuple[Product | None, Product]] = [(change.before, change.after) for change in preview.changed]
        pairs += [(None, product) for product in preview.new]
        known = assortment.among(after.sku for _, after in pairs)
        if any(known.get(after.sku) != before for before, after in pairs):
            raise MoveRefused("list_outdated", source=preview.listed.source)
        if not pairs:
            return 0
        facts: dict[str, Any] = {
            "file": preview.listed.source,
            "new": len(preview.new),
            "changed": len(preview.changed),
        }
        if preview.new_categories:
            facts["new_categories"] = list(preview.new_categories)
        with self._till.database.writing():
            self._till.catalog.put_products(preview.products)
            self._record("products_imported", facts, operator_id)
            for before, after in pairs:
                for kind, told in _told(before, after):
                    self._record(kind, told, operator_id)
        self._till.assortment = Assortment(self._till.database)
        self._till.assortment.warm()
        if preview.new_categories:
            self._till.take_categories(self._till.catalog.categories())
        return len(pairs)

    def _require_right(self, operator_id: str | None) -> None:
        """Nothing for a verb, which names nobody; raises MoveRefused for an operator who may not change products."""
        if operator_id is not None:
            self._till.operators.require(operator_id, Right.PRODUCTS)

    def _record(self, kind: str, facts: Mapping[str, Any], operator_id: str | None) -> None:
        whole = {**facts, **self._till.operators.of_the_visit(operator_id)}
        journal.append(self._till.database, self._till.now(), kind, whole, operator_id=operator_id)


def _told(before: Product | None, after: Product) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(kind, facts) of each journal row: the price has one of its own, as the cash register law wants it told."""
    named = {"sku": after.sku, "name": after.name}
    if before is None:
        yield "product_added", {**named, "price": str(after.price), **{f: _plain(after, f) for f in _FOLLOWED[1:]}}
        return
    if before.price != after.price:
        yield "price_changed", {**named, "before": str(before.price), "after": str(after.price)}
    changed = {f: [_plain(before, f), _plain(after, f)] for f in _FOLLOWED if getattr(before, f) != getattr(after, f)}
    if changed:
        yield "product_changed", {**named, "changed": changed}


def _plain(product: Product, field: str) -> object:
    value = getattr(product, field)
    if isinstance(value, Unit):
        return value.value
    return value if value is None or isinstance(value, bool) else str(value)
