"""An old database put back: days that the ledger alone has are named, and never passed off as another till's."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sync.products import refresh_products
from terminal_app.domain.bridge import Severity, Verdict
from terminal_app.domain.cart import Cart
from terminal_app.domain.money import Quantity
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.sync.conftest import clock, open_shop  # noqa: F401
from tests.sync.shop import LATTE, Shop
from tests.till.test_reconciling import CARD, FIRST, WAYS, both_ways, bring, invoice


def a_day(shop: Shop, cups: int) -> str:
    """A card sale and an invoice of as many cups, closed and sent; the invoice's reference."""
    shop.till.sell(Cart().add(LATTE), CARD)
    reference = shop.sell(Cart().add(LATTE, Quantity.of(cups)))
    shop.till.day.close()
    shop.clock.advance(86_400)
    shop.deliver()
    return reference


@both_ways
def test_a_day_that_was_lost_with_an_old_database_is_named_with_its_vat_and_the_days_beside_it_are_proven(
    open_shop: Callable[..., Shop],  # noqa: F811
    tmp_path: Path,
    way: str,
) -> None:
    shop = open_shop(WAYS[way])
    with closing(shop.gateway()) as gateway:
        refresh_products(shop.database, gateway, clock=shop.clock)
    kept = [a_day(shop, 1)]
    shop.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    old = shutil.copy(shop.folder / "disken.db", tmp_path / "old.db")
    lost = a_day(shop, 2)
    remote = shop.entry(lost).remote
    assert remote is not None
    shop.sandbox.send_invoice(remote.order_id)
    shop.database.close()
    for name in ("disken.db-wal", "disken.db-shm"):
        (shop.folder / name).unlink(missing_ok=True)
    shutil.copy(old, shop.folder / "disken.db")

    with closing(Database.open(shop.folder)) as database:
        till = Till(database, shop.clock)
        till.reload()
        till.signing.take_up()
        again = Shop(shop.folder, database, till, shop.clock, shop.sandbox)
        kept += [a_day(again, 3), a_day(again, 4)]
        invoice(again, *kept)
        bring(again)
        whole = till.reconciling.bridge(FIRST, till.reconciling.today())
        named = {one.code: one for one in whole.findings if one.severity is Severity.WRONG}
        assert (whole.verdict, set(named)) == (Verdict.DIFFERENCE, {"settlement_of_no_z", "invoice_of_no_sale"})
        vat = [str(named[code].vat) for code in ("settlement_of_no_z", "invoice_of_no_sale")]
        assert vat == (["41.20", "0.00"] if way == "settlement" else ["10.40", "33.30"]), whole.findings
        assert whole.ledger_vat.ore - whole.till_vat.ore == sum(one.vat.ore for one in named.values())
        first = till.reconciling.bridge(FIRST, FIRST)
        after = till.reconciling.bridge(FIRST + timedelta(days=3), FIRST + timedelta(days=3))
        assert first.verdict is Verdict.PROVEN, first.findings
        assert after.verdict is Verdict.PROVEN, after.findings
