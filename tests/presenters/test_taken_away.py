"""Taking away at the sale screen: the journal first, the screen after it, and an undo that tells what it takes away."""

from __future__ import annotations

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.money import Quantity
from terminal_app.domain.problems import FolderTrouble
from terminal_app.presenters.root import RootPresenter
from terminal_app.storage import journal
from terminal_app.till import Till
from tests.presenters.test_payment_finish import fill_the_disk, make_room
from tests.till.counter import BY_CARD, LATTE
from tests.till.test_ringing import THREE, in_hand, told


def test_undoing_an_addition_is_a_correction_and_bringing_back_is_none(root: RootPresenter, till: Till) -> None:
    root.sale.add("1001")
    root.sale.add("1001")
    root.sale.undo()
    assert [(row.kind, row.facts["what"], row.facts["quantity"]) for row in told(till)] == [
        ("line_corrected", "reduced", "1")
    ]
    root.sale.remove(0)
    root.sale.undo()
    assert [row.facts["what"] for row in told(till)] == ["reduced", "removed"]


def test_emptying_the_cart_is_one_signed_void_transaction_and_no_corrections(root: RootPresenter, till: Till) -> None:
    for sku in ("1001", "1001"):
        root.sale.add(sku)
    root.sale.clear()
    (row,) = told(till)
    assert (row.kind, row.facts["void"], row.facts["why"], row.facts["nr"]) == ("sale_aborted", True, "emptied", 1)
    assert row.facts["total"] == row.facts["amount_in"] == str(LATTE.price.times(Quantity.of(2)))
    assert [(line["sku"], line["quantity"]) for line in row.facts["lines"]] == [(LATTE.sku, "2")]
    assert till.ledger.count() == 0


def test_what_an_undo_brings_back_after_emptying_is_another_transaction(root: RootPresenter, till: Till) -> None:
    root.sale.add("1001")
    root.sale.clear()
    root.sale.undo()
    sold = till.sell(root.session.cart, BY_CARD)
    rows = told(till)
    assert [row.kind for row in rows] == ["sale_aborted", "sale"]
    assert rows[1].sale_id == sold.sale.id != rows[0].sale_id


def test_taking_out_the_last_line_is_its_correction_and_the_sale_goes_on(root: RootPresenter, till: Till) -> None:
    root.sale.add("1001")
    root.sale.remove(0)
    root.sale.add("1002")
    sold = till.sell(root.session.cart, BY_CARD)
    assert [(row.kind, row.sale_id) for row in told(till)] == [("line_corrected", sold.sale.id), ("sale", sold.sale.id)]


@pytest.mark.parametrize("after", [THREE.without(1), Cart()])
def test_with_a_full_disk_nothing_is_taken_away_and_the_id_is_not_used_up(till: Till, after: Cart) -> None:
    session = in_hand(till, THREE)
    till.sell(Cart().add(LATTE), BY_CARD)
    fill_the_disk(till)

    def again_and_again() -> None:
        while True:
            session.cart = after
            session.cart = THREE

    with pytest.raises(FolderTrouble, match="disk_full"):
        again_and_again()
    assert session.cart == till.ringing.cart == THREE
    make_room(till)
    session.cart = after
    assert journal.first_broken(till.database) is None


def test_the_cashier_is_told_of_a_full_disk_and_the_line_stays_with_its_undo(root: RootPresenter, till: Till) -> None:
    for sku in ("1001", "1002"):
        root.sale.add(sku)
    cart, undo = root.session.cart, root.sale.view().undo
    fill_the_disk(till)
    for _ in range(200):
        root.sale.remove(0)
        if root.sale.view().notice is not None:
            break
        root.sale.undo()
    notice = root.sale.view().notice
    assert notice is not None
    assert notice.message == "Disken er full: ingenting ble lagret."
    assert (root.session.cart, root.sale.view().undo) == (cart, undo)
    root.sale.clear()
    root.sale.undo()
    assert root.session.cart == cart
