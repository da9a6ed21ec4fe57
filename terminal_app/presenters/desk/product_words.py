"""What a product is sold by, in words; shared by the product form and the lists. Window thread."""

from __future__ import annotations

from ...domain.catalog import Unit
from ...i18n import Texts


def unit_name(unit: Unit, texts: Texts) -> str:
    """The unit as it stands on a button or after a price."""
    say = texts.say
    return {
        Unit.PIECE: say("piece"),
        Unit.KILO: "kg",
        Unit.LITRE: say("litre"),
        Unit.METRE: say("metre"),
        Unit.HOUR: say("hour"),
    }[unit]
