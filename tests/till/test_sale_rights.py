"""Discounts and other prices: kept on the sale, told in the journal, and given by those who may or were allowed to."""

from __future__ import annotations

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product, Unit
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import ONE, Money, Quantity
from terminal_app.domain.operators import Operator, Right
from terminal_app.domain.problems import BadInput, FolderTrouble, MoveRefused
from terminal_app.domain.vat import VatRate
from terminal_app.till import Till
from tests.till.counter import BUN, BY_CARD, LATTE
from tests.till.staff import last_row, refused

BEANS = Product("2001", "Kaffebønner", Money(398_00), VatRate(1500), "Kaffe", unit=Unit.KILO)
SUNDRY = Product("2002", "Diverse", Money(0), VatRate(2500), "Gaver", open_price=True)
DISCOUNTED = Cart().add(LATTE).discounted(Discount.per_cent(10_00))
CHEAPER = Cart().add(LATTE, ONE, Money(40_00))


def every_move() -> Cart:
    cart = Cart().add(BEANS, Quantity(347)).add(SUNDRY, ONE, Money(75_00)).add(LATTE).add(BUN, ONE, Money(30_00))
    cart = cart.with_note(2, "uten melk").with_line_discount(2, Discount.kroner(Money(12_00)))
    return cart.discounted(Discount.per_cent(10_00))


def test_a_sale_is_read_back_with_its_weights_discounts_prices_and_notes(till: Till) -> None:
    sold = till.sell(every_move(), BY_CARD, operator_id="kari").sale
    assert till.ledger.sale(sold.id) == sold
    beans, sundry, latte, bun = sold.lines
    assert (beans.unit, str(beans.quantity), beans.discount) == (Unit.KILO, "0.347", Money(13_81))
    assert (sundry.list_price, sundry.discount) == (None, Money(7_50))
    assert (latte.note, latte.discount) == ("uten melk", Money(12_00 + 4_00))
    assert (bun.list_price, bun.unit_price) == (Money(39_90), Money(30_00))


def test_the_journal_tells_the_sum_of_the_discounts_and_the_other_prices(till: Till) -> None:
    sold = till.sell(every_move(), BY_CARD, operator_id="kari").sale
    kind, _, facts = last_row(till)
    assert (kind, facts["other_prices"]) == ("sale", [["1002", "39.90", "30.00"]])
    assert facts["discount"] == str(every_move().taken_off + Money(12_00))
    assert "approvals" not in facts
    till.sell(Cart().add(LATTE), BY_CARD)
    assert not {"discount", "other_prices", "approvals"} & last_row(till)[2].keys()
    assert sold.total == every_move().total


@pytest.mark.parametrize(("cart", "right"), [(DISCOUNTED, Right.DISCOUNT), (CHEAPER, Right.PRICE_OVERRIDE)])
def test_a_cashier_needs_a_managers_approval_for_it_and_uses_it_up(till: Till, cart: Cart, right: Right) -> None:
    with pytest.raises(MoveRefused) as missing:
        till.sell(cart, BY_CARD, operator_id="amina")
    assert (refused(missing)["code"], refused(missing)["right"]) == ("right_missing", right.value)
    assert till.ledger.count() == 0
    till.operators.approve(right, "kari", "amina")
    till.sell(cart, BY_CARD, operator_id="amina", approvals={right: "kari"})
    approval = {"right": right.value, "approved_by": "kari", "approved_by_name": "Kari Nordmann"}
    assert (last_row(till)[1], last_row(till)[2]["approvals"]) == ("amina", [approval])
    with pytest.raises(MoveRefused, match="approval_used_up"):
        till.sell(cart, BY_CARD, operator_id="amina", approvals={right: "kari"})
    assert till.ledger.count() == 1


def test_when_one_of_two_approvals_is_missing_the_other_is_not_used(till: Till) -> None:
    both = CHEAPER.discounted(Discount.kroner(Money(5_00)))
    till.operators.approve(Right.DISCOUNT, "kari", "amina")
    with pytest.raises(MoveRefused, match="right_missing"):
        till.sell(both, BY_CARD, operator_id="amina", approvals={Right.DISCOUNT: "kari"})
    till.operators.approve(Right.PRICE_OVERRIDE, "kari", "amina")
    till.sell(both, BY_CARD, operator_id="amina", approvals={Right.DISCOUNT: "kari", Right.PRICE_OVERRIDE: "kari"})
    assert till.ledger.count() == 1


def test_a_sale_that_cannot_be_uses_no_approval(till: Till) -> None:
    till.operators.approve(Right.DISCOUNT, "kari", "amina")
    with pytest.raises(BadInput, match="payment_missing"):
        till.sell(DISCOUNTED, (), operator_id="amina", approvals={Right.DISCOUNT: "kari"})
    till.sell(DISCOUNTED, BY_CARD, operator_id="amina", approvals={Right.DISCOUNT: "kari"})


def test_a_sale_that_the_disk_has_no_room_for_uses_no_approval(till: Till) -> None:
    long = Cart()
    for _ in range(80):
        long = long.add(BEANS, Quantity(250))
    till.operators.approve(Right.DISCOUNT, "kari", "amina")
    pages = till.database.row("PRAGMA page_count")
    assert pages is not None
    till.database.execute(f"PRAGMA max_page_count = {pages[0]}")

    def sell() -> None:
        cart = long.discounted(Discount.per_cent(10_00))
        till.sell(cart, BY_CARD, operator_id="amina", approvals={Right.DISCOUNT: "kari"})

    with pytest.raises(FolderTrouble, match="disk_full"), till.database.telling():
        sell()
    till.database.execute("PRAGMA max_page_count = 1073741823")
    sell()
    assert till.ledger.count() == 1


def test_open_prices_weights_and_notes_need_nobody(till: Till) -> None:
    cart = Cart().add(BEANS, Quantity(250)).add(SUNDRY, ONE, Money(10_00)).with_note(0, "malt")
    assert till.sell(cart, BY_CARD, operator_id="amina").sale.total == Money(109_50)


def test_a_shop_without_a_manager_lets_whoever_stands_there(till: Till) -> None:
    till.operators.staff.put([Operator("kari", "Kari Nordmann")])
    assert till.sell(DISCOUNTED, BY_CARD, operator_id="amina").sale.total == Money(46_80)


def test_units_and_open_prices_are_kept_with_the_products(till: Till) -> None:
    till.catalog.put_products([BEANS, SUNDRY])
    assert (till.assortment.known("2001"), till.assortment.known("2002")) == (BEANS, SUNDRY)
    till.reload()
    assert till.assortment.known("2002") == SUNDRY
