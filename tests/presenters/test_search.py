"""Searching for a product on the sale screen: what Enter means."""

from __future__ import annotations

import pytest

from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Session


@pytest.mark.parametrize("typed", ["latt", "1001", "2900000010017", "  KAFFE "])
def test_enter_rings_up_the_one_product_that_was_found_and_ends_the_search(
    root: RootPresenter, session: Session, typed: str
) -> None:
    root.sale.search(typed)
    root.sale.enter_search()
    assert [line.product.sku for line in session.cart.lines] == ["1001"]
    assert root.sale.view().search == ""


@pytest.mark.parametrize("typed", ["", "100", "finnes ikke"])
def test_enter_rings_up_nothing_while_several_or_none_could_be_meant(
    root: RootPresenter, session: Session, typed: str
) -> None:
    root.sale.search(typed)
    root.sale.enter_search()
    assert session.cart.lines == ()
    assert root.sale.view().search == typed


def test_enter_rings_up_whose_sku_was_typed_though_others_hold_it_too(root: RootPresenter, session: Session) -> None:
    session.till.shelves.add({"sku": "10011", "name": "Kopp", "price": "1", "vat_rate": "25", "category": "Kaffe"})
    root.sale.search("1001")
    assert len(root.sale.view().tiles) == 2
    root.sale.enter_search()
    assert [line.product.sku for line in session.cart.lines] == ["1001"]
