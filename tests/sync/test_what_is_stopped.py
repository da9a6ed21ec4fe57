"""The status tells which kind of document a wrong setting stops, so that nobody looks for it on the other kind."""

from __future__ import annotations

from collections.abc import Callable

from tests.sync.at_work import Running
from tests.sync.shop import Shop
from tests.sync.test_settlement_senders import ON, close_a_day


def test_a_missing_account_stops_day_settlements_and_no_invoice(
    open_shop: Callable[..., Shop], run: Callable[..., Running]
) -> None:
    shop = open_shop({**ON, "settlement.accounts.card": ""})
    close_a_day(shop)
    running = run(shop)
    running.worker.send_now()
    running.heard.expect(lambda: running.status.stops(settlement=True) is not None)
    assert running.status.stops(settlement=False) is None


def test_a_wrong_product_stops_invoices_and_no_day_settlement(
    open_shop: Callable[..., Shop], run: Callable[..., Running]
) -> None:
    shop = open_shop(ON)
    shop.move_product("7025", 3000)
    shop.sell()
    running = run(shop)
    running.worker.send_now()
    running.heard.expect(lambda: running.status.stops(settlement=False) is not None)
    assert running.status.stops(settlement=True) is None


def test_wrong_keys_stop_both(open_shop: Callable[..., Shop], run: Callable[..., Running]) -> None:
    shop = open_shop(ON)
    running = run(shop)
    running.expect_customers()
    shop.sell()
    close_a_day(shop)
    shop.till.change_settings({"invoicing.client_key": "none-of-theirs"})
    running.worker.reconfigure()
    running.worker.send_now()
    running.heard.expect(lambda: running.status.blocked is not None)
    assert running.status.stops(settlement=True) == running.status.stops(settlement=False) == running.status.blocked
