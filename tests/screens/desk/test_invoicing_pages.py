"""Config and the setup guide by touches, in both forms, with a real sandbox behind them; and their looks in trouble."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.poweroffice.sandbox import Sandbox
from terminal_app.domain.settings import SETTINGS
from tests.kivy_window import COMPACT, LANDSCAPE, PORTRAIT, SIZES, TillWindow
from tests.screens.desk.at_the_desk import DeskTill, cut_texts, small_targets
from tests.screens.whole_till import spilling
from tests.sync.errands_here import ErrandsHere
from tests.sync.shop import HandClock, settings_for

CONFIG, GUIDE = "desk.invoicing_config", "desk.setup_guide"
PRODUCT_25 = f"{CONFIG}.invoicing.products.sale_25"
AGREED = "guide.accountant_agreed"


class SetupTill(DeskTill):
    """The till of a shop that has its own PowerOffice Go; `sandbox` is that."""

    def __init__(self, window: TillWindow, folder: Path, sandbox: Sandbox, clock: HandClock) -> None:
        super().__init__(window, folder / "till")
        self.sandbox = sandbox
        clock.wall = self.moment
        self.sync = ErrandsHere(self.database, clock, folder / "leases")
        self.sync.take = self.presenter.take
        self.till.sync = self.sync

    def fresh(self) -> SetupTill:
        """Nothing of the invoicing is set up; the address of the sandbox is known, as from provisioning."""
        plain = {key: one.default for key, one in SETTINGS.items() if key.startswith("invoicing.") and not one.secret}
        wanted = settings_for(self.sandbox)
        keep = ("invoicing.api_url", "invoicing.token_url", "invoicing.application_key", "invoicing.subscription_key")
        self.till.change_settings({**plain, **{key: wanted[key] for key in keep}, "schedule.enabled": "false"})
        return self

    def all_set(self, **but: str) -> SetupTill:
        """Everything is set up, but for what is given; underscores twice stand for dots."""
        changes = {key.replace("__", "."): value for key, value in but.items()}
        wanted = {**settings_for(self.sandbox), "channels.invoice.force_customer": "true"}
        self.till.change_settings({**wanted, **changes})
        return self

    def reach(self, key: str) -> None:
        """Shows the part of the long page on which this can be touched; dragging it there takes minutes of frames."""
        from terminal_app.screens.widgets import Scroller

        scrollers = [one for one in self.screen.walk(restrict=True) if isinstance(one, Scroller)]
        for one in scrollers if not self.finger.sees(key) else ():
            offset = 0.0
            while not self.finger.sees(key) and offset <= one.scroll.furthest + one.height / 2:
                one.scroll.go(offset)
                self.window.step(2)
                offset += one.height / 2
        self.finger.find(key)

    def pick(self, name: str, code: str) -> None:
        """Opens the list of a product, types its number and touches it."""
        self.touch(f"{CONFIG}.invoicing.products.{name}")
        self.finger.tap("desk.picker.search")
        self.finger.type(code)
        self.window.settle(300)
        self.tap(f"desk.option.{code}")
        self.window.settle(300)

    def value(self, key: str) -> str:
        return self.till.values.text(key)


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[SetupTill]:
    clock = HandClock()
    with Sandbox.start(clock=clock, sleep=clock.wait) as sandbox:
        opened = SetupTill(till, tmp_path, sandbox, clock)
        yield opened
        opened.close()


def both_forms() -> Any:
    return pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT], ids=["counter", "handheld"])


@both_forms()
def test_a_key_is_typed_tested_and_saved_with_a_product(shop: SetupTill, size: tuple[int, int]) -> None:
    shop.fresh().at(size, "invoicing_config")
    shop.touch(f"{CONFIG}.invoicing.system.poweroffice-go", f"{CONFIG}.invoicing.endpoint.custom")
    shop.write(f"{CONFIG}.invoicing.client_key", shop.sandbox.client_key)
    assert shop.sandbox.client_key not in shop.texts()
    shop.hide_keyboard()
    shop.touch(f"{CONFIG}.test")
    assert "Connection OK – Kaffebaren Demo AS" in shop.texts()
    shop.pick("sale_25", "7025")
    assert any(text.startswith("7025  Servering") for text in shop.texts())
    shop.touch("desk.save")
    assert (shop.value("invoicing.system"), shop.value("invoicing.products.sale_25")) == ("poweroffice-go", "7025")
    assert shop.till.settings.keys().client == shop.sandbox.client_key
    assert spilling(shop.screen) == []


@both_forms()
def test_production_is_confirmed_by_the_name_of_the_company(shop: SetupTill, size: tuple[int, int]) -> None:
    shop.all_set().at(size, "invoicing_config")
    shop.touch(f"{CONFIG}.invoicing.endpoint.production", "desk.save")
    told = " ".join(shop.texts_in_window())
    assert "PowerOffice Go svarer for Kaffebaren Demo AS." in told
    assert shop.value("invoicing.endpoint") == "custom"
    shop.tap("desk.answer.cancel")
    assert shop.value("invoicing.endpoint") == "custom"
    shop.touch("desk.save")
    shop.tap("desk.answer.to_production")
    assert shop.value("invoicing.endpoint") == "production"


@both_forms()
def test_the_guide_leads_a_fresh_shop_to_its_end(shop: SetupTill, size: tuple[int, int]) -> None:
    shop.fresh().at(size, "setup_guide")
    shop.touch(f"{GUIDE}.step.extension", f"{CONFIG}.invoicing.system.poweroffice-go")
    shop.touch(f"{CONFIG}.invoicing.endpoint.custom")
    shop.write(f"{CONFIG}.invoicing.enabled_since", "01.11.2026")
    shop.write(f"{CONFIG}.invoicing.client_key", shop.sandbox.client_key)
    shop.hide_keyboard()
    shop.touch(f"{CONFIG}.test")
    for name, code in (("sale_0", "7000"), ("sale_12", "7012"), ("sale_15", "7015"), ("sale_25", "7025")):
        shop.pick(name, code)
    shop.pick("gratuity", "7090")
    shop.pick("fee", "7095")
    shop.touch("desk.save")
    shop.turn_to("setup_guide")
    assert "6 av 8 ferdig" in shop.texts()
    shop.touch(f"{GUIDE}.step.schedule", "desk.schedule.schedule.enabled", "desk.save")
    shop.turn_to("setup_guide")
    shop.touch(f"{GUIDE}.step.accountant")
    shop.tap(f"desk.answer.{AGREED}")
    assert "8 av 8 ferdig" in shop.texts()
    shop.touch(f"{GUIDE}.dry_run")
    assert "Begge kommer til det samme. Ingenting ble sendt." in shop.texts()
    shop.touch(f"{GUIDE}.paper")
    assert len(list((shop.database.folder / "papers").iterdir())) == 1
    assert shop.sandbox.orders() == []


def test_a_pasted_key_with_a_line_break_is_answered_and_nothing_is_lost(shop: SetupTill) -> None:
    shop.all_set().at(COMPACT, "invoicing_config")
    shop.reach(f"{CONFIG}.invoicing.client_key")
    shop.tap(f"{CONFIG}.invoicing.client_key")
    from terminal_app.screens.widgets import FOCUS

    assert FOCUS.entry is not None
    FOCUS.entry.insert_text("1111-2222\n3333-4444")
    shop.window.settle(300)
    assert any("mellomrom eller linjeskift" in text for text in shop.texts())
    assert shop.till.settings.keys().client == shop.sandbox.client_key


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("typed", ["", "4711"])
def test_the_list_of_products_is_read_whole(shop: SetupTill, size: tuple[int, int], typed: str) -> None:
    shop.all_set().at(size, "invoicing_config")
    desk = shop.presenter.desk
    desk.press("test")
    desk.open_picker("invoicing.products.sale_25")
    desk.search(typed)
    shop.window.settle(300)
    assert [cut for child in shop.window.window.children for cut in cut_texts(child) if "Kari" not in cut] == []


LOOKS = {"fresh": "light", "wrong": "dark", "down": "contrast"}
TROUBLES = {
    "fresh": {},
    "wrong": {
        "invoicing__products__sale_0": "99999999",
        "invoicing__products__sale_12": "",
        "invoicing__send_amount_excluding_vat": "true",
        "schedule__enabled": "false",
    },
    "down": {"invoicing__api_url": "http://127.0.0.1:9/v2", "invoicing__token_url": "http://127.0.0.1:9/token"},
}


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize(
    ("size", "language"), [(LANDSCAPE, "nb"), (COMPACT, "nb"), (COMPACT, "en"), (PORTRAIT, "nb"), (PORTRAIT, "en")]
)
def test_nothing_is_cut_whatever_is_wrong(shop: SetupTill, trouble: str, size: tuple[int, int], language: str) -> None:
    shop.session.speak(language)
    shop.session.look.dress(LOOKS[trouble])
    if trouble == "fresh":
        shop.fresh()
    else:
        shop.all_set(**TROUBLES[trouble])
    shop.at(size, "setup_guide")
    desk = shop.presenter.desk
    desk.press("dry_run")
    desk.press("paper")
    found = _faults(shop, size)
    shop.turn_to("invoicing_config")
    desk.put("invoicing.invoice_fee_amount", "-5")
    desk.put("invoicing.enabled_since", "01.01.3000")
    desk.press("test")
    shop.window.settle(300)
    assert found + _faults(shop, size) == []


@pytest.mark.parametrize("language", ["nb", "en"])
def test_larger_texts_are_read_whole_on_a_handheld_with_everything_wrong(shop: SetupTill, language: str) -> None:
    shop.session.speak(language)
    shop.all_set(**TROUBLES["wrong"])
    shop.text_scale = 1.3
    shop.at(PORTRAIT, "setup_guide")
    shop.presenter.desk.press("dry_run")
    found = _faults(shop, PORTRAIT)
    shop.turn_to("invoicing_config")
    shop.presenter.desk.press("test")
    shop.window.settle(300)
    assert found + _faults(shop, PORTRAIT) == []


def _faults(shop: SetupTill, size: tuple[int, int]) -> list[str]:
    cut = [f"cut: {text}" for text in cut_texts(shop.screen)]
    spilt = [f"spills: {text}" for text in spilling(shop.screen)]
    return cut + spilt + small_targets(shop.screen, size)
