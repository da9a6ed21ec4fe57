"""A shop that cannot say who sells may train, and nothing else."""

from __future__ import annotations

import pytest

from terminal_app.domain.problems import SettingWrong
from terminal_app.domain.receipt import ReceiptKind
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, INTEGRATED, ShopClock, a_cart, set_up


@pytest.mark.parametrize(
    ("missing", "code"),
    [("shop.name", "shop_unnamed"), ("shop.organization_number", "organization_number_missing")],
)
def test_nothing_is_sold_while_the_receipt_could_not_say_who_sells(
    database: Database, clock: ShopClock, missing: str, code: str
) -> None:
    till = set_up(database, clock, settings={key: value for key, value in INTEGRATED.items() if key != missing})
    with pytest.raises(SettingWrong, match=code) as refused:
        till.sell(a_cart(), BY_CARD)
    assert refused.value.problem.values["field"] == missing
    assert till.ledger.count() == 0
    till.change_settings({missing: INTEGRATED[missing]})
    assert till.sell(a_cart(), BY_CARD).sale.receipt_no == "S-000001"


def test_training_needs_no_company(database: Database, clock: ShopClock) -> None:
    till = set_up(database, clock, settings={})
    till.train(True, "kari")
    assert till.sell(a_cart(), BY_CARD).sale.kind is ReceiptKind.TRAINING


def test_a_name_that_was_never_chosen_is_no_name(till: Till) -> None:
    till.change_settings({"shop.name": "Disken"})
    with pytest.raises(SettingWrong, match="shop_unnamed"):
        till.sell(a_cart(), BY_CARD)
