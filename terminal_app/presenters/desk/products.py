"""Catalogue › Products: find one among 20 000, change it, make a new one, take it out of the assortment and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import overload

from ...domain.catalog import Category, Product, Unit
from ...domain.problems import BadInput, Problem
from ...domain.vat import VatRate, vat_within
from ...domain.written_product import RATES, doubts_about, price_from, rate_from
from ..category_look import shown_icon, shown_tone
from .form import FormPage
from .page import Desk
from .product_words import unit_name
from .rows import Action, Heading, Link, Note, Option, Pick, Picker, Row, Switch, Text, Toggles, Typing

_FIND, _NEW, _LIST, _OUT, _BACK = "find", "new", "list", "out", "back"
_SHOWN_FAVOURITES = 12


class Found(Sequence[Option]):
    """Products as options, each made when it is looked at: of 20 000 only those in sight."""

    def __init__(self, products: Sequence[Product], make: Callable[[Product], Option]) -> None:
        self._products, self._make = products, make

    def __len__(self) -> int:
        return len(self._products)

    @overload
    def __getitem__(self, place: int) -> Option: ...

    @overload
    def __getitem__(self, place: slice) -> list[Option]: ...

    def __getitem__(self, place: int | slice) -> Option | list[Option]:
        if isinstance(place, slice):
            return [self._make(product) for product in self._products[place]]
        return self._make(self._products[place])


class ProductsPage(FormPage):
    """The products of the assortment, one at a time in a form."""

    stem = "products"
    icon = "sell"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._options: tuple[object, Sequence[Option]] = (None, ())

    def label(self) -> str:
        return self.texts.say("Products")

    def detail(self) -> str:
        return self._counted()

    def intro(self) -> str:
        return "" if self.opened is not None else self.texts.say("What is sold, at which price and VAT rate.")

    # the list

    def rows(self) -> Sequence[Row]:
        return self._list_rows() if self.opened is None else self._form_rows()

    def _list_rows(self) -> list[Row]:
        say, assortment = self.texts.say, self.session.till.assortment
        rows: list[Row] = [
            Heading(say("All products"), key="all"),
            Link(_FIND, say("Find a product"), say("By name, SKU or barcode, among {n}", n=self._counted()), "search"),
            Action(_NEW, say("New product"), "add", kind="primary"),
            Heading(say("Favourites"), say("They are the first shelf of the sale screen."), key="favourites"),
        ]
        shown = assortment.favourites[:_SHOWN_FAVOURITES]
        rows += [
            Link(
                f"favourite:{product.sku}",
                product.name,
                self._facts(product),
                shown_icon(self._category(product).icon),
                tone=shown_tone(self._category(product).tone),
            )
            for product in shown
        ]
        if not shown:
            rows.append(Note(say("None yet: open a product and switch Favourite on."), key="none"))
        elif len(assortment.favourites) > len(shown):
            more = self.texts.count("{n} more", "{n} more", len(assortment.favourites) - len(shown))
            rows.append(Note(more, key="more"))
        return rows

    def _counted(self) -> str:
        assortment = self.session.till.assortment
        out = len(assortment.everything) - len(assortment.products)
        counted = self.texts.count("{n} product", "{n} products", len(assortment.products))
        return counted if not out else counted + ", " + self.texts.count("{n} taken out", "{n} taken out", out)

    def picker(self) -> Picker | None:
        open_list, say = super().picker(), self.texts.say
        if open_list is None or open_list.key != _FIND:
            return None if open_list is None else replace(open_list, title=self._name(open_list.key))
        return replace(open_list, title=say("Find a product"), search_hint=say("Search product or barcode"))

    def options(self, key: str, search: str) -> Sequence[Option]:
        till = self.session.till
        if key == "category":
            wanted = search.casefold()
            return tuple(
                Option(c.name, c.name, icon=shown_icon(c.icon)) for c in till.categories if wanted in c.name.casefold()
            )
        return self._found(search)

    def _found(self, search: str) -> Sequence[Option]:
        """The products that match, as the same object until something differs."""
        assortment = self.session.till.assortment
        asked = (assortment, search, self.texts)
        if asked != self._options[0]:
            self._options = (asked, Found(assortment.search(search, hidden=True), self._option))
        return self._options[1]

    def _option(self, product: Product) -> Option:
        return Option(product.sku, product.name, self._facts(product), icon=shown_icon(self._category(product).icon))

    def _facts(self, product: Product) -> str:
        say, price = self.texts.say, self.texts.kroner(product.price)
        if product.open_price:
            price = say("Open price")
        elif product.unit.is_measured:
            price = say("{price} per {unit}", price=price, unit=unit_name(product.unit, self.texts))
        parts = [price, product.sku, product.category]
        if product.hidden:
            parts.append(self.texts.say("taken out"))
        return " · ".join(parts)

    def _category(self, product: Product) -> Category:
        return self.session.till.category(product.category)

    # the form

    def _form_rows(self) -> list[Row]:
        say, form = self.texts.say, self.form
        product = self._product()
        name = say("New product") if product is None else product.name
        sku = say("SKU {sku}", sku=product.sku) if product else ""
        rows: list[Row] = [
            Heading(name, sku, key="form"),
            Action(_LIST, say("All products"), "arrow_back", kind="quiet"),
        ]
        if product is None:
            used = say("It is on every receipt and cannot be changed later.")
            rows.append(self._text("sku", detail=used, longest=60))
        if product is not None and product.hidden:
            rows.append(Note(say("Taken out of the assortment: it cannot be rung up."), "warn", key="hidden"))
        rows += [
            self._text("name"),
            *self._price(),
            self._rates("vat_rate", [str(rate) for rate in RATES]),
            self._rates("takeaway_vat_rate", self._takeaway_rates()),
            Pick(
                "category",
                self._name("category"),
                form.text("category") or self.hint("category"),
                problem=self.problem("category"),
            ),
            self._text("barcode", Typing.NUMBER, detail=self._barcode_doubt(), longest=60),
            Switch(
                "favourite",
                self._name("favourite"),
                form.text("favourite") == "1",
                say("On the first shelf of the sale screen."),
            ),
        ]
        if product is not None:
            rows += [Heading(say("Assortment"), key="assortment"), self._in_or_out(product)]
        return rows

    def _price(self) -> list[Row]:
        """How much it costs and by what it is sold; no price where it is asked for each time."""
        say, form = self.texts.say, self.form
        units = (Option(unit.value, unit_name(unit, self.texts), on=unit.value == form.text("unit")) for unit in Unit)
        is_open = form.text("open_price") == "1"
        asked = say("The cashier types the price when it is rung up, such as for sundries.")
        price = self._text("price", Typing.AMOUNT, detail=self._vat_told(), longest=20)
        return [
            *(() if is_open else (price,)),
            Toggles("unit", self._name("unit"), tuple(units)),
            Switch("open_price", self._name("open_price"), is_open, asked),
        ]

    def _text(self, key: str, typing: Typing = Typing.TEXT, *, detail: str = "", longest: int = 200) -> Text:
        problem, text = self.problem(key), self.form.text(key)
        return Text(key, self._name(key), text, typing, self.hint(key), detail, problem, longest=longest)

    def _rates(self, key: str, rates: Sequence[str]) -> Toggles:
        chosen, plain = self.form.text(key), self.texts.say("As in the shop")
        options = (
            Option(rate, self.texts.rate(rate_from(rate)) if rate else plain, on=rate == chosen) for rate in rates
        )
        return Toggles(key, self._name(key), tuple(options))

    def _takeaway_rates(self) -> list[str]:
        usual = ["", *(str(rate) for rate in (VatRate(2500), VatRate(1500), VatRate(1200), VatRate(0)))]
        now = self.form.text("takeaway_vat_rate")
        return usual if now in usual else [*usual, now]

    def _vat_told(self) -> str:
        """How much of the price is VAT."""
        say, form = self.texts.say, self.form
        try:
            price, rate = price_from(form.text("price")), rate_from(form.text("vat_rate"))
            vat = self.texts.kroner(vat_within(price, rate))
            if not form.text("takeaway_vat_rate"):
                return say("VAT included: {vat} of it is VAT.", vat=vat)
            away = self.texts.kroner(vat_within(price, rate_from(form.text("takeaway_vat_rate"))))
            return say("VAT included: {vat} of it is VAT, {away} when taken away.", vat=vat, away=away)
        except BadInput:
            return say("What the customer pays, VAT included.")

    def _barcode_doubt(self) -> str:
        product, _ = self.session.till.shelves.read(self._written(self.form.written), self.opened or None)
        doubts = () if product is None else doubts_about(product)
        return " ".join(self.told(doubt) for doubt in doubts if doubt.values["field"] == "barcode")

    def _in_or_out(self, product: Product) -> Action:
        say, settled = self.texts.say, not self.form.touched
        if product.hidden:
            return Action(_BACK, say("Bring it back"), "undo", say("It can be rung up again."), enabled=settled)
        told = say("It can no longer be rung up; receipts and reports keep it.")
        return Action(_OUT, say("Take it out"), "block", told, kind="danger", enabled=settled)

    def _product(self) -> Product | None:
        return self.session.till.assortment.known(self.opened) if self.opened else None

    def field_names(self) -> Mapping[str, str]:
        say = self.texts.say
        return {
            "sku": say("SKU"),
            "name": say("Name"),
            "price": say("Price"),
            "vat_rate": say("VAT rate"),
            "takeaway_vat_rate": say("VAT rate when taken away"),
            "category": say("Category"),
            "barcode": say("Barcode"),
            "favourite": say("Favourite"),
            "unit": say("Sold by"),
            "open_price": say("Price is asked for each time"),
        }

    def _name(self, key: str) -> str:
        return self.field_names()[key]

    # what touches mean

    def put(self, key: str, value: str) -> None:
        if key == _FIND:
            self.show(value)
        elif self.opened is not None:
            self.form.put(key, ("1" if value == "true" else "") if key in ("favourite", "open_price") else value)

    def scan(self, code: str) -> bool:
        """Fill the barcode of the open form; on the list, open the product of that code or the form for a new one."""
        if self.question is not None:
            return False
        self.close_picker()
        if self.opened is not None:
            self.form.put("barcode", code)
            return True
        known = self.session.till.assortment.owner_of(code)
        self.session.unknown_code = "" if known is not None else code
        self.show("" if known is None else known.sku)
        return True

    def entered(self) -> None:
        """Somebody may come with a scanned code that no product has."""
        if self.session.unknown_code:
            self.show("")
        else:
            super().entered()

    def press(self, key: str, part: str) -> None:
        shelves, say, by = self.session.till.shelves, self.texts.say, self.session.operator.id
        if key == _NEW:
            self.show("")
        elif key == _FIND:
            self.open_picker(_FIND)
        elif key == _LIST:
            self.show(None)
        elif key.startswith("favourite:"):
            self.show(key.partition(":")[2])
        elif key == _OUT and self.opened:
            sku = self.opened
            self.done(lambda: shelves.take_out(sku, by), say("Taken out of the assortment"))
        elif key == _BACK and self.opened:
            sku = self.opened
            self.done(lambda: shelves.bring_back(sku, by), say("Back in the assortment"))

    def begin(self, key: str | None) -> None:
        self.opened = key
        product = self._product()
        if product is None and key:
            self.opened = None
        if self.opened is None:
            self.form.begin({}, lambda _: ())
        else:
            self.form.begin(self._texts_of(product), self._wrong)
            code, self.session.unknown_code = self.session.unknown_code, ""
            if code and not key:
                self.form.put("barcode", code)

    def store(self) -> str:
        shelves, by = self.session.till.shelves, self.session.operator.id
        written = self._written(self.form.written)
        return (shelves.change(self.opened, written, by) if self.opened else shelves.add(written, by)).sku

    def _wrong(self, written: Mapping[str, str]) -> tuple[Problem, ...]:
        return self.session.till.shelves.read(self._written(written), self.opened or None)[1]

    def _written(self, fields: Mapping[str, str]) -> dict[str, str]:
        """The form's texts; whether the product is taken out is not the form's to say."""
        return {key: text for key, text in fields.items() if key != "sku" or not self.opened}

    def _texts_of(self, product: Product | None) -> dict[str, str]:
        if product is None:
            return {
                "vat_rate": str(RATES[0]), "takeaway_vat_rate": "", "favourite": "", "barcode": "",
                "unit": Unit.PIECE.value, "open_price": "",
            }  # fmt: skip
        takeaway = product.takeaway_vat_rate
        return {
            "name": product.name,
            "price": self.texts.money(product.price),
            "vat_rate": str(product.vat_rate),
            "takeaway_vat_rate": "" if takeaway is None else str(takeaway),
            "category": product.category,
            "barcode": product.barcode or "",
            "favourite": "1" if product.favourite else "",
            "unit": product.unit.value,
            "open_price": "1" if product.open_price else "",
        }
