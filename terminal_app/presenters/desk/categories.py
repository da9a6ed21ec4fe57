"""Catalogue › Categories: their names, colours and icons, and their order on the sale screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...domain.article_group import ARTICLE_GROUPS, OTHER
from ...domain.catalog import Category
from ...domain.problems import Problem, Trouble
from ..category_look import ICONS, TONES, shown_icon, shown_tone
from .form import FormPage
from .rows import Action, Heading, Link, Option, Order, Pick, Row, Swatch, Swatches, Text

_NEW, _LIST, _ORDER, _REMOVE, _GROUP = "new", "list", "order", "remove", "group_code"
SERVED = ("04006", "04014")
"""The groups that serving places must tell apart (bokføringsforskriften § 8-5-2): food to other goods."""


class CategoriesPage(FormPage):
    """The categories, one at a time in a form, and their order."""

    stem = "categories"
    icon = "category"

    def label(self) -> str:
        return self.texts.say("Categories")

    def detail(self) -> str:
        return ", ".join(category.name for category in self.session.till.categories)

    def intro(self) -> str:
        return "" if self.opened is not None else self.texts.say("The shelves of the sale screen.")

    def rows(self) -> Sequence[Row]:
        return self._list_rows() if self.opened is None else self._form_rows()

    def _list_rows(self) -> list[Row]:
        say, categories = self.texts.say, self.session.till.categories
        counts = self.session.till.assortment.counts()
        links = [
            Link(
                f"open:{category.name}",
                category.name,
                self._count(counts.get(category.name, 0)),
                shown_icon(category.icon),
                tone=shown_tone(category.tone),
            )
            for category in categories
        ]
        places = tuple(Option(str(place), one.name, icon=shown_icon(one.icon)) for place, one in enumerate(categories))
        return [
            Heading(say("Name and look"), key="all"),
            *links,
            Action(_NEW, say("New category"), "add", kind="primary"),
            Heading(say("On the sale screen"), say("Drag a category by its handle, or use the arrows."), key="screen"),
            Order(_ORDER, say("Order"), places, up_label=say("Up"), down_label=say("Down")),
        ]

    def _count(self, products: int) -> str:
        return self.texts.count("{n} product", "{n} products", products)

    def _form_rows(self) -> list[Row]:
        say, form = self.texts.say, self.form
        tone, icon = form.text("tone"), shown_icon(form.text("icon"))
        rows: list[Row] = [
            Heading(self.opened or say("New category"), key="form"),
            Action(_LIST, say("All categories"), "arrow_back", kind="quiet"),
            Text(
                "name", say("Name"), form.text("name"), hint=self.hint("name"), problem=self.problem("name"), longest=60
            ),
            Swatches(
                "tone",
                say("Colour"),
                tuple(Swatch(one, say(word), icon, one) for one, word in TONES.items()),
                tone,
                say(TONES[tone]) if tone in TONES else "",
            ),
            Swatches("icon", say("Icon"), tuple(Swatch(one, one, one, shown_tone(tone)) for one in ICONS), icon),
            Pick(
                _GROUP,
                say("Article group of the law"),
                self._group_name(form.text(_GROUP)),
                say("The SAF-T file tells the tax administration by it what is sold."),
            ),
        ]
        if self.opened:
            number = self.session.till.assortment.counts().get(self.opened, 0)
            held = self._count(number)
            told = say("It has {products}: give them another category first.", products=held)
            free = not number and not form.touched
            rows += [
                Heading(say("Remove"), key="removing"),
                Action(_REMOVE, say("Remove the category"), "delete", told if number else "", "danger", enabled=free),
            ]
        return rows

    def _group_name(self, code: str) -> str:
        return next((one.name(self.texts.language) for one in ARTICLE_GROUPS if one.code == code), code)

    def options(self, key: str, search: str) -> Sequence[Option]:
        """The law's own groups, those of serving places first: it is them that a till is asked for."""
        words, language = search.casefold().split(), self.texts.language
        ordered = sorted(ARTICLE_GROUPS, key=lambda one: not SERVED[0] <= one.code <= SERVED[1])
        named = [Option(one.code, one.name(language), one.code) for one in ordered]
        return [one for one in named if all(word in f"{one.label} {one.detail}".casefold() for word in words)]

    def field_names(self) -> Mapping[str, str]:
        return {"name": self.texts.say("Name")}

    # what touches mean

    def put(self, key: str, value: str) -> None:
        till = self.session.till
        if key == _ORDER:
            names = [till.categories[int(place)].name for place in value.split(",")]
            till.shelves.arrange_categories(names, self.session.operator.id)
        elif self.opened is not None:
            self.form.put(key, value)

    def press(self, key: str, part: str) -> None:
        if key == _NEW:
            self.show("")
        elif key == _LIST:
            self.show(None)
        elif key.startswith("open:"):
            self.show(key.partition(":")[2])
        elif key == _REMOVE and self.opened:
            self._remove(self.opened)

    def _remove(self, name: str) -> None:
        try:
            self.session.till.shelves.remove_category(name, self.session.operator.id)
        except Trouble as trouble:
            self.notice = self.session.explain(trouble)
            return
        self.begin(None)

    def begin(self, key: str | None) -> None:
        self.opened = key
        known = self.session.till.category(key) if key else Category("", "category", "plain")
        if key is None:
            self.form.begin({}, lambda _: ())
        else:
            look = {"icon": known.icon, "tone": known.tone}
            self.form.begin({"name": known.name, **look, _GROUP: known.group_code}, self._wrong)

    def store(self) -> str:
        shelves, by, category = self.session.till.shelves, self.session.operator.id, _category(self.form.written)
        stored = (
            shelves.change_category(self.opened, category, by) if self.opened else shelves.add_category(category, by)
        )
        return stored.name

    def _wrong(self, written: Mapping[str, str]) -> tuple[Problem, ...]:
        return self.session.till.shelves.wrong_with_category(_category(written), self.opened or None)


def _category(written: Mapping[str, str]) -> Category:
    return Category(
        written.get("name", ""), written.get("icon", ""), written.get("tone", ""), written.get(_GROUP, OTHER)
    )
