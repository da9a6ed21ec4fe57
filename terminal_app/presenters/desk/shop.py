"""Settings › Shop: who sells, as it stands on every receipt, and when the shop is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ...domain.problems import BadInput
from ...domain.settings import SettingValues
from ...domain.text import LONGEST_NOTE
from ...reports.receipt_paper import shop_lines, written_lines
from .page import Page
from .rows import Heading, Paper, Row, Switch, Text, Typing
from .written import CLOCK, Written

_OPENS, _CLOSES = "shop.opens", "shop.closes"
_REGISTERED = "shop.business_register"


def hours_make_sense(values: SettingValues) -> None:
    """Both hours or none, and not the same; raises BadInput naming the one to mend."""
    opens, closes = values.text(_OPENS), values.text(_CLOSES)
    if bool(opens) != bool(closes):
        raise BadInput("opening_hours_half", field=_CLOSES if opens else _OPENS)
    if opens and opens == closes:
        raise BadInput("opening_hours_equal", field=_CLOSES)


class ShopPage(Page):
    """Name, address, organisation number, receipt texts, opening hours."""

    stem = "shop"
    icon = "storefront"
    keys = (
        "shop.name",
        "shop.organization_number",
        "shop.vat_registered",
        _REGISTERED,
        "shop.address.line1",
        "shop.address.zip_code",
        "shop.address.city",
        _OPENS,
        _CLOSES,
        "receipt.header",
        "receipt.footer",
    )
    written: ClassVar[Mapping[str, Written]] = {_OPENS: CLOCK, _CLOSES: CLOCK}
    together = (hours_make_sense,)

    def label(self) -> str:
        return self.texts.say("Shop")

    def detail(self) -> str:
        return self.session.till.values.shop().name

    def intro(self) -> str:
        return self.texts.say("Who sells, as it stands on every receipt.")

    def rows(self) -> Sequence[Row]:
        say, values = self.texts.say, self.draft.values()
        return [
            Heading(say("The company"), key="company"),
            self._text("shop.name", say("Name")),
            self._text(
                "shop.organization_number",
                say("Organisation number"),
                typing=Typing.NUMBER,
                detail=say("Nine digits; the last one is checked at once."),
            ),
            Switch(
                "shop.vat_registered",
                say("Registered for VAT"),
                self.draft.on("shop.vat_registered"),
                say("The receipt then says MVA after the organisation number."),
            ),
            Switch(
                _REGISTERED,
                say("In the register of business enterprises"),
                self.draft.on(_REGISTERED),
                say("Limited companies are. The receipt then says Foretaksregisteret, as the law wants it."),
            ),
            Heading(say("Address"), key="address"),
            self._text("shop.address.line1", say("Street and number")),
            self._text("shop.address.zip_code", say("Postcode"), typing=Typing.NUMBER),
            self._text("shop.address.city", say("Town")),
            Heading(
                say("Opening hours"),
                say("So that the schedule can tell when a run would come while the shop is open."),
                key="hours",
            ),
            self._text(_OPENS, say("Opens"), typing=Typing.TIME, hint="09:00"),
            self._text(_CLOSES, say("Closes"), typing=Typing.TIME, hint="18:00"),
            Heading(say("On the receipt"), key="receipt"),
            self._text("receipt.header", say("Above the lines"), lines=3),
            self._text("receipt.footer", say("Below the total"), lines=3),
            Paper(
                "paper",
                say("Receipt"),
                (*shop_lines(values, self.texts), *written_lines(values.text("receipt.footer"), rule=True)),
            ),
        ]

    def _text(
        self,
        key: str,
        label: str,
        *,
        typing: Typing = Typing.TEXT,
        hint: str = "",
        detail: str = "",
        lines: int = 1,
    ) -> Text:
        longest = LONGEST_NOTE if lines > 1 else 200
        return Text(
            key, label, self.draft.text(key), typing, hint, detail, self.problem(key), lines=lines, longest=longest
        )
