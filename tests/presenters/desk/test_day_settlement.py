"""Invoicing › Day settlement against a real sandbox: accounts from its chart, wrong ones told, nothing sent unseen."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from terminal_app.background import Answer, AtOnce
from terminal_app.domain.settlement_accounts import USUAL, Slot
from terminal_app.presenters.desk.rows import Action, Choices, Link, Note, Switch, Text
from terminal_app.presenters.desk.table import Cell, Table, TableRow
from terminal_app.storage.database import Database
from tests.presenters.desk.invoicing_shop import InvoicingShop
from tests.presenters.desk.reading import row, rows, save_bar
from tests.till.counter import BY_CARD, IN_CASH, a_cart, invoice

ON, SINCE = "settlement.enabled", "settlement.enabled_since"
CARD, SALE_25, CLEARING = (slot.key for slot in (Slot.CARD, Slot.SALE_25, Slot.INVOICE))


def opened(shop: InvoicingShop, *, chart: bool = True) -> InvoicingShop:
    """The page, in a shop that is set up; with PowerOffice Go's accounts read."""
    shop.all_set().at("day_settlement")
    if chart:
        shop.desk.press("fetch")
    return shop


def line_of(shop: InvoicingShop, slot: Slot) -> TableRow:
    """The row of that slot among the accounts."""
    tables = (row(shop.desk, Table, key) for key in ("paid_with", "sold", "drawer"))
    (found,) = [one for table in tables for one in table.rows if one.key == slot.value]
    return found


def state_of(shop: InvoicingShop, slot: Slot) -> str:
    state = line_of(shop, slot).state
    assert state is not None
    return state.text


def words(cell: Cell | str) -> str:
    return cell if isinstance(cell, str) else cell.text


def voucher(shop: InvoicingShop) -> Table:
    return row(shop.desk, Table, "voucher")


def a_day(shop: InvoicingShop) -> None:
    """A sale by card, one in cash and one on invoice."""
    shop.till.sell(a_cart(), BY_CARD, operator_id="kari")
    shop.till.sell(a_cart(), IN_CASH, operator_id="kari")
    invoice(shop.till)


