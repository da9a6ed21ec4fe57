"""Day settlements on the sync's own thread, and from two data folders: who waits for whom, and that nothing doubles."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from sync.home import settle_in
from sync.poweroffice.sandbox import EVERY_PRIVILEGE, Rules
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.outbox import State
from terminal_app.domain.tender import Tender
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.reliability.kills import posted
from tests.reliability.vouchers import SETTLED, voucher_faults
from tests.sync.at_work import Running
from tests.sync.shop import LATTE, Shop

ON = {**SETTLED, "settlement.enabled_since": "2026-11-01"}
NO_VOUCHERS = set(EVERY_PRIVILEGE) - {"CashVoucher_Full"}


def close_a_day(shop: Shop) -> None:
    shop.till.sell(Cart().add(LATTE), (Tender(Channel.CARD),))
    shop.till.day.close()


def faults_of(shop: Shop) -> list[str]:
    return voucher_faults(shop.database, posted(shop.sandbox))


def deliver_from(shop: Shop) -> None:
    """What `disken sync` does with that folder, until nothing is in doubt any more."""
    settle_in(shop.database, shop.clock)
    for _ in range(8):
        shop.deliver()
        shop.clock.advance(120)
    shop.deliver()


@pytest.mark.parametrize("unique", [True, False], ids=["unique references", "references not unique"])
@pytest.mark.parametrize("queued", [True, False], ids=["queued with its Z", "swept up later"])
def test_an_old_copy_of_the_folder_finds_the_voucher_that_its_original_has_posted(
    open_shop: Callable[..., Shop], unique: bool, queued: bool
) -> None:
    shop = open_shop(ON if queued else None, rules=Rules(unique_references=unique))
    settle_in(shop.database, shop.clock)
    close_a_day(shop)
    shop.till.change_settings(ON)
    shop.database.close()
    folder = shop.folder.with_name("copy")
    shutil.copytree(shop.folder, folder)
    for where in (shop.folder, folder):
        with Database.open(where) as database:
            one = Shop(where, database, Till(database, shop.clock), shop.clock, shop.sandbox)
            deliver_from(one)
            assert faults_of(one) == []
    assert len(shop.sandbox.vouchers()) == 1


def test_a_missing_privilege_for_vouchers_is_told_and_invoices_go_on_without_them(
    open_shop: Callable[..., Shop], run: Callable[..., Running]
) -> None:
    shop = open_shop(ON)
    shop.sandbox.change_privileges(NO_VOUCHERS)
    close_a_day(shop)
    running = run(shop)
    running.worker.send_now()
    running.heard.expect(lambda: running.status.blocked is not None)
    running.expect_customers()
    order = shop.sell()
    shop.clock.advance(86_400)
    running.worker.nudge()
    running.expect_state(order, State.ACCEPTED)
    assert running.status.blocked is not None
    assert shop.till.outbox.counts()[State.QUEUED] == 1


def test_vouchers_go_as_soon_as_somebody_has_mended_what_stopped_them_alone(
    open_shop: Callable[..., Shop], run: Callable[..., Running]
) -> None:
    shop = open_shop({**ON, "settlement.accounts.card": ""})
    close_a_day(shop)
    running = run(shop)
    running.worker.send_now()
    running.heard.expect(lambda: running.status.blocked is not None)
    shop.till.change_settings({"settlement.accounts.card": "1910"})
    running.worker.reconfigure()
    running.heard.expect(lambda: len(shop.sandbox.vouchers()) == 1 and running.status.blocked is None)
    assert faults_of(shop) == []


def test_a_wrong_product_stops_invoices_and_leaves_the_next_days_voucher_alone(
    open_shop: Callable[..., Shop], run: Callable[..., Running]
) -> None:
    shop = open_shop(ON)
    shop.move_product("7025", 3000)
    order = shop.sell()
    running = run(shop)
    running.worker.send_now()
    running.heard.expect(lambda: running.status.blocked is not None)
    close_a_day(shop)
    shop.clock.advance(86_400)
    running.worker.nudge()
    running.heard.expect(lambda: len(shop.sandbox.vouchers()) == 1)
    assert (shop.posts(), shop.entry(order).state) == (0, State.QUEUED)


def test_a_shop_that_only_settles_its_days_has_them_sent_by_the_thread(
    open_shop: Callable[..., Shop], run: Callable[..., Running]
) -> None:
    shop = open_shop({**ON, "channels.invoice.integration": "false"})
    close_a_day(shop)
    running = run(shop)
    running.worker.send_now()
    running.heard.expect(lambda: shop.till.outbox.counts() == {State.ACCEPTED: 1})
    assert faults_of(shop) == []
