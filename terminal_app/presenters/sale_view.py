"""All that the sale screen shows, in words that are ready to be drawn: frozen, made anew by every `view()`."""

from __future__ import annotations

from collections.abc import Mapping

from ..domain.records import record
from ..i18n import Texts
from .cart_rows import CartRow
from .line_changes import Field
from .product_shelves import Shelf, Tiles
from .session import Notice
from .step_up import StepUpView


@record
class LineSheetView:
    """All that the sheet shows.

    `tabs` and `kinds` are (name, label), empty where there is nothing to choose. `figure` is what is typed, `waiting`
    that it is what stood there before. `comma` is the decimals' key, "" where there are none.
    """

    title: str
    reckoned: str
    tabs: tuple[tuple[str, str], ...]
    field: Field
    figure: str
    waiting: bool
    unit: str
    kinds: tuple[tuple[str, str], ...]
    kind: str
    comma: str
    note: str
    note_hint: str
    problem: str
    away_label: str
    away_icon: str
    enter_label: str
    can_enter: bool


@record
class TimesView:
    """The quantity that is typed before a product: "3 ×" while it waits for one, else "". `is_open`: its keypad."""

    label: str
    armed: str
    is_open: bool


@record
class UndoView:
    """The one way back: what it takes back, and whether something went out that one may want to have again."""

    label: str
    words: str
    can: bool
    stands_out: bool


@record
class SaleLabels:
    """The words that stay as long as the language does: the same object until another is spoken."""

    search_hint: str
    search_hint_short: str
    cart_title: str
    cart_empty: str
    cart_empty_hint: str
    serving_labels: tuple[str, str]
    pay_label: str
    clear_label: str
    discount_label: str


def labels_in(texts: Texts) -> SaleLabels:
    """Those words in that language."""
    say = texts.say
    return SaleLabels(
        search_hint=say("Search product or barcode"),
        search_hint_short=say("Search product"),
        cart_title=say("Cart"),
        cart_empty=say("The cart is empty"),
        cart_empty_hint=say("Touch a product to begin"),
        serving_labels=(say("Eat in"), say("Take away")),
        pay_label=say("Pay"),
        clear_label=say("Empty"),
        discount_label=say("Discount"),
    )


@record
class SaleView:
    """All that the sale screen shows.

    `tiles` stays the same object until other products are shown, a row until its line differs, `sums` until the cart
    does.
    """

    shelves: tuple[Shelf, ...]
    tiles: Tiles
    counts: Mapping[str, str]
    rows: tuple[CartRow, ...]
    scroll_to: int | None
    search: str
    nothing_found: str
    labels: SaleLabels
    cart_count: str
    takes_away: bool
    sums: tuple[tuple[str, str], ...]
    total_label: str
    total: str
    can_pay: bool
    times: TimesView
    undo: UndoView
    sheet: LineSheetView | None
    step_up: StepUpView | None
    notice: Notice | None