class _Aside(AtOnce):
    """Works on a thread of its own and waits for it; keeps whether the database was left open there."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.left_open: list[bool] = []

    def run(self, work: Callable[[], Answer], then: Callable[[Answer | None], None]) -> None:
        def watched() -> Answer:
            answer = work()
            self.left_open.append(not self._database._connection.is_closed())
            return answer

        with ThreadPoolExecutor(1) as pool:
            then(pool.submit(watched).result())


# the accounts


def test_the_accounts_are_read_from_poweroffice_go_when_asked(shop: InvoicingShop) -> None:
    opened(shop, chart=False)
    assert "ikke kjent ennå" in shop.said("unknown").text
    assert [one.key for one in rows(shop.desk, Action)] == ["fetch"]
    shop.desk.press("fetch")
    assert [note.key for note in rows(shop.desk, Note)] == []
    assert [one.key for one in rows(shop.desk, Action)] == ["usual", "fetch"]


def test_usual_accounts_are_proposed_and_taken_only_when_somebody_says_so(shop: InvoicingShop) -> None:
    opened(shop)
    account = line_of(shop, Slot.CARD).cells[1]
    assert isinstance(account, Cell)
    assert (account.text, account.detail) == ("Ikke valgt", "Vanlig: 1910  Kortoppgjør")
    assert shop.till.values.settlement().accounts == {}
    shop.desk.press("usual")
    assert {state_of(shop, slot) for slot in Slot} == {"I orden"}
    assert shop.till.values.settlement().accounts == {}
    shop.desk.save()
    assert shop.till.values.settlement().accounts == dict(USUAL)


def test_an_account_with_the_vat_code_of_another_rate_is_told_on_the_spot(shop: InvoicingShop) -> None:
    opened(shop).desk.put(SALE_25, "3002")
    assert state_of(shop, Slot.SALE_25) == "Feil"
    assert "mva-kode 31" in line_of(shop, Slot.SALE_25).detail
    shop.desk.put(SALE_25, "3000")
    assert state_of(shop, Slot.SALE_25) == "I orden"


def test_faktura_kasse_has_no_vat_and_is_where_the_products_post(shop: InvoicingShop) -> None:
    opened(shop)
    shop.desk.put(CLEARING, "3000")
    assert "rapportert to ganger" in line_of(shop, Slot.INVOICE).detail
    shop.desk.put(CLEARING, "1990")
    assert "1950" in line_of(shop, Slot.INVOICE).detail
    shop.desk.put(CLEARING, "1950")
    assert state_of(shop, Slot.INVOICE) == "I orden"


def test_the_list_has_the_usual_account_first_and_those_that_do_not_fit_last(shop: InvoicingShop) -> None:
    opened(shop).desk.press("sold", Slot.SALE_25.value)
    picker = shop.desk.view().picker
    assert picker is not None
    assert picker.options[0].key == "3000"
    assert picker.options[0].detail.startswith("Vanlig her")
    assert picker.options[-1].detail.endswith("passer ikke her")
    shop.desk.search("3004")
    assert [option.key for option in shop.desk.view().picker.options] == ["3004"]  # type: ignore[union-attr]
    shop.desk.search("8123")
    shop.desk.pick("8123")
    assert state_of(shop, Slot.SALE_25) == "Feil"


def test_where_the_invoice_reports_its_vat_the_settlement_has_no_faktura_kasse(shop: InvoicingShop) -> None:
    shop.all_set().set(invoicing__send_amount_excluding_vat="true")
    shop.at("day_settlement")
    assert Slot.INVOICE.value not in [one.key for one in row(shop.desk, Table, "paid_with").rows]
    assert "Gjennom fakturaen" in row(shop.desk, Link, "way").label


# on and off


def test_switched_on_it_begins_today_and_off_again_nothing_is_left_to_save(shop: InvoicingShop) -> None:
    opened(shop)
    shop.desk.put(ON, "true")
    assert row(shop.desk, Text, SINCE).value == "22.11.2026"
    shop.desk.put(SINCE, "")
    assert "begynne på" in row(shop.desk, Text, SINCE).problem
    assert not save_bar(shop.desk).enabled
    shop.desk.put(ON, "false")
    assert save_bar(shop.desk).told == "Alt er lagret"
    assert not row(shop.desk, Switch, ON).on


def test_days_that_somebody_may_have_booked_by_hand_are_asked_about_before_they_are_sent(shop: InvoicingShop) -> None:
    opened(shop)
    for _ in range(2):
        a_day(shop)
        shop.till.day.close("kari")
        shop.clock.wall += timedelta(days=1)
    shop.at("setup_guide")
    desk = shop.at("day_settlement")
    desk.put(ON, "true")
    desk.put(SINCE, "01.11.2026")
    assert "2 tidligere" in shop.said("earlier").text
    desk.save()
    question = desk.view().question
    assert question is not None
    assert question.title == "Sende 2 tidligere Z-er også?"
    desk.answer("cancel")
    assert not shop.till.values.settlement().enabled
    desk.save()
    desk.answer("send_earlier")
    assert shop.till.values.settlement().enabled


# the dry run


def test_the_dry_run_is_the_day_in_debit_and_credit_and_both_come_to_the_same(shop: InvoicingShop) -> None:
    shop.all_set()
    a_day(shop)
    opened(shop).desk.press("usual")
    table = voucher(shop)
    accounts = [words(one.cells[0])[:4] for one in table.rows]
    assert accounts == ["1900", "1910", "1950", "3000", "3002", "7770"]
    assert table.sums[0].cells[2] == table.sums[0].cells[3]
    assert shop.said("voucher").text == "Debet og kredit er like."
    assert shop.said("voucher").detail.endswith("Ingenting er sendt.")
    assert shop.till.outbox.of_settlement(1) is None


def test_adding_a_day_up_on_another_thread_leaves_no_connection_open_there(shop: InvoicingShop) -> None:
    a_day(shop)
    aside = _Aside(shop.till.database)
    shop.session.background = aside
    opened(shop)
    assert (voucher(shop).rows != (), aside.left_open) == (True, [False])


def test_an_account_that_is_lacking_is_told_at_its_line_and_a_touch_chooses_it(shop: InvoicingShop) -> None:
    shop.all_set()
    a_day(shop)
    opened(shop).desk.press("usual")
    shop.desk.put(CARD, "")
    (lacking,) = [one for one in voucher(shop).rows if one.tone == "bad"]
    assert words(lacking.cells[0]) == "Ikke valgt"
    assert shop.said("voucher").text == "1 konto er ikke valgt."
    shop.desk.press("voucher", lacking.key)
    picker = shop.desk.view().picker
    assert picker is not None
    assert picker.key == CARD


def test_the_last_z_can_be_tried_in_the_place_of_the_day_so_far(shop: InvoicingShop) -> None:
    shop.all_set()
    a_day(shop)
    shop.till.day.close("kari")
    shop.clock.wall += timedelta(days=1)
    opened(shop).desk.press("usual")
    assert voucher(shop).empty == "Ingenting å føre"
    assert voucher(shop).rows == ()
    assert [option.key for option in row(shop.desk, Choices, "which").options] == ["open", "last"]
    shop.desk.put("which", "last")
    assert voucher(shop).label == "Z 1, 22.11.2026"
    assert voucher(shop).rows != ()
    assert shop.said("voucher").detail.endswith("Ingenting er sendt.")


def test_a_z_that_is_in_the_queue_says_how_it_stands_there(shop: InvoicingShop) -> None:
    shop.all_set()
    accounts = {slot.key: str(number) for slot, number in USUAL.items()}
    shop.till.change_settings({**accounts, ON: "true", SINCE: "2026-11-22"})
    a_day(shop)
    shop.till.day.close("kari")
    opened(shop).desk.put("which", "last")
    assert shop.said("voucher").detail.endswith("Bilaget for denne Z-en: Venter.")


def test_what_is_shown_can_be_printed_and_what_is_lacking_is_told_instead(shop: InvoicingShop) -> None:
    shop.set(printer__kind="file", printer__address=str(shop.database.folder / "printed"))
    shop.all_set()
    a_day(shop)
    opened(shop)
    shop.desk.press("print")
    notice = shop.desk.view().notice
    assert notice is not None
    assert "Kontanter i skuffen" in notice.message
    shop.desk.press("usual")
    shop.desk.press("print")
    notice = shop.desk.view().notice
    assert notice is not None
    assert notice.message == "Den er på vei til skriveren."


def test_the_page_says_when_the_accounts_were_read(shop: InvoicingShop) -> None:
    opened(shop)
    told = row(shop.desk, Action, "fetch").detail
    assert told.startswith("Fra PowerOffice ")
